#include "app/verbs/backtest_statistics.hpp"

#include <algorithm>

#include "app/verbs/stats_parts.hpp"
#include "engine/statistics/excursions.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

constexpr std::int64_t day_ns = 86'400'000'000'000;

double as_number(std::int64_t units) { return static_cast<double>(units) / static_cast<double>(units_per_one); }

/// Equity at the end of every UTC day, the starting cash at the open of the first bar before them.
struct DailyPoints {
    std::vector<std::int64_t> time_ns;
    std::vector<double> equity;

    statistics::EquitySeries series() const { return {time_ns, equity}; }
};

DailyPoints daily_points(const ComputedCase& made) {
    const backtest::DailyEquity daily = backtest::daily_equity(made.timeline.open_time_ns, made.curve);
    DailyPoints points;
    points.time_ns.push_back(made.timeline.open_time_ns.front());
    points.equity.push_back(as_number(made.outcome.starting_cash.units()));
    for (std::size_t day = 0; day < daily.equity.size(); ++day) {
        points.time_ns.push_back(daily.day_start_ns[day] + day_ns - 1);
        points.equity.push_back(as_number(daily.equity[day]));
    }
    return points;
}

Json trades_json(const statistics::TradeStatistics& figures) {
    return Json::object()
        .set("wins", figures.wins)
        .set("losses", figures.losses)
        .set("break_even", figures.break_even)
        .set("longs", figures.longs)
        .set("shorts", figures.shorts)
        .set("wins_in_a_row_max", figures.wins_in_a_row_max)
        .set("losses_in_a_row_max", figures.losses_in_a_row_max)
        .set("payoff", number_json(figures.payoff))
        .set("expectancy_ratio", number_json(figures.expectancy_ratio))
        .set("median", number_json(figures.median))
        .set("best", number_json(figures.best))
        .set("worst", number_json(figures.worst))
        .set("average_win", number_json(figures.average_win))
        .set("average_loss", number_json(figures.average_loss))
        .set("kelly", number_json(figures.kelly))
        .set("average_return", number_json(figures.average_return))
        .set("best_return", number_json(figures.best_return))
        .set("worst_return", number_json(figures.worst_return))
        .set("average_mae", number_json(figures.average_adverse))
        .set("average_mfe", number_json(figures.average_favourable));
}

/// backtesting.py's figures, of a run of one book.
Json bars_json(const LoadedCase& loaded, const ComputedCase& made, std::span<const statistics::TradeFacts> facts) {
    const market::CandleColumns& candles = loaded.asked().books.front().candles;
    std::vector<double> equity(candles.size());
    std::vector<double> close(candles.size());
    std::ranges::transform(made.curve.equity, equity.begin(), as_number);
    std::ranges::transform(candles.close, close.begin(), as_number);
    return bar_statistics_json(statistics::bar_statistics(
        {.time_ns = candles.open_time_ns,
         .equity = equity,
         .close = close,
         .trades = facts,
         .first_trading_bar = std::min(made.plans.front().warm_up_bars, candles.size() - 1)}));
}

}  // namespace

std::vector<statistics::TradeFacts> trade_facts_of(const LoadedCase& loaded, const ComputedCase& made) {
    std::vector<statistics::TradeFacts> facts;
    facts.reserve(made.outcome.trades.size());
    for (const portfolio::ClosedTrade& trade : made.outcome.trades) {
        const backtest::CaseBook& book = loaded.asked().books[trade.book];
        const std::uint32_t entry = trade.entry_bar - book.first_bar;
        const std::uint32_t exit = trade.exit_bar - book.first_bar;
        statistics::TradeFacts fact{.entry_time_ns = book.candles.open_time_ns[entry],
                                    .exit_time_ns = book.candles.open_time_ns[exit],
                                    .entry_bar = entry,
                                    .exit_bar = exit,
                                    .side = trade.side,
                                    .entry_price = trade.entry_price,
                                    .exit_price = trade.exit_price,
                                    .quantity = trade.quantity,
                                    .gross = trade.gross,
                                    .fees = trade.fees,
                                    .net = trade.net,
                                    .net_approx = std::nullopt,
                                    .return_fraction = std::nullopt,
                                    .reason = std::string(to_text(trade.reason)),
                                    .symbol = std::string(book.symbol),
                                    .adverse = std::nullopt,
                                    .favourable = std::nullopt};
        const statistics::Excursions excursions = statistics::excursions_of(book.candles, fact);
        fact.adverse = excursions.adverse;
        fact.favourable = excursions.favourable;
        facts.push_back(std::move(fact));
    }
    return facts;
}

Json backtest_statistics(const LoadedCase& loaded, const ComputedCase& made) {
    const std::vector<statistics::TradeFacts> facts = trade_facts_of(loaded, made);
    const DailyPoints daily = daily_points(made);
    const bool solvent = std::ranges::all_of(daily.equity, [](double equity) { return equity > 0; });
    Json json = Json::object();
    const statistics::TradeStatistics figures = statistics::trade_statistics(facts);
    json.set("trades", trades_json(figures)).set("holding", holding_json(figures.holding));
    json.set("by_exit_reason", groups_json(statistics::by_exit_reason(facts)));
    json.set("by_side", groups_json(statistics::by_side(facts)));
    if (loaded.asked().books.size() > 1) json.set("by_symbol", groups_json(statistics::by_symbol(facts)));
    // Returns of an account that went to nothing or below mean nothing.
    if (!solvent) return json;
    std::vector<double> returns;
    for (std::size_t day = 1; day < daily.equity.size(); ++day)
        returns.push_back(daily.equity[day] / daily.equity[day - 1] - 1);
    const auto periods = static_cast<double>(made.metrics.periods_per_year);
    json.set("returns", return_statistics_json(statistics::return_statistics(returns, periods)));
    if (loaded.asked().books.size() == 1 && !made.plans.empty()) json.set("bars", bars_json(loaded, made, facts));
    json.set("underwater", underwater_json(statistics::underwater_statistics(daily.series())));
    json.set("drawdowns", drawdowns_json(daily.series()));
    json.set("monthly", calendar_json(statistics::monthly_returns(daily.series())));
    json.set("yearly", calendar_json(statistics::yearly_returns(daily.series())));
    return json;
}

}  // namespace spark::verbs
