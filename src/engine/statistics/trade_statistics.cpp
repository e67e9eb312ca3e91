#include "engine/statistics/trade_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/statistics/detail/sums.hpp"

namespace spark::statistics {
namespace {

using detail::present;
using detail::ratio;

double seconds(std::int64_t span_ns) { return static_cast<double>(span_ns) / 1e9; }

HoldingTimes holding_times(std::vector<double> held_s) {
    HoldingTimes times;
    if (held_s.empty()) return times;
    std::ranges::sort(held_s);
    times.mean_s = detail::mean_of(held_s);
    times.median_s = detail::quantile(held_s, 0.5);
    times.shortest_s = held_s.front();
    times.longest_s = held_s.back();
    return times;
}

/// Counts trades by how they ended, and how many ended alike in a row.
class Streaks {
  public:
    explicit Streaks(TradeStatistics& statistics) : statistics_(statistics) {}

    void add(double net) {
        wins_ = net > 0 ? wins_ + 1 : 0;
        losses_ = net < 0 ? losses_ + 1 : 0;
        if (net > 0) ++statistics_.wins;
        if (net < 0) ++statistics_.losses;
        if (net == 0) ++statistics_.break_even;
        statistics_.wins_in_a_row_max = std::max(statistics_.wins_in_a_row_max, wins_);
        statistics_.losses_in_a_row_max = std::max(statistics_.losses_in_a_row_max, losses_);
    }

  private:
    TradeStatistics& statistics_;
    std::int64_t wins_ = 0;
    std::int64_t losses_ = 0;
};

std::optional<double> time_in_market(std::span<const TradeFacts> trades) {
    std::vector<std::pair<std::int64_t, std::int64_t>> stretches;
    for (const TradeFacts& trade : trades) stretches.emplace_back(trade.entry_time_ns, trade.exit_time_ns);
    std::ranges::sort(stretches);
    std::int64_t covered = 0;
    std::int64_t end = stretches.front().first;
    for (const auto& [entry, exit] : stretches) {
        if (exit <= end) continue;
        covered += exit - std::max(entry, end);
        end = exit;
    }
    return ratio(seconds(covered), seconds(end - stretches.front().first));
}

void measure_ratios(std::span<const double> nets, TradeStatistics& statistics) {
    detail::Sum won;
    detail::Sum lost;
    for (const double net : nets) (net > 0 ? won : lost).add(std::abs(net));
    const auto count = static_cast<double>(nets.size());
    statistics.win_rate = static_cast<double>(statistics.wins) / count;
    statistics.profit_factor = ratio(won.value(), lost.value());
    if (statistics.wins > 0) statistics.average_win = present(won.value() / static_cast<double>(statistics.wins));
    if (statistics.losses > 0)
        statistics.average_loss = present(-lost.value() / static_cast<double>(statistics.losses));
    if (statistics.average_win && statistics.average_loss) {
        statistics.payoff = ratio(statistics.average_win, -*statistics.average_loss);
        const auto odds = ratio(1 - *statistics.win_rate, statistics.payoff);
        if (odds) statistics.kelly = *statistics.win_rate - *odds;
    }
    if (statistics.average_loss) {
        const double payoff = statistics.average_win.value_or(0) / -*statistics.average_loss;
        statistics.expectancy_ratio = present((1 + payoff) * *statistics.win_rate - 1);
    }
    statistics.expectancy = detail::mean_of(nets);
    const auto per_deviation = ratio(statistics.expectancy, detail::sample_deviation(nets));
    if (per_deviation) statistics.sqn = present(*per_deviation * std::sqrt(count));
    std::vector<double> ascending(nets.begin(), nets.end());
    std::ranges::sort(ascending);
    statistics.median = detail::quantile(ascending, 0.5);
    statistics.worst = ascending.front();
    statistics.best = ascending.back();
}

void measure_returns(std::span<const TradeFacts* const> order, TradeStatistics& statistics) {
    std::vector<double> returns;
    std::vector<double> adverse;
    std::vector<double> favourable;
    for (const TradeFacts* const trade : order) {
        if (const auto change = return_of(*trade)) returns.push_back(*change);
        if (trade->adverse) adverse.push_back(*trade->adverse);
        if (trade->favourable) favourable.push_back(*trade->favourable);
    }
    statistics.average_adverse = detail::mean_of(adverse);
    statistics.average_favourable = detail::mean_of(favourable);
    if (returns.size() != order.size()) return;
    statistics.average_return = detail::mean_of(returns);
    statistics.best_return = std::ranges::max(returns);
    statistics.worst_return = std::ranges::min(returns);
}

template <class NameOf>
std::vector<TradeGroup> groups_by(std::span<const TradeFacts> trades, NameOf name_of) {
    std::map<std::string, std::vector<TradeFacts>, std::less<>> kinds;
    for (const TradeFacts& trade : trades) kinds[name_of(trade)].push_back(trade);
    std::vector<TradeGroup> groups;
    for (const auto& [name, members] : kinds) {
        const TradeStatistics statistics = trade_statistics(members);
        groups.push_back({.name = name,
                          .money = money_of(members),
                          .trades = statistics.trades,
                          .wins = statistics.wins,
                          .net_text = net_text(members),
                          .win_rate = statistics.win_rate,
                          .profit_factor = statistics.profit_factor,
                          .expectancy = statistics.expectancy,
                          .mean_holding_s = statistics.holding.mean_s});
    }
    return groups;
}

}  // namespace

TradeStatistics trade_statistics(std::span<const TradeFacts> trades) {
    TradeStatistics statistics;
    statistics.trades = static_cast<std::int64_t>(trades.size());
    if (trades.empty()) return statistics;
    const std::vector<const TradeFacts*> order = in_order_of_exit(trades);
    Streaks streaks(statistics);
    std::vector<double> nets;
    std::vector<double> held_s;
    std::vector<double> held_wins_s;
    std::vector<double> held_losses_s;
    for (const TradeFacts* const trade : order) {
        const double net = net_number(*trade);
        const double held = seconds(trade->exit_time_ns - trade->entry_time_ns);
        streaks.add(net);
        nets.push_back(net);
        held_s.push_back(held);
        if (net > 0) held_wins_s.push_back(held);
        if (net < 0) held_losses_s.push_back(held);
        ++(trade->side == Side::buy ? statistics.longs : statistics.shorts);
    }
    measure_ratios(nets, statistics);
    measure_returns(order, statistics);
    statistics.holding = holding_times(std::move(held_s));
    statistics.holding_wins = holding_times(std::move(held_wins_s));
    statistics.holding_losses = holding_times(std::move(held_losses_s));
    statistics.time_in_market = time_in_market(trades);
    return statistics;
}

std::vector<TradeGroup> by_exit_reason(std::span<const TradeFacts> trades) {
    return groups_by(trades, [](const TradeFacts& trade) { return trade.reason; });
}

std::vector<TradeGroup> by_symbol(std::span<const TradeFacts> trades) {
    return groups_by(trades, [](const TradeFacts& trade) { return trade.symbol; });
}

std::vector<TradeGroup> by_side(std::span<const TradeFacts> trades) {
    return groups_by(trades, [](const TradeFacts& trade) { return trade.side == Side::buy ? "long" : "short"; });
}

}  // namespace spark::statistics
