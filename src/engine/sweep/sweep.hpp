#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/backtest/run.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::sweep {

/// What every set of a sweep shares. Views: what they show outlives the sweep.
struct SweepInput {
    market::CandleColumns candles;
    backtest::RunRules rules{};
    std::optional<Timeframe> timeframe{};              ///< Of the candles; `tf` and `sym` need it.
    std::span<const strategy::BoundSymbol> symbols{};  ///< For `sym`.
    std::string_view symbol{};                         ///< Of the candles.
    const market::CandleColumns* finer = nullptr;      ///< Finer bars of the same instrument, where there are some.
};

/// Lengths of two simple averages of closes, 1 <= fast < slow <= average_length_max: buy on the bar after fast crosses
/// over slow, sell on the bar after it crosses under.
struct CrossingPair {
    std::size_t fast = 0;
    std::size_t slow = 0;
    bool operator==(const CrossingPair&) const = default;
};
inline constexpr std::size_t average_length_max = 1'000'000;

/// What a sweep says of one set. Every number has the bits that running the set alone gives: backtest::run_plan, then
/// backtest::equity_curve and backtest::measure.
struct SetFigures {
    std::int64_t trades = 0;
    std::int64_t wins = 0;
    std::int64_t rejected = 0;  ///< Entries that could not be made.
    Notional net;               ///< Of the closed trades, as gross and fees.
    Notional gross;
    Notional fees;
    Notional final_equity;
    double max_drawdown_pct = 0;          ///< Percent, 0 or negative, over the equity at every close.
    std::optional<double> profit_factor;  ///< These five as in backtest::Metrics; absent where they do not exist.
    std::optional<double> annual_return;
    std::optional<double> volatility;
    std::optional<double> sharpe;
    std::optional<double> sortino;

    bool operator==(const SetFigures&) const = default;
};

/// Called now and then with the number of sets done, again and again with the same one while sets that are run
/// together are under way; false stops the sweep.
using Progress = std::function<bool(std::size_t sets_done)>;

namespace detail {
class CrossingMarket;
}

/// Crossings over one instrument, prepared once: costs and values of every bar, running sums. Any number of threads may
/// run pairs on it, each its own share.
class CrossingSweep {
  public:
    /// Errors: invalid_input when there is no bar or the rules are out of bounds.
    static Result<CrossingSweep> prepare(const SweepInput& input);
    CrossingSweep(CrossingSweep&&) noexcept;
    CrossingSweep& operator=(CrossingSweep&&) noexcept;
    ~CrossingSweep();

    /// Whether the rules are what the fast way knows: sizes by units or notional at flat rates, long, without
    /// leverage and venue rules. Everything else is run set by set: the same figures, later.
    bool is_fast() const { return market_ != nullptr; }

    /// Figures of every pair, in their order. Errors: invalid_input when a pair breaks its bounds or an amount of a set
    /// leaves the range (the first such set is named); unavailable when `progress` stopped it.
    Result<std::vector<SetFigures>> run(std::span<const CrossingPair> pairs, const Progress& progress = {}) const;

    /// Everything a pair does, run alone; for the result hash and the trades behind a set's figures.
    Result<backtest::RunOutcome> outcome(CrossingPair pair) const;

  private:
    CrossingSweep() = default;

    SweepInput input_;
    std::unique_ptr<const detail::CrossingMarket> market_;
};

/// The same in one call.
Result<std::vector<SetFigures>> sweep_crossings(const SweepInput& input, std::span<const CrossingPair> pairs,
                                                const Progress& progress = {});

/// Figures of any strategy with many sets of values (each as strategy::resolve_parameters gives them), in their order.
/// Columns are computed once and shared. smaCross without stop, target and short side goes through CrossingSweep.
/// Errors: invalid_input when a set has another number of values than the strategy parameters, or running it alone
/// refuses it (the first such set is named); exhausted as Definition::plan; unavailable when `progress` stopped it.
Result<std::vector<SetFigures>> sweep(const SweepInput& input, const strategy::Definition& definition,
                                      std::span<const std::vector<std::int64_t>> sets, const Progress& progress = {});

/// Identity of one set's result (backtest/result_hash.hpp), run alone. Errors: as `sweep`.
Result<std::string> result_hash_of(const SweepInput& input, const strategy::Definition& definition,
                                   std::span<const std::int64_t> values);

}  // namespace spark::sweep
