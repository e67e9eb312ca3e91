#include <algorithm>
#include <limits>

#include "engine/backtest/block_ranges.hpp"
#include "engine/backtest/detail/levels.hpp"
#include "engine/backtest/execution.hpp"
#include "engine/indicators/bit_column.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

using detail::Trail;
using indicators::BitColumn;

constexpr std::int64_t never_below = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t never_above = std::numeric_limits<std::int64_t>::max();

/// Jumps along the set bits of a column. Questions come with rising bars; the last answer is kept.
class Cursor {
  public:
    explicit Cursor(const BitColumn& column) : column_(column), at_(column.next_set(0)) {}
    std::size_t at_or_after(std::size_t bar) {
        if (at_ < bar) at_ = column_.next_set(bar);
        return at_;
    }

  private:
    const BitColumn& column_;
    std::size_t at_;
};

/// Bits of `a` that are not in `b`.
BitColumn without(const BitColumn& a, const BitColumn& b) {
    BitColumn result = a;
    for (std::size_t word = 0; word < result.words().size(); ++word) result.words()[word] &= ~b.words()[word];
    return result;
}

/// Levels of one position; absent ones can never be reached. `low` ones are reached from above, `high` ones from below.
struct Levels {
    std::int64_t low = never_below;
    std::int64_t high = never_above;
    std::int64_t liquidation = 0;  ///< 0: none.
    Trail trail{};
};

class FastPath {
  public:
    FastPath(const market::CandleColumns& candles, const strategy::SignalPlan& plan, const RunRules& rules,
             const BlockRanges* ranges)
        : candles_(candles),
          ranges_(ranges),
          plan_(plan),
          rules_(rules),
          two_sided_(plan.short_side.enter.next_set(0) < candles.size()),
          enter_long_(two_sided_ ? without(plan.long_side.enter, plan.short_side.enter) : BitColumn()),
          enter_short_(two_sided_ ? without(plan.short_side.enter, plan.long_side.enter) : BitColumn()),
          next_long_(two_sided_ ? enter_long_ : plan.long_side.enter),
          next_short_(two_sided_ ? enter_short_ : plan.short_side.enter),
          leave_long_(plan.long_side.exit),
          leave_short_(plan.short_side.exit),
          execution_({{candles, rules.first_bar, rules.size, rules.venue}}, rules) {}

    Result<RunOutcome> run() {
        const std::size_t bars = candles_.size();
        execution_.expect_trades(plan_.long_side.enter.count() + (two_sided_ ? plan_.short_side.enter.count() : 0));
        std::size_t signal = next_entry(0);
        while (signal + 1 < bars) {
            SPARK_TRY(const bool entered, enter(signal));
            if (!entered) {
                signal = next_entry(signal + 1);
                continue;
            }
            SPARK_TRY(const std::optional<Exit> exit, find_exit(signal));
            if (!exit) break;
            SPARK_TRY(execution_.leave_all(0, *exit));
            // A signal exit fills at the open of its bar and an intrabar exit before its close: that bar's close may
            // signal again. The other side's entry acts at the very open of the exit.
            if (reverses_ && plan_.cooldown_bars == 0)
                signal = exit->bar - 1;
            else
                signal = next_entry(exit->bar + static_cast<std::size_t>(plan_.cooldown_bars));
        }
        if (rules_.close_at_end && execution_.held(0).units() > 0) {
            SPARK_TRY(execution_.leave_all(
                0, {bars - 1, Price::of_units(candles_.close[bars - 1]), FillRole::taker, TradeExit::end_of_data}));
        }
        return std::move(execution_).finish();
    }

  private:
    std::size_t next_entry(std::size_t from) {
        const std::size_t next = next_long_.at_or_after(from);
        return two_sided_ ? std::min(next, next_short_.at_or_after(from)) : next;
    }

