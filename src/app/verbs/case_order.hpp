#pragma once

#include <string>
#include <vector>

#include "app/verbs/backtest_case.hpp"
#include "app/verbs/backtest_order.hpp"
#include "app/verbs/backtest_run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// What a backtest asked for over HTTP means here.
struct OrderedCase {
    CaseRequest request;
    std::vector<std::string> command_line;  ///< The command that repeats it.
    bool has_band = false;
    std::vector<AttachedInput> attached{};  ///< What the command names by `{run}/…`.
};

/// The order as a case: names resolved, the settings' costs overlaid by the order's. Of several data sets of a pair
/// real ones come before synthetic ones, then the one that ends last. Errors: with a JSON pointer as place; not_found
/// for a strategy, and for a pair without data, saying what to ingest.
Result<OrderedCase> case_of_order(Context& context, const BacktestOrder& order);

}  // namespace spark::verbs
