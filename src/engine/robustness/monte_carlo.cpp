#include "engine/robustness/monte_carlo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/robustness/bootstrap.hpp"
#include "foundation/base/assert.hpp"

namespace spark::robustness {
namespace {

constexpr std::size_t runs_between_calls = 64;
constexpr std::size_t kept_most = 50'000'000;
constexpr double basis_point = 1e-4;

double net_at(const TradeOutcome& trade, double extra_cost_bps) {
    return trade.net - trade.turnover * (extra_cost_bps * basis_point);
}

Result<void> check(std::span<const TradeOutcome> trades, const MonteCarloOptions& options) {
    const auto refuse = [](std::string_view what, double found, std::string_view allowed) {
        return fail(Fault::invalid_input, fmt::format("found {} {}, allowed {}", what, found, allowed));
    };
    if (trades.empty()) return fail(Fault::invalid_input, "found no trades, allowed at least one");
    for (const TradeOutcome& trade : trades) {
        if (!std::isfinite(trade.net) || !std::isfinite(trade.turnover) || trade.turnover < 0)
            return fail(Fault::invalid_input, "found a trade whose amounts are no numbers, or a negative turnover");
    }
    if (trades.size() > std::numeric_limits<std::uint32_t>::max())
        return refuse("trades", static_cast<double>(trades.size()), "fewer than 2^32");
    if (options.runs == 0) return refuse("runs", 0, "at least 1");
    if (!(options.block_length >= 1) || !std::isfinite(options.block_length))
        return refuse("block_length", options.block_length, "at least 1");
    if (!(options.skip_probability >= 0 && options.skip_probability <= 1))
        return refuse("skip_probability", options.skip_probability, "0 to 1");
    if (!std::isfinite(options.extra_cost_bps)) return refuse("extra_cost_bps", options.extra_cost_bps, "a number");
    if (!(options.starting_equity > 0) || !std::isfinite(options.starting_equity))
        return refuse("starting_equity", options.starting_equity, "above 0");
    if (!(options.ruin_share < 1)) return refuse("ruin_share", options.ruin_share, "below 1");
    if (options.fan_points < 2 || options.fan_points > 1'000)
        return refuse("fan_points", static_cast<double>(options.fan_points), "2 to 1000");
    if (options.runs > kept_most / options.fan_points)
        return refuse("runs", static_cast<double>(options.runs),
                      fmt::format("{} at most", kept_most / options.fan_points));
    return {};
}

void draw_order(TradeOrder order, double block_length, std::vector<std::uint32_t>& row, Rng& rng) {
    const auto count = row.size();
    switch (order) {
        case TradeOrder::as_traded: return;
        case TradeOrder::shuffled:
            // Fisher and Yates, from the end (Knuth, algorithm P).
            for (std::size_t left = count; left > 1; --left)
                std::swap(row[left - 1],
                          row[static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(left) - 1))]);
            return;
        case TradeOrder::resampled: stationary_bootstrap(row, count, 1, rng); return;
        case TradeOrder::block_resampled: stationary_bootstrap(row, count, block_length, rng); return;
    }
}

double quantile(const std::vector<double>& ascending, double share) {
    const double position = share * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    if (below + 1 >= ascending.size()) return ascending.back();
    return ascending[below] + (ascending[below + 1] - ascending[below]) * (position - static_cast<double>(below));
}

/// Sorts what it is given.
Bands bands(std::vector<double>& values) {
    std::ranges::sort(values);
    return Bands{.p5 = quantile(values, 0.05),
                 .p25 = quantile(values, 0.25),
                 .p50 = quantile(values, 0.50),
                 .p75 = quantile(values, 0.75),
                 .p95 = quantile(values, 0.95)};
}

/// Numbers of trades at which the fan has a point: 0, …, all of them, as evenly as whole numbers go.
std::vector<std::size_t> fan_trades(std::size_t trades, std::size_t points_most) {
    const std::size_t points = std::min(trades + 1, points_most);
    std::vector<std::size_t> at(points);
    for (std::size_t point = 0; point < points; ++point) at[point] = trades * point / (points - 1);
    return at;
}

/// Equity as it goes.
class Account {
  public:
    explicit Account(double starting_equity) : equity_(starting_equity), highest_(starting_equity), lowest_(equity_) {}
    void add(double net) {
        equity_ += net;
        highest_ = std::max(highest_, equity_);
        lowest_ = std::min(lowest_, equity_);
        deepest_ = std::min(deepest_, (equity_ - highest_) / highest_);
    }
    double equity() const { return equity_; }
    double lowest() const { return lowest_; }
    double deepest_fall() const { return deepest_; }

