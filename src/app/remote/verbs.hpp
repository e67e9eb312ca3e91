#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::remote {

// Verbs against a server. Those that this machine has too print the same, from the same documents.

Result<int> data_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> data_info(verbs::Context& context, const cli::Invocation& invocation);
Result<int> data_verify(verbs::Context& context, const cli::Invocation& invocation);
Result<int> data_resample(verbs::Context& context, const cli::Invocation& invocation);
Result<int> data_rm(verbs::Context& context, const cli::Invocation& invocation);
Result<int> ingest_csv(verbs::Context& context, const cli::Invocation& invocation);

Result<int> strategy_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_validate(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_explain(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_generate(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_diff(verbs::Context& context, const cli::Invocation& invocation);

Result<int> strategy_keep(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_versions(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_adopt(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_promote(verbs::Context& context, const cli::Invocation& invocation);
Result<int> strategy_lineage(verbs::Context& context, const cli::Invocation& invocation);
Result<int> proposals_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> proposals_show(verbs::Context& context, const cli::Invocation& invocation);

Result<int> backtest_run(verbs::Context& context, const cli::Invocation& invocation);
Result<int> backtest_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> backtest_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> backtest_compare(verbs::Context& context, const cli::Invocation& invocation);

Result<int> optimize_grid(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_random(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_tpe(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_cmaes(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_halving(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_resume(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_look(verbs::Context& context, const cli::Invocation& invocation);
/// Only a server has these two.
Result<int> optimize_cancel(verbs::Context& context, const cli::Invocation& invocation);
Result<int> optimize_pause(verbs::Context& context, const cli::Invocation& invocation);

Result<int> evidence_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> evidence_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> evidence_verify(verbs::Context& context, const cli::Invocation& invocation);
Result<int> audit_tail(verbs::Context& context, const cli::Invocation& invocation);

// What only a server has.

Result<int> api(verbs::Context& context, const cli::Invocation& invocation);
Result<int> login(verbs::Context& context, const cli::Invocation& invocation);
Result<int> logout(verbs::Context& context, const cli::Invocation& invocation);
Result<int> whoami(verbs::Context& context, const cli::Invocation& invocation);
Result<int> status(verbs::Context& context, const cli::Invocation& invocation);
Result<int> metrics(verbs::Context& context, const cli::Invocation& invocation);
Result<int> jobs_ls(verbs::Context& context, const cli::Invocation& invocation);
Result<int> jobs_show(verbs::Context& context, const cli::Invocation& invocation);
Result<int> jobs_log(verbs::Context& context, const cli::Invocation& invocation);
Result<int> jobs_cancel(verbs::Context& context, const cli::Invocation& invocation);
Result<int> jobs_wait(verbs::Context& context, const cli::Invocation& invocation);

/// For a verb that no server does: the error says why and what to do instead.
Result<int> only_here(verbs::Context& context, const cli::Invocation& invocation);

}  // namespace spark::remote
