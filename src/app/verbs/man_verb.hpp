#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// The manual page in roff.
Result<int> man(Context& context, const cli::Invocation& invocation);

/// A reference page of docs/reference (hidden; the check that the committed page is current calls it).
Result<int> docs(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