  private:
    double equity_;
    double highest_;
    double lowest_;
    double deepest_ = 0;
};

/// What the runs came to.
struct Outcomes {
    std::vector<double> final_equity{};
    std::vector<double> max_drawdown{};
    std::vector<std::vector<double>> fan{};  ///< Point after point, every run's equity.
    std::size_t ruined = 0;
    std::size_t lost = 0;
    std::size_t worse = 0;
};

}  // namespace

Result<MonteCarlo> monte_carlo(std::span<const TradeOutcome> trades, const MonteCarloOptions& options, Rng& rng,
                               const Progress& progress) {
    SPARK_TRY(check(trades, options));
    std::vector<double> nets;
    nets.reserve(trades.size());
    Account as_traded(options.starting_equity);
    for (const TradeOutcome& trade : trades) {
        nets.push_back(net_at(trade, options.extra_cost_bps));
        as_traded.add(trade.net);
    }
    const auto points = fan_trades(trades.size(), options.fan_points);
    Outcomes outcomes{.fan = std::vector<std::vector<double>>(points.size())};
    std::vector<std::uint32_t> row(trades.size());
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t run = 0; run < options.runs; ++run) {
        if (run % runs_between_calls == 0 && !progress(run)) return fail(Fault::unavailable, "stopped before its end");
        draw_order(options.order, options.block_length, row, rng);
        Account account(options.starting_equity);
        outcomes.fan[0].push_back(account.equity());
        std::size_t point = 1;
        for (std::size_t trade = 0; trade < row.size(); ++trade) {
            // Nothing is drawn when nothing can be missed: the order of the trades does not depend on it.
            if (options.skip_probability == 0 || !rng.chance(options.skip_probability)) account.add(nets[row[trade]]);
            if (trade + 1 == points[point]) outcomes.fan[point++].push_back(account.equity());
        }
        outcomes.final_equity.push_back(account.equity());
        outcomes.max_drawdown.push_back(account.deepest_fall());
        outcomes.ruined += account.lowest() <= options.ruin_share * options.starting_equity ? 1U : 0U;
        outcomes.lost += account.equity() < options.starting_equity ? 1U : 0U;
        outcomes.worse += account.deepest_fall() < as_traded.deepest_fall() ? 1U : 0U;
    }
    const auto runs = static_cast<double>(options.runs);
    MonteCarlo result{.final_equity = bands(outcomes.final_equity),
                      .max_drawdown = bands(outcomes.max_drawdown),
                      .ruin_probability = static_cast<double>(outcomes.ruined) / runs,
                      .loss_probability = static_cast<double>(outcomes.lost) / runs,
                      .final_equity_as_traded = as_traded.equity(),
                      .max_drawdown_as_traded = as_traded.deepest_fall(),
                      .worse_drawdown_share = static_cast<double>(outcomes.worse) / runs,
                      .fan = {}};
    for (std::size_t point = 0; point < points.size(); ++point)
        result.fan.push_back(FanPoint{.trade = points[point], .equity = bands(outcomes.fan[point])});
    return result;
}

std::vector<CostStress> cost_stress(std::span<const TradeOutcome> trades, double starting_equity,
                                    std::span<const double> extra_costs_bps) {
    SPARK_ASSERT(starting_equity > 0);
    std::vector<CostStress> rows;
    for (const double extra_cost_bps : extra_costs_bps) {
        Account account(starting_equity);
        std::size_t won = 0;
        for (const TradeOutcome& trade : trades) {
            const double net = net_at(trade, extra_cost_bps);
            account.add(net);
            won += net > 0 ? 1U : 0U;
        }
        const double share = trades.empty() ? 0 : static_cast<double>(won) / static_cast<double>(trades.size());
        rows.push_back(CostStress{.extra_cost_bps = extra_cost_bps,
                                  .final_equity = account.equity(),
                                  .max_drawdown = account.deepest_fall(),
                                  .winning_share = share});
    }
    return rows;
}

std::optional<double> break_even_cost_bps(std::span<const TradeOutcome> trades) {
    double net = 0;
    double turnover = 0;
    for (const TradeOutcome& trade : trades) {
        net += trade.net;
        turnover += trade.turnover;
    }
    if (!(turnover > 0)) return std::nullopt;
    return net / turnover / basis_point;
}

double deepest_fall(std::span<const double> equity) {
    SPARK_ASSERT(!equity.empty() && equity.front() > 0);
    double highest = equity.front();
    double deepest = 0;
    for (const double value : equity) {
        highest = std::max(highest, value);
        deepest = std::min(deepest, (value - highest) / highest);
    }
    return deepest;
}

}  // namespace spark::robustness
