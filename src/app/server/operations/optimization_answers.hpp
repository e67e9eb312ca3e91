#pragma once

#include <memory>

#include "app/server/house.hpp"
#include "app/server/optimization_desk.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/call.hpp"
#include "surface/http/operations.hpp"

namespace spark::server {

/// Parts of add_optimization_operations.
void add_optimization_changes(House& house, const std::shared_ptr<OptimizationDesk>& desk,
                              http::Operations& operations);
void add_optimization_sets(House& house, const std::shared_ptr<OptimizationDesk>& desk, http::Operations& operations);
void add_optimization_preview(House& house, http::Operations& operations);

/// The optimization the path names. Errors: not_found.
Result<Optimization> named_optimization(OptimizationDesk& desk, const http::Call& call);

/// `spark.optimization/1`: whose it is, how it stands or what came of it.
Result<wire::Json> optimization_json(House& house, OptimizationDesk& desk, const Optimization& optimization);

/// The trials, or why there are none yet. Errors: not_found.
Result<std::shared_ptr<OpenTrials>> kept_trials(OptimizationDesk& desk, const Optimization& optimization);

/// A file of the folder as JSON; null where it is not there yet. Errors: corrupt.
Result<wire::Json> folder_json(const OptimizationDesk& desk, std::string_view id, std::string_view name);

}  // namespace spark::server
