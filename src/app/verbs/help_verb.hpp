#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Help on a verb or topic. Errors: not_found with the nearest name.
Result<int> help(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
