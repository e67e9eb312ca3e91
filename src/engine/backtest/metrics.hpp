#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/backtest/run.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/column.hpp"
#include "foundation/base/result.hpp"

namespace spark::backtest {

/// Equity at every close, units of 1e-8: cash plus the open position at the bar's close. One entry a given candle. The
/// drawdown is measured on the way, the starting cash counting as the first peak.
struct EquityCurve {
    Column<std::int64_t> equity;
    double drawdown_deepest = 0;             ///< Fraction, 0 to 1.
    std::int64_t drawdown_bars_longest = 0;  ///< From a peak to the first close at or above it, or to the last bar.
};

/// Of a run of one book. Errors: invalid_input when an amount leaves the range.
Result<EquityCurve> equity_curve(const market::CandleColumns& candles, const RunOutcome& outcome);

/// The curve of these equities, its drawdowns measured.
EquityCurve drawdowns_of(Column<std::int64_t> equity, Notional starting_cash);

/// The last equity of every UTC day that has a bar.
struct DailyEquity {
    std::vector<std::int64_t> day_start_ns;
    std::vector<std::int64_t> equity;
};
DailyEquity daily_equity(std::span<const std::int64_t> open_time_ns, const EquityCurve& curve);

/// Statistics of a run. Definitions with sources: docs/reference/metrics.md. Money is exact; a statistic that does not
/// exist (no trades, no variation) is absent, never NaN.
struct Metrics {
    std::int64_t trades = 0;
    Notional net_pnl;
    Notional gross_pnl;
    Notional fees;
    std::int64_t wins = 0;                ///< Closed trades with net above 0.
    std::optional<double> win_rate;       ///< wins ÷ trades, 0 to 1.
    std::optional<double> profit_factor;  ///< Sum of net wins ÷ sum of net losses.
    std::optional<double> expectancy;     ///< Mean net of a closed trade, in quote currency.
    std::optional<double> sqn;            ///< √trades × mean ÷ sample deviation of net.
    std::optional<double> total_return;   ///< Final equity ÷ starting cash − 1.
    std::optional<double> cagr;           ///< A year is 365.25 days.
    std::optional<double> annual_return;  ///< Geometric, from daily equity.
    std::optional<double> volatility;     ///< Annual, from daily equity.
    std::optional<double> sharpe;
    std::optional<double> sortino;
    std::optional<double> calmar;
    double max_drawdown_pct = 0;  ///< Percent, 0 or negative, over the equity at every close.
    std::int64_t max_drawdown_bars =
        0;                ///< Longest stretch of bars from a peak to the first close at or above it (or the end).
    double exposure = 0;  ///< Share of bars at whose close a position is held, 0 to 1.
    double buy_hold_return =
        0;                  ///< Last close ÷ open of the first bar a signal could have filled on − 1, without costs.
    double cost_share = 0;  ///< Fees ÷ |gross|; 0 when gross is 0.
    int periods_per_year = 365;  ///< 365 when the data has weekends, else 252.
};

/// What the metrics are made from.
struct MetricsInput {
    std::span<const std::int64_t> open_time_ns;  ///< Of the curve's bars.
    const RunOutcome& outcome;
    const EquityCurve& curve;
    double exposure = 0;         ///< Share of the bars whose close saw a position.
    double buy_hold_return = 0;  ///< Of the instrument, or the mean of several.
};

/// The same where the equity is known at the days' ends only.
struct DailyMetricsInput {
    std::int64_t span_ns = 0;  ///< From the first bar's opening to the last one's.
    const RunOutcome& outcome;
    std::span<const std::int64_t> day_equity;
    int periods_per_year = 365;
    double drawdown_deepest = 0;
    std::int64_t drawdown_bars_longest = 0;
    double exposure = 0;
    double buy_hold_return = 0;
};

/// Share of the candles whose close saw a position, of a run of one book.
double exposure_of(const RunOutcome& outcome, std::size_t bars);

/// Bought at the open of the first bar a signal could fill on, held to the last close.
double buy_hold_of(const market::CandleColumns& candles, std::size_t warm_up_bars);

/// The figures that follow from others, as `measure` gives them; for those who keep the others only.
double quote_number(Notional amount);  ///< In quote currency, the nearest double.
std::optional<double> win_rate_of(std::int64_t wins, std::int64_t trades);
std::optional<double> expectancy_of(Notional net, std::int64_t trades);
double total_return_of(Notional final_equity, Notional starting_cash);
std::optional<double> calmar_of(std::optional<double> annual_return, double max_drawdown_pct);
double cost_share_of(Notional fees, Notional gross, std::int64_t trades);

/// Errors: invalid_input when a sum of money leaves the range.
Result<Metrics> measure(const MetricsInput& input);
Result<Metrics> measure(const DailyMetricsInput& input);

}  // namespace spark::backtest