    Result<bool> enter(std::size_t signal) {
        is_long_ = !two_sided_ || next_long_.at_or_after(signal) == signal;
        const strategy::SidePlan& side = is_long_ ? plan_.long_side : plan_.short_side;
        const auto stop = detail::level_at(side.stop_loss, signal, candles_.close[signal], !is_long_);
        Entry entry{.bar = signal + 1,
                    .side = is_long_ ? Side::buy : Side::sell,
                    .quoted = Price::of_units(candles_.open[signal + 1]),
                    .size = rules_.size};
        if (stop) entry.stop = Price::of_units(*stop);
        if (!rules_.size_overrides_plan && !plan_.size.amount.is_none())
            entry.size = {plan_.size.kind, plan_.size.amount.at(signal)};
        return execution_.enter(0, entry);
    }

    Levels levels_of(std::size_t signal) const {
        const strategy::SidePlan& side = is_long_ ? plan_.long_side : plan_.short_side;
        const std::int64_t close = candles_.close[signal];
        const Side closing = is_long_ ? Side::sell : Side::buy;
        const auto stop =
            detail::on_tick(detail::level_at(side.stop_loss, signal, close, !is_long_), closing, rules_.venue);
        const auto target =
            detail::on_tick(detail::level_at(side.take_profit, signal, close, is_long_), closing, rules_.venue);
        Levels levels;
        if (is_long_) {
            levels.low = stop.value_or(never_below);
            levels.high = target.value_or(never_above);
        } else {
            levels.low = target.value_or(never_below);
            levels.high = stop.value_or(never_above);
        }
        levels.trail = {side.trailing_stop.kind, side.trailing_stop.amount.at(signal)};
        if (const auto price = execution_.liquidation_price(0)) levels.liquidation = price->units();
        return levels;
    }

    bool has_levels(const Levels& levels) const {
        return levels.low != never_below || levels.high != never_above || levels.liquidation != 0 ||
               levels.trail.amount > 0;
    }

    Result<std::optional<Exit>> find_exit(std::size_t signal) {
        const std::size_t bars = candles_.size();
        const std::size_t entry = signal + 1;
        std::size_t exit_signal = (is_long_ ? leave_long_ : leave_short_).at_or_after(entry);
        TradeExit reason = TradeExit::signal;
        reverses_ = false;
        if (two_sided_) {
            const std::size_t other = (is_long_ ? next_short_ : next_long_).at_or_after(entry);
            if (other < exit_signal) reason = TradeExit::reverse;
            exit_signal = std::min(exit_signal, other);
            reverses_ = other == exit_signal;
        }
        if (plan_.time_stop_bars > 0) {
            const std::size_t last = entry + static_cast<std::size_t>(plan_.time_stop_bars) - 1;
            if (last < exit_signal) {
                exit_signal = last;
                reason = TradeExit::time_stop;
                reverses_ = false;
            }
        }
        if (const Levels levels = levels_of(signal); has_levels(levels)) {
            if (const auto exit = protective_exit(levels, entry, std::min(exit_signal, bars - 1))) {
                reverses_ = false;
                return exit;
            }
        }
        if (exit_signal + 1 >= bars) return std::optional<Exit>{};
        return std::optional(
            Exit{exit_signal + 1, Price::of_units(candles_.open[exit_signal + 1]), FillRole::taker, reason});
    }

    /// First bar in [first, last] on which a level fills.
    std::optional<Exit> protective_exit(const Levels& levels, std::size_t first, std::size_t last) const {
        std::int64_t low = levels.low;
        std::int64_t high = levels.high;
        if (levels.liquidation != 0) (is_long_ ? low : high) = nearer(is_long_ ? low : high, levels.liquidation);
        if (levels.trail.amount > 0) return trailing_exit(levels, first, last);
        for (std::size_t bar = first; bar <= last; ++bar) {
            if (ranges_ != nullptr && bar % BlockRanges::block_bars == 0) {
                bar = past_quiet_blocks(bar, low, high);
                if (bar > last) break;
            }
            if (candles_.low[bar] > low && candles_.high[bar] < high) continue;
            const bool trails = false;
            return exit_on(bar, {low, high, levels.liquidation, trails});
        }
        return std::nullopt;
    }

