#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// The completion script of a shell.
Result<int> completion(Context& context, const cli::Invocation& invocation);

/// Candidates for the shell, one a line (hidden; the scripts call it).
Result<int> complete(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
