#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// `spark stats`: the statistics of somebody else's returns, equity or trades.
/// Errors: invalid_input with `file:line:column` for a file that does not hold what was said.
Result<int> stats(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
