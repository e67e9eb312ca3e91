#pragma once

#include <functional>
#include <string_view>

#include "app/server/house.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/call.hpp"
#include "surface/http/outcome.hpp"

namespace spark::server {

/// Starts a job of this kind for the caller: 202 with the job, or, with `Prefer: wait`, what it made (with the route's
/// status and its Location) as soon as it is there. `request`: all the work needs, as it is kept with the job.
/// `when_submitted` is told the job once it is durable, before anybody is answered.
http::Answered start_job(House& house, const http::Call& call, std::string_view kind, wire::Json request,
                         const std::function<void(const jobs::JobRecord&)>& when_submitted = {});

}  // namespace spark::server
