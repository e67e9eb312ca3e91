#include "app/optimizer/part_run.hpp"

#include <algorithm>
#include <utility>

#include "engine/backtest/metrics.hpp"
#include "foundation/base/assert.hpp"

namespace spark::optimizer {
namespace {

/// Share of the part's bars at whose close something is held.
double exposure_of_part(const backtest::RunOutcome& run, const robustness::BarRange& part) {
    std::size_t held = 0;
    std::size_t from = 0;
    bool holds = false;
    const auto count_to = [&](std::size_t to) {
        const std::size_t begin = std::max(from, part.first);
        const std::size_t end = std::min(to, part.last);
        if (holds && begin < end) held += end - begin;
        from = to;
    };
    for (const backtest::HoldingStep& step : run.steps) {
        count_to(step.bar);
        holds = step.quantity.units() != 0;
    }
    count_to(part.last);
    return static_cast<double>(held) / static_cast<double>(part.size());
}

void set_figures(const backtest::Metrics& metrics, sweep::SetOutcome& made) {
    made.figures.trades = metrics.trades;
    made.figures.wins = metrics.wins;
    made.figures.net = metrics.net_pnl;
    made.figures.gross = metrics.gross_pnl;
    made.figures.fees = metrics.fees;
    made.figures.max_drawdown_pct = metrics.max_drawdown_pct;
    made.figures.profit_factor = metrics.profit_factor;
    made.figures.annual_return = metrics.annual_return;
    made.figures.volatility = metrics.volatility;
    made.figures.sharpe = metrics.sharpe;
    made.figures.sortino = metrics.sortino;
    made.details.sqn = metrics.sqn;
    made.details.cagr = metrics.cagr;
    made.details.max_drawdown_bars = metrics.max_drawdown_bars;
    made.details.exposure = metrics.exposure;
    made.details.buy_hold_return = metrics.buy_hold_return;
}

}  // namespace

Result<PartRun> part_of_run(const sweep::SweepInput& input, const backtest::RunOutcome& run,
                            const robustness::BarRange& part) {
    SPARK_ASSERT(part.first < part.last && part.last <= input.candles.size());
    SPARK_TRY(const backtest::EquityCurve whole, backtest::equity_curve(input.candles, run));
    backtest::RunOutcome cut;
    cut.starting_cash = part.first == 0 ? run.starting_cash : Notional::of_units(whole.equity[part.first - 1]);
    cut.final_equity = Notional::of_units(whole.equity[part.last - 1]);
    for (const portfolio::ClosedTrade& trade : run.trades) {
        const std::size_t bar = trade.entry_bar - input.rules.first_bar;
        if (bar >= part.first && bar < part.last) cut.trades.push_back(trade);
    }
    PartRun made;
    made.equity_before = cut.starting_cash.units();
    const auto at = [&](std::size_t bar) { return whole.equity.begin() + static_cast<std::ptrdiff_t>(bar); };
    made.equity.assign(at(part.first), at(part.last));
    const backtest::EquityCurve curve =
        backtest::drawdowns_of(Column<std::int64_t>(at(part.first), at(part.last)), cut.starting_cash);
    const market::CandleColumns candles = input.candles.slice(part.first, part.size());
    SPARK_TRY(const backtest::Metrics metrics,
              backtest::measure({.open_time_ns = candles.open_time_ns,
                                 .outcome = cut,
                                 .curve = curve,
                                 .exposure = exposure_of_part(run, part),
                                 .buy_hold_return = backtest::buy_hold_of(candles, 0)}));
    set_figures(metrics, made.outcome);
    made.outcome.figures.final_equity = cut.final_equity;
    made.total_return = metrics.total_return.value_or(0);
    return made;
}

}  // namespace spark::optimizer
