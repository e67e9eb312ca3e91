#include "engine/sweep/detail/step_figures.hpp"

#include <algorithm>
#include <optional>

#include "engine/backtest/drawdown_tracker.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::sweep::detail {
namespace {

using backtest::BlockRanges;

/// Cash and a position that do not change for a while.
class Held {
  public:
    Held(std::int64_t cash, std::int64_t quantity)
        : cash_(cash), quantity_(quantity), whole_(quantity % units_per_one == 0 ? quantity / units_per_one : 0) {}

    std::int64_t cash() const { return cash_; }
    bool is_flat() const { return quantity_ == 0; }

    /// False when it leaves the range.
    bool equity_into(std::int64_t close, std::int64_t& equity) const {
        if (whole_ != 0) {
            return !__builtin_mul_overflow(close, whole_, &equity) && !__builtin_add_overflow(equity, cash_, &equity);
        }
        const Int128 value = divide(static_cast<Int128>(close) * quantity_, units_per_one, Rounding::half_even) + cash_;
        equity = static_cast<std::int64_t>(value);
        return fits_int64(value);
    }

    /// Lowest and highest equity over closes of this range: the equity rises or falls with the close.
    std::optional<BlockRanges::Range> equities(const BlockRanges::Range& closes) const {
        BlockRanges::Range range{};
        const bool is_long = quantity_ > 0;
        if (!equity_into(is_long ? closes.low : closes.high, range.low)) return std::nullopt;
        if (!equity_into(is_long ? closes.high : closes.low, range.high)) return std::nullopt;
        return range;
    }

  private:
    std::int64_t cash_;
    std::int64_t quantity_;
    std::int64_t whole_;
};

class CurveWalk {
  public:
    CurveWalk(const CurveHistory& history, std::int64_t starting_cash, std::span<std::int64_t> day_equity)
        : history_(history), tracker_(starting_cash), day_equity_(day_equity) {}

    /// The bars from where it stands to before `end`.
    bool go_to(std::size_t end, const Held& held) {
        if (end == bar_) return true;
        if (!(held.is_flat() ? stay_flat(end, held) : hold(end, held))) return false;
        for (; day_ < day_equity_.size() && history_.day_ends[day_] < end; ++day_) {
            day_equity_[day_] = held.cash();
            if (!held.is_flat() && !held.equity_into(history_.close[history_.day_ends[day_]], day_equity_[day_]))
                return false;
        }
        bar_ = end;
        return true;
    }

    CurveFigures finish() {
        tracker_.finish(static_cast<std::int64_t>(bar_));
        return {tracker_.deepest(), tracker_.bars_longest()};
    }

  private:
    bool stay_flat(std::size_t end, const Held& held) {
        tracker_.add_flat(held.cash(), static_cast<std::int64_t>(bar_), static_cast<std::int64_t>(end));
        return true;
    }

    bool hold(std::size_t end, const Held& held) {
        const auto range = held.equities(history_.close_ranges.of(bar_, end));
        if (!range) return false;
        if (range->high < tracker_.peak()) {
            tracker_.add_below_peak(range->low);
            return true;
        }
        constexpr std::size_t block_bars = BlockRanges::block_bars;
        for (std::size_t first = bar_; first < end;) {
            const std::size_t last = std::min((first / block_bars + 1) * block_bars, end);
            hold_block(first, last, held);
            first = last;
        }
        return true;
    }

    /// Every equity of it is known to be in range.
    void hold_block(std::size_t first, std::size_t end, const Held& held) {
        const bool is_whole = end - first == BlockRanges::block_bars;
        if (is_whole) {
            const auto range = *held.equities(history_.close_ranges.of_block(first / BlockRanges::block_bars));
            if (range.high < tracker_.peak()) return tracker_.add_below_peak(range.low);
        }
        backtest::DrawdownTracker tracker = tracker_;
        for (std::size_t bar = first; bar < end; ++bar) {
            std::int64_t equity = 0;
            static_cast<void>(held.equity_into(history_.close[bar], equity));
            tracker.add(equity, static_cast<std::int64_t>(bar));
        }
        tracker_ = tracker;
    }

    const CurveHistory& history_;
    backtest::DrawdownTracker tracker_;
    std::span<std::int64_t> day_equity_;
    std::size_t bar_ = 0;
    std::size_t day_ = 0;
};

}  // namespace

Result<CurveFigures> curve_figures(const CurveHistory& history, const backtest::RunOutcome& outcome,
                                   std::span<std::int64_t> day_equity) {
    CurveWalk walk(history, outcome.starting_cash.units(), day_equity);
    Held held(outcome.starting_cash.units(), 0);
    for (const backtest::HoldingStep& step : outcome.steps) {
        if (!walk.go_to(step.bar, held)) return backtest::equity_out_of_range();
        held = Held(step.cash.units(), step.quantity.units());
    }
    if (!walk.go_to(history.close.size(), held)) return backtest::equity_out_of_range();
    return walk.finish();
}

}  // namespace spark::sweep::detail
