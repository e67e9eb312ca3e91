#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// `spark eval`: expressions as columns of a data set, CSV or (with --json) their last values.
/// Errors: invalid_input with `--expr N, line:column` for an expression that does not hold.
Result<int> eval(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
