#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// What a line of `spark backtest run` asks for. Errors: invalid_input with the flag as place; those of its files.
Result<CaseRequest> read_case_request(const Context& context, const cli::Invocation& invocation);

// Each verb prints its report and answers with the exit code.

Result<int> backtest_run(Context& context, const cli::Invocation& invocation);
Result<int> backtest_ls(Context& context, const cli::Invocation& invocation);
Result<int> backtest_compare(Context& context, const cli::Invocation& invocation);
Result<int> backtest_show(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
