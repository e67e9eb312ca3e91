#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/backtest/execution.hpp"

namespace spark::backtest::detail {

/// What the positions of several books are worth while they share one cash: each at the last close before now, or at
/// what it traded at since. Brought up to date only when somebody asks, because a run of longs without leverage never
/// does. The execution outlives it.
class SharedMarks {
  public:
    SharedMarks(Execution& execution, std::size_t books)
        : execution_(execution), bars_(books, 0), traded_at_(books, never) {}

    /// Everything from here on happens at this time; `bar` is its number in a book that has one.
    void move_to(std::int64_t now, std::size_t bar) {
        now_ = now;
        bar_ = bar;
        is_fresh_ = bars_.size() == 1;
    }
    void note_trade(std::uint16_t book) { traded_at_[book] = now_; }
    bool has_shorts() const {
        if (bars_.size() == 1) return false;
        for (std::size_t book = 0; book < bars_.size(); ++book) {
            if (execution_.ledger().position(book).units() < 0) return true;
        }
        return false;
    }
    void refresh() {
        if (is_fresh_) return;
        is_fresh_ = true;
        for (std::size_t book = 0; book < bars_.size(); ++book) mark(static_cast<std::uint16_t>(book));
    }

  private:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

    void mark(std::uint16_t book) {
        if (traded_at_[book] == now_ || execution_.ledger().position(book).units() == 0) return;
        const auto& times = execution_.book(book).candles.open_time_ns;
        std::size_t next = bar_;
        // Books of one time grid have one number for one time; else it is searched, from where it was last.
        if (next >= times.size() || times[next] != now_) {
            std::size_t step = 1;
            while (bars_[book] + step < times.size() && times[bars_[book] + step] < now_) step *= 2;
            const auto first = times.begin() + static_cast<std::ptrdiff_t>(bars_[book] + step / 2);
            const auto last = times.begin() + static_cast<std::ptrdiff_t>(std::min(bars_[book] + step, times.size()));
            next = static_cast<std::size_t>(std::lower_bound(first, last, now_) - times.begin());
        }
        bars_[book] = next == 0 ? 0 : next - 1;
        execution_.mark(book, bars_[book]);
    }

    Execution& execution_;
    std::vector<std::size_t> bars_;  ///< A bar not after the last one asked for, by book.
    std::vector<std::int64_t> traded_at_;
    std::int64_t now_ = 0;
    std::size_t bar_ = 0;
    bool is_fresh_ = true;
};

}  // namespace spark::backtest::detail
