#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

// Each verb prints its report and answers with the exit code.

Result<int> optimize_grid(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_random(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_tpe(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_cmaes(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_halving(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_resume(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_verify(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_look(verbs::Context& context, const cli::Invocation& invocation);

}  // namespace spark::optimizer
