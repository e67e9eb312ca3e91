#pragma once

#include <string>
#include <vector>

#include "app/server/backtest_body.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/backtest_run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::server {

/// What a backtest asked for over HTTP means here.
struct OrderedCase {
    verbs::CaseRequest request;
    std::vector<std::string> command_line;  ///< The command that repeats it.
    bool has_band = false;
    std::vector<verbs::AttachedInput> attached{};  ///< What the command names by `{run}/…`.
};

/// The order as a case: names resolved, the settings' costs overlaid by the order's. Of several data sets of a pair
/// real ones come before synthetic ones, then the one that ends last. Errors: with a JSON pointer as place; not_found
/// for a strategy, and for a pair without data, saying what to ingest.
Result<OrderedCase> case_of_order(verbs::Context& context, const BacktestOrder& order);

}  // namespace spark::server