    /// First bar of the first block from the one that begins at `bar` on that reaches a level.
    std::size_t past_quiet_blocks(std::size_t bar, std::int64_t low, std::int64_t high) const {
        for (; bar < candles_.size(); bar += BlockRanges::block_bars) {
            const BlockRanges::Range& range = ranges_->of_block(bar / BlockRanges::block_bars);
            if (range.low <= low || range.high >= high) break;
        }
        return bar;
    }

    std::int64_t nearer(std::int64_t stop, std::int64_t other) const {
        return is_long_ ? std::max(stop, other) : std::min(stop, other);
    }

    std::optional<Exit> trailing_exit(const Levels& levels, std::size_t first, std::size_t last) const {
        std::int64_t best = candles_.open[first];
        for (std::size_t bar = first; bar <= last; ++bar) {
            std::int64_t low = levels.low;
            std::int64_t high = levels.high;
            std::int64_t& stop = is_long_ ? low : high;
            bool trails = false;
            if (const auto trail = levels.trail.level(best, is_long_)) {
                trails = is_long_ ? *trail > stop : *trail < stop;
                if (trails) stop = *trail;
            }
            if (levels.liquidation != 0 && nearer(stop, levels.liquidation) != stop) {
                stop = levels.liquidation;
                trails = false;
            }
            if (candles_.low[bar] <= low || candles_.high[bar] >= high)
                return exit_on(bar, {low, high, levels.liquidation, trails});
            best = is_long_ ? std::max(best, candles_.high[bar]) : std::min(best, candles_.low[bar]);
        }
        return std::nullopt;
    }

    struct Reached {
        std::int64_t low;
        std::int64_t high;
        std::int64_t liquidation;
        bool trails;  ///< The stop in force is the trailing one.
    };

    /// Which of the two levels fills on a bar that reaches at least one of them.
    Exit exit_on(std::size_t bar, const Reached& reached) const {
        const std::int64_t open = candles_.open[bar];
        if (open <= reached.low) return exit_at(bar, open, true, reached);
        if (open >= reached.high) return exit_at(bar, open, false, reached);
        const bool low_reached = candles_.low[bar] <= reached.low;
        const bool high_reached = candles_.high[bar] >= reached.high;
        const bool low_first = is_long_ == (rules_.intrabar == Intrabar::pessimistic);
        const bool at_low = low_reached && (low_first || !high_reached);
        return exit_at(bar, at_low ? reached.low : reached.high, at_low, reached);
    }

    Exit exit_at(std::size_t bar, std::int64_t price, bool at_low, const Reached& reached) const {
        const bool is_stop = at_low == is_long_;
        if (!is_stop) return {bar, Price::of_units(price), FillRole::maker, TradeExit::take_profit};
        const std::int64_t stop = is_long_ ? reached.low : reached.high;
        TradeExit reason = reached.trails ? TradeExit::trailing_stop : TradeExit::stop_loss;
        if (reached.liquidation != 0 && stop == reached.liquidation) reason = TradeExit::liquidation;
        return {bar, Price::of_units(price), FillRole::taker, reason};
    }

    const market::CandleColumns& candles_;
    const BlockRanges* ranges_;  ///< Null: none.
    const strategy::SignalPlan& plan_;
    const RunRules& rules_;
    bool two_sided_;
    BitColumn enter_long_;
    BitColumn enter_short_;
    Cursor next_long_;
    Cursor next_short_;
    Cursor leave_long_;
    Cursor leave_short_;
    Execution execution_;
    bool is_long_ = true;
    bool reverses_ = false;  ///< The exit just found is also the other side's entry signal.
};

}  // namespace

Result<RunOutcome> run_fast_path(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                                 const RunRules& rules, const BlockRanges* ranges) {
    SPARK_ASSERT(fits_fast_path(plan, rules));
    SPARK_TRY(check_rules(rules));
    return FastPath(candles, plan, rules, ranges).run();
}

}  // namespace spark::backtest
