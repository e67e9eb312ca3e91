#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::server {

/// Runs the server until a signal, then answers what is in flight and ends with 0. Errors: conflict when another server
/// has the data folder or a port; those of the data folder.
Result<int> serve(verbs::Context& context, const cli::Invocation& invocation);

}  // namespace spark::server
