#include <algorithm>

#include "engine/backtest/drawdown_tracker.hpp"
#include "engine/backtest/metrics.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

class CurveMaker {
  public:
    CurveMaker(const market::CandleColumns& candles, std::int64_t starting_cash)
        : candles_(candles), tracker_(starting_cash) {
        curve_.equity.resize(candles.size());
    }

    void flat(std::int64_t cash, std::size_t first, std::size_t last) {
        std::fill(curve_.equity.begin() + static_cast<std::ptrdiff_t>(first),
                  curve_.equity.begin() + static_cast<std::ptrdiff_t>(last), cash);
        tracker_.add_flat(cash, static_cast<std::int64_t>(first), static_cast<std::int64_t>(last));
    }

    /// Cash plus quantity × close on the bars of [first, last). False when that leaves the range.
    bool holding(Quantity quantity, std::int64_t cash, std::size_t first, std::size_t last) {
        DrawdownTracker tracker = tracker_;
        bool fits = true;
        if (quantity.units() % units_per_one == 0) {
            const std::int64_t whole = quantity.units() / units_per_one;
            for (std::size_t bar = first; bar < last; ++bar) {
                std::int64_t value = 0;
                fits &= !__builtin_mul_overflow(candles_.close[bar], whole, &value) &&
                        !__builtin_add_overflow(value, cash, &value);
                curve_.equity[bar] = value;
                tracker.add(value, static_cast<std::int64_t>(bar));
            }
        } else {
            for (std::size_t bar = first; bar < last; ++bar) {
                const Int128 value = divide(static_cast<Int128>(candles_.close[bar]) * quantity.units(), units_per_one,
                                            Rounding::half_even) +
                                     cash;
                fits &= fits_int64(value);
                curve_.equity[bar] = static_cast<std::int64_t>(value);
                tracker.add(curve_.equity[bar], static_cast<std::int64_t>(bar));
            }
        }
        tracker_ = tracker;
        return fits;
    }

    EquityCurve finish() && {
        tracker_.finish(static_cast<std::int64_t>(candles_.size()));
        curve_.drawdown_deepest = tracker_.deepest();
        curve_.drawdown_bars_longest = tracker_.bars_longest();
        return std::move(curve_);
    }

  private:
    const market::CandleColumns& candles_;
    EquityCurve curve_;
    DrawdownTracker tracker_;
};

/// Last bar of the day that bar `from` is in: gallops, then halves, because days are many bars long.
std::size_t last_bar_of_day(std::span<const std::int64_t> times, std::size_t from, std::int64_t next_day) {
    std::size_t step = 1;
    while (from + step < times.size() && times[from + step] < next_day) step *= 2;
    const auto first = times.begin() + static_cast<std::ptrdiff_t>(from + step / 2);
    const auto last = times.begin() + static_cast<std::ptrdiff_t>(std::min(from + step, times.size()));
    return static_cast<std::size_t>(std::lower_bound(first, last, next_day) - times.begin()) - 1;
}

}  // namespace

Result<EquityCurve> equity_curve(const market::CandleColumns& candles, const RunOutcome& outcome) {
    CurveMaker maker(candles, outcome.starting_cash.units());
    Notional cash = outcome.starting_cash;
    Quantity quantity;
    std::size_t bar = 0;
    const auto go_to = [&](std::size_t end) {
        if (quantity.units() == 0) {
            maker.flat(cash.units(), bar, end);
            return true;
        }
        return maker.holding(quantity, cash.units(), bar, end);
    };
    for (const HoldingStep& step : outcome.steps) {
        if (!go_to(step.bar)) return equity_out_of_range();
        bar = step.bar;
        cash = step.cash;
        quantity = step.quantity;
    }
    if (!go_to(candles.size())) return equity_out_of_range();
    EquityCurve curve = std::move(maker).finish();
    SPARK_ASSERT(curve.equity.empty() || curve.equity.back() == outcome.final_equity.units());
    return curve;
}

EquityCurve drawdowns_of(Column<std::int64_t> equity, Notional starting_cash) {
    EquityCurve curve;
    DrawdownTracker tracker(starting_cash.units());
    for (std::size_t bar = 0; bar < equity.size(); ++bar) tracker.add(equity[bar], static_cast<std::int64_t>(bar));
    tracker.finish(static_cast<std::int64_t>(equity.size()));
    curve.drawdown_deepest = tracker.deepest();
    curve.drawdown_bars_longest = tracker.bars_longest();
    curve.equity = std::move(equity);
    return curve;
}

DailyEquity daily_equity(std::span<const std::int64_t> times, const EquityCurve& curve) {
    DailyEquity daily;
    for (std::size_t bar = 0; bar < times.size();) {
        const std::int64_t start = times[bar] - ((times[bar] % day_ns) + day_ns) % day_ns;
        const std::size_t last = last_bar_of_day(times, bar, start + day_ns);
        daily.day_start_ns.push_back(start);
        daily.equity.push_back(curve.equity[last]);
        bar = last + 1;
    }
    return daily;
}

}  // namespace spark::backtest
