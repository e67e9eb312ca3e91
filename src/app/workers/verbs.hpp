#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::workers {

/// `spark worker`: works until a signal.
Result<int> worker(verbs::Context& context, const cli::Invocation& invocation);

/// The searching verbs of `spark optimize`, and `resume`: with `--nats` the sets are run by workers, without it by
/// threads of this process, and nothing of NATS is touched.
Result<int> optimize(verbs::Context& context, const cli::Invocation& invocation);

}  // namespace spark::workers
