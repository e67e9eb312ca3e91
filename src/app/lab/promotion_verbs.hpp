#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

// From a document to a proposal, on this machine. Each prints its report and answers with the exit code.

Result<int> strategy_keep(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_versions(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_adopt(verbs::Context& context, const cli::Invocation& invocation);
/// 10 with the checklist where the version may not be promoted.
Result<int> strategy_promote(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_lineage(verbs::Context& context, const cli::Invocation& invocation);
Result<int> proposals_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> proposals_show(verbs::Context& context, const cli::Invocation& invocation);

/// Exit code of a checklist that is not whole.
int refused_exit_code();

}  // namespace spark::lab
