#pragma once

#include <string>
#include <string_view>

#include "adapters/intake/result_files.hpp"

namespace spark::intake::detail {

/// freqtrade's backtest-result.json: an object with `trades`, a list of trades, or `strategy: {NAME: {trades: […]}}`.
/// Errors: as read_trades.
Result<TradeRows> read_freqtrade(std::string_view text, const std::string& name, std::string_view strategy,
                                 std::size_t bytes_max);

}  // namespace spark::intake::detail
