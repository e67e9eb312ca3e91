#pragma once

#include <string>

#include "engine/backtest/case.hpp"
#include "engine/backtest/metrics.hpp"

namespace spark::backtest {

/// Closed trades as CSV with the header of contract §4; decimals exact. Where there are shorts or several books, a
/// column `side` (long, short), and `symbol` and `strategy`, follow.
std::string trades_csv(const Case& asked, const RunOutcome& outcome);

/// Equity at every close: `bar,open_time_ms,equity,drawdown_fraction`; the fraction is equity ÷ peak − 1 in shortest
/// round-trip form.
std::string equity_csv(const Timeline& timeline, const EquityCurve& curve, const RunOutcome& outcome,
                       std::uint32_t first_bar);

/// Last equity of every UTC day: `date_ms,equity`.
std::string daily_equity_csv(const DailyEquity& daily);

}  // namespace spark::backtest
