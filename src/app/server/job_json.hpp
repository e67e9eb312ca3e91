#pragma once

#include <cstddef>
#include <optional>

#include "app/server/job_kinds.hpp"
#include "app/server/job_service.hpp"
#include "engine/jobs/records.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"
#include "surface/stream/hub.hpp"

namespace spark::server {

class House;

/// A job as the API shows it: `{id, object, kind, status, progress, eta_ms, queue_position, …, links}`.
wire::Json job_json(const jobs::JobRecord& job, std::optional<std::size_t> position);

/// Why a job failed, as the error it was.
Error job_error(const jobs::JobRecord& job);

/// One attempt of a job by the work of its kind; what is kept of its result is its id and address.
Result<wire::Json> run_attempt(House& house, const JobWork& work, JobAttempt& attempt);

/// A job's event on the topics `jobs` and `job.{id}`.
void publish_job_event(stream::Hub& hub, const JobEvent& event);

}  // namespace spark::server
