#pragma once

#include <string>

#include "engine/backtest/metrics.hpp"

namespace spark::backtest {

/// Closed trades as CSV with the header of contract §4; decimals exact.
std::string trades_csv(const market::CandleColumns& candles, const RunOutcome& outcome, std::uint32_t first_bar);

/// Equity at every close: `bar,open_time_ms,equity,drawdown_fraction`; the fraction is equity ÷ peak − 1 in shortest
/// round-trip form.
std::string equity_csv(const market::CandleColumns& candles, const EquityCurve& curve, const RunOutcome& outcome,
                       std::uint32_t first_bar);

/// Last equity of every UTC day: `date_ms,equity`.
std::string daily_equity_csv(const DailyEquity& daily);

}  // namespace spark::backtest
