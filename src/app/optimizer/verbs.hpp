#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/cli/invocation.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// Makes who runs the sets of a bench; `id` is the optimization's.
using ExecutorMaker = std::function<Result<std::unique_ptr<Executor>>(verbs::Context&, const cli::Invocation&,
                                                                      const Bench&, const std::string& id)>;
/// `optimize grid`, `random`, `tpe`, `cmaes`, `halving` or `resume`, as the line says, with sets run by whom `make`
/// makes; without it by this process's threads.
Result<int> optimize_with(verbs::Context& context, const cli::Invocation& invocation, const ExecutorMaker& make);

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
