#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/server/job_kinds.hpp"
#include "app/server/optimization_desk.hpp"
#include "foundation/base/result.hpp"

namespace spark::server {

/// The job kind `optimize`: goes on in the optimization's folder from where it stands.
Result<JobResult> run_optimization(House& house, OptimizationDesk& desk, JobRun& job);

/// Threads of one optimization: setting optimizer.threads, else all processors but one.
std::size_t optimizer_threads(const House& house);

/// A standing as pages and the stream show it.
wire::Json standing_json(const optimizer::Standing& standing, const trials::TrialHeader* header);

/// An order read and everything it names opened. Errors: with a JSON pointer into the order as place; invalid_input
/// also for a parameter there is not.
Result<void> set_up_bench(verbs::Context& context, std::string_view order, optimizer::Bench& bench);

/// The bench's search, to learn how many sets it has and whether it can be run. Errors: as set_up_bench.
Result<std::unique_ptr<search::Sampler>> sampler_of(const optimizer::Bench& bench);

}  // namespace spark::server
