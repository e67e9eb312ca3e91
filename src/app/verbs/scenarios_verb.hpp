#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// `spark backtest scenarios FILE`: data sets × strategies × cost models × periods, one table.
Result<int> backtest_scenarios(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
