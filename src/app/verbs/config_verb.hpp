#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Every setting, its value and source: `spark.config/1`.
Result<int> config_ls(Context& context, const cli::Invocation& invocation);

/// All sources of one setting, the winner first: `spark.config.explain/1`. Errors: not_found with the nearest name.
Result<int> config_explain(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
