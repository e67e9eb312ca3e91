#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"

namespace spark::verbs {

/// `spark strategy …`: documents listed, begun, checked, shown, told in words and compared.
Result<int> strategy_ls(Context& context, const cli::Invocation& invocation);
Result<int> strategy_new(Context& context, const cli::Invocation& invocation);
Result<int> strategy_validate(Context& context, const cli::Invocation& invocation);
Result<int> strategy_show(Context& context, const cli::Invocation& invocation);
Result<int> strategy_explain(Context& context, const cli::Invocation& invocation);
Result<int> strategy_diff(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
