#include "engine/backtest/metrics.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/daily_statistics.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

/// Money sums of the closed trades. Errors: invalid_input when one leaves the range.
Result<void> sum_money(const RunOutcome& outcome, Metrics& metrics) {
    Int128 net = 0;
    Int128 gross = 0;
    Int128 fees = 0;
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        net += trade.net.units();
        gross += trade.gross.units();
        fees += trade.fees.units();
    }
    if (!fits_int64(net) || !fits_int64(gross) || !fits_int64(fees)) {
        return fail(Fault::invalid_input, "the sum over all trades is outside plus or minus 92,233,720,368");
    }
    metrics.net_pnl = Notional::of_units(static_cast<std::int64_t>(net));
    metrics.gross_pnl = Notional::of_units(static_cast<std::int64_t>(gross));
    metrics.fees = Notional::of_units(static_cast<std::int64_t>(fees));
    return {};
}

void measure_trades(const RunOutcome& outcome, Metrics& metrics) {
    Int128 won = 0;
    Int128 lost = 0;
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        if (trade.net.units() > 0) {
            ++metrics.wins;
            won += trade.net.units();
        } else {
            lost -= trade.net.units();
        }
    }
    metrics.trades = static_cast<std::int64_t>(outcome.trades.size());
    if (metrics.trades == 0) return;
    const auto count = static_cast<double>(metrics.trades);
    metrics.win_rate = win_rate_of(metrics.wins, metrics.trades);
    if (lost > 0) metrics.profit_factor = static_cast<double>(won) / static_cast<double>(lost);
    metrics.expectancy = expectancy_of(metrics.net_pnl, metrics.trades);
    const double mean = *metrics.expectancy;
    metrics.cost_share = cost_share_of(metrics.fees, metrics.gross_pnl, metrics.trades);
    if (metrics.trades < 2) return;
    double squares = 0;
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        const double distance = quote_number(trade.net) - mean;
        squares += distance * distance;
    }
    const double deviation = std::sqrt(squares / (count - 1));
    if (deviation > 0) metrics.sqn = std::sqrt(count) * mean / deviation;
}

void measure_growth(const DailyMetricsInput& input, Metrics& metrics) {
    const auto start = static_cast<double>(input.outcome.starting_cash.units());
    const auto final = static_cast<double>(input.outcome.final_equity.units());
    metrics.total_return = total_return_of(input.outcome.final_equity, input.outcome.starting_cash);
    const double years = static_cast<double>(input.span_ns) / (365.25 * static_cast<double>(day_ns));
    if (years > 0 && final > 0) metrics.cagr = exp_stable(log_stable(final / start) / years) - 1;
}

}  // namespace

double quote_number(Notional amount) {
    return static_cast<double>(amount.units()) / static_cast<double>(units_per_one);
}

std::optional<double> win_rate_of(std::int64_t wins, std::int64_t trades) {
    if (trades == 0) return std::nullopt;
    return static_cast<double>(wins) / static_cast<double>(trades);
}

std::optional<double> expectancy_of(Notional net, std::int64_t trades) {
    if (trades == 0) return std::nullopt;
    return quote_number(net) / static_cast<double>(trades);
}

double total_return_of(Notional final_equity, Notional starting_cash) {
    return static_cast<double>(final_equity.units()) / static_cast<double>(starting_cash.units()) - 1;
}

std::optional<double> calmar_of(std::optional<double> annual_return, double max_drawdown_pct) {
    if (!annual_return || !(max_drawdown_pct < 0)) return std::nullopt;
    return *annual_return / (max_drawdown_pct / -100);
}

double cost_share_of(Notional fees, Notional gross, std::int64_t trades) {
    if (trades == 0 || gross.units() == 0) return 0;
    return quote_number(fees) / std::abs(quote_number(gross));
}

double exposure_of(const RunOutcome& outcome, std::size_t bars) {
    std::size_t held = 0;
    std::size_t bar = 0;
    bool holding = false;
    for (const HoldingStep& step : outcome.steps) {
        if (holding) held += step.bar - bar;
        bar = step.bar;
        holding = step.quantity.units() != 0;
    }
    if (holding) held += bars - bar;
    return static_cast<double>(held) / static_cast<double>(bars);
}

double buy_hold_of(const market::CandleColumns& candles, std::size_t warm_up_bars) {
    const std::size_t first_fill = std::min(warm_up_bars + 1, candles.size() - 1);
    return static_cast<double>(candles.close.back()) / static_cast<double>(candles.open[first_fill]) - 1;
}

Result<Metrics> measure(const MetricsInput& input) {
    const DailyEquity daily = daily_equity(input.open_time_ns, input.curve);
    return measure(DailyMetricsInput{.span_ns = input.open_time_ns.back() - input.open_time_ns.front(),
                                     .outcome = input.outcome,
                                     .day_equity = daily.equity,
                                     .periods_per_year = statistics::has_weekends(daily.day_start_ns) ? 365 : 252,
                                     .drawdown_deepest = input.curve.drawdown_deepest,
                                     .drawdown_bars_longest = input.curve.drawdown_bars_longest,
                                     .exposure = input.exposure,
                                     .buy_hold_return = input.buy_hold_return});
}

Result<Metrics> measure(const DailyMetricsInput& input) {
    Metrics metrics;
    SPARK_TRY(sum_money(input.outcome, metrics));
    measure_trades(input.outcome, metrics);
    measure_growth(input, metrics);
    const double deepest = input.drawdown_deepest;
    metrics.max_drawdown_pct = deepest > 0 ? -100 * deepest : 0;
    metrics.max_drawdown_bars = input.drawdown_bars_longest;
    metrics.exposure = input.exposure;
    metrics.periods_per_year = input.periods_per_year;
    const statistics::DailyStatistics figures =
        statistics::daily_statistics(input.day_equity, metrics.periods_per_year);
    metrics.annual_return = figures.annual_return;
    metrics.volatility = figures.volatility;
    metrics.sharpe = figures.sharpe;
    metrics.sortino = figures.sortino;
    metrics.calmar = calmar_of(metrics.annual_return, metrics.max_drawdown_pct);
    metrics.buy_hold_return = input.buy_hold_return;
    return metrics;
}

}  // namespace spark::backtest
