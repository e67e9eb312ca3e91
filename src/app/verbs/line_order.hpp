#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// What a line with the flags of `spark backtest run` asks for, as the body of `POST /api/v1/backtests`
/// (backtest_order.hpp): costs and rules as this machine's settings and files make them, a document of a path inside
/// the order. Errors: invalid_input with the flag as place; those of its files.
Result<wire::Json> order_of_line(const Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
