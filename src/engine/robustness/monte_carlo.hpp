#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/robustness/progress.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/rng.hpp"

namespace spark::robustness {

/// A closed trade, in quote currency.
struct TradeOutcome {
    double net = 0;       ///< After all costs.
    double turnover = 0;  ///< Value of entry and of exit together: what costs in bps are taken of.
};

enum class TradeOrder : std::uint8_t {
    as_traded,
    shuffled,         ///< Every trade once, in a random order: the same end, other drawdowns.
    resampled,        ///< As many trades, drawn with replacement, each alone.
    block_resampled,  ///< The same in blocks of neighbours (stationary bootstrap): losing streaks stay together.
};

struct MonteCarloOptions {
    std::size_t runs = 1'000;
    TradeOrder order = TradeOrder::shuffled;
    double block_length = 10;      ///< Mean, in trades; at least 1.
    double skip_probability = 0;   ///< Chance, 0 to 1, that a trade is missed.
    double extra_cost_bps = 0;     ///< Further costs of each side.
    double starting_equity = 0;    ///< Above 0.
    double ruin_share = 0.5;       ///< Ruin: equity at or below this share of the starting equity, once.
    std::size_t fan_points = 200;  ///< At most; 2 to 1,000.
};

/// Quantiles, linear between neighbours (numpy's default).
struct Bands {
    double p5 = 0;
    double p25 = 0;
    double p50 = 0;
    double p75 = 0;
    double p95 = 0;
};

/// Equity after so many trades, over all runs.
struct FanPoint {
    std::size_t trade = 0;  ///< 0 is the start.
    Bands equity;
};

struct MonteCarlo {
    Bands final_equity;
    Bands max_drawdown;  ///< Fraction of the highest equity before, 0 or negative; p5 is the bad end.
    double ruin_probability = 0;
    double loss_probability = 0;  ///< Share of runs that end below the starting equity.
    double final_equity_as_traded = 0;
    double max_drawdown_as_traded = 0;
    double worse_drawdown_share = 0;  ///< Share of runs with a deeper drawdown than the trades had as traded.
    std::vector<FanPoint> fan{};
};

/// What the same trades could have come to: equity is the starting one plus the sum of nets, so sizes do not follow it.
/// The same options, trades and state of `rng` give the same bits. Steps are runs; progress is called for every 64th.
/// Errors: invalid_input for no trades, amounts that are no numbers, options outside their bounds, or runs × fan points
/// above 50,000,000; unavailable when `progress` stops it.
Result<MonteCarlo> monte_carlo(std::span<const TradeOutcome> trades, const MonteCarloOptions& options, Rng& rng,
                               const Progress& progress = goes_on);

/// The trades as they were, at further costs.
struct CostStress {
    double extra_cost_bps = 0;  ///< Of each side.
    double final_equity = 0;
    double max_drawdown = 0;   ///< Fraction, 0 or negative.
    double winning_share = 0;  ///< 0 to 1.
};
std::vector<CostStress> cost_stress(std::span<const TradeOutcome> trades, double starting_equity,
                                    std::span<const double> extra_costs_bps);

/// Further costs of each side, in bps, at which the trades come to nothing: Σ net ÷ Σ turnover × 10,000. Negative for
/// trades that lost; absent without turnover.
std::optional<double> break_even_cost_bps(std::span<const TradeOutcome> trades);

/// Deepest fall below an earlier height, as a fraction of it, 0 or negative; the first number is the first height.
/// Precondition (asserted): the first number is above 0.
double deepest_fall(std::span<const double> equity);

}  // namespace spark::robustness
