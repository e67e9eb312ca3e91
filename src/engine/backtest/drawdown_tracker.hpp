#pragma once

#include <algorithm>
#include <cstdint>

#include "foundation/base/result.hpp"

namespace spark::backtest {

/// Follows the highest equity so far and the deepest and longest fall below it. A fall is settled (one division) when a
/// new peak ends it.
class DrawdownTracker {
  public:
    explicit DrawdownTracker(std::int64_t starting_cash) : peak_(starting_cash), trough_(starting_cash) {}

    void add(std::int64_t value, std::int64_t bar) {
        if (value < peak_) {
            trough_ = std::min(trough_, value);
            return;
        }
        if (trough_ < peak_) settle(bar);
        peak_ = value;
        trough_ = value;
        peak_bar_ = bar;
    }

    /// The lowest of any number of values that all are below the peak.
    void add_below_peak(std::int64_t lowest) { trough_ = std::min(trough_, lowest); }

    /// The same value on every bar of [first, last).
    void add_flat(std::int64_t value, std::int64_t first, std::int64_t last) {
        if (first == last) return;
        add(value, first);
        if (value == peak_) peak_bar_ = last - 1;
    }

    /// After the last of `bars` bars.
    void finish(std::int64_t bars) {
        if (trough_ < peak_) settle(bars - 1);
    }

    std::int64_t peak() const { return peak_; }
    double deepest() const { return deepest_; }  ///< Fraction of the peak; of settled falls.
    std::int64_t bars_longest() const { return bars_longest_; }

  private:
    void settle(std::int64_t bar) {
        deepest_ = std::max(deepest_, static_cast<double>(peak_ - trough_) / static_cast<double>(peak_));
        bars_longest_ = std::max(bars_longest_, bar - peak_bar_);
    }

    std::int64_t peak_;
    std::int64_t trough_;
    std::int64_t peak_bar_ = -1;
    std::int64_t bars_longest_ = 0;
    double deepest_ = 0;
};

inline std::unexpected<Error> equity_out_of_range() {
    return fail(Fault::invalid_input, "equity is outside plus or minus 92,233,720,368");
}

}  // namespace spark::backtest
