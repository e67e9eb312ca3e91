#pragma once

#include <string_view>

#include "adapters/store/data_trash.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// The trash of the data folder.
store::DataTrash open_data_trash(const Context& context);

/// How many runs say in their manifest that they read this version. Reads every run's manifest and document.
/// Errors: those of the evidence folder.
Result<std::int64_t> runs_that_used(const Context& context, std::string_view id);

/// Throws a version away. `spark.data_rm/1`: what went, and how many runs used it. Errors: as DataTrash::put.
Result<wire::Json> throw_away(const Context& context, std::string_view id);

}  // namespace spark::verbs
