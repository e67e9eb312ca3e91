#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/backtest/execution.hpp"

namespace spark::backtest::detail {

/// What the positions of several books are worth while they share one cash: each at its last close, or at what it
/// traded at since. A bar closes its book's bar length (that of its first bar) after it opens. Brought up to date only
/// when somebody asks, because a run of longs without leverage never does. The execution outlives it.
class SharedMarks {
  public:
    SharedMarks(Execution& execution, std::size_t books)
        : execution_(execution), bars_(books, 0), lengths_(books, 0), traded_at_(books, never) {
        for (std::size_t book = 0; book < books; ++book) {
            const auto& times = execution.book(book).candles.open_time_ns;
            if (times.size() > 1) lengths_[book] = times[1] - times[0];
        }
    }

    /// Everything from here on happens at this time; `bar` is its number in a book that has one.
    void move_to(std::int64_t now, std::size_t bar) {
        now_ = now;
        bar_ = bar;
        is_fresh_ = bars_.size() == 1;
    }
    /// From here on it is the close of a book's bar.
    void move_to_close(std::uint16_t book, std::size_t bar) {
        move_to(execution_.book(book).candles.open_time_ns[bar] + lengths_[book], bar + 1);
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
        if (execution_.ledger().position(book).units() == 0) return;
        const auto& times = execution_.book(book).candles.open_time_ns;
        const std::int64_t opened_until = now_ - lengths_[book];
        if (times[bars_[book]] > opened_until) bars_[book] = 0;
        std::size_t next = bar_;
        // Books of one time grid have one number for one time; else it is searched, from where it was last.
        const bool is_next =
            next > 0 && next < times.size() && times[next] > opened_until && times[next - 1] <= opened_until;
        if (!is_next) {
            std::size_t step = 1;
            while (bars_[book] + step < times.size() && times[bars_[book] + step] <= opened_until) step *= 2;
            const auto first = times.begin() + static_cast<std::ptrdiff_t>(bars_[book] + step / 2);
            const auto last = times.begin() + static_cast<std::ptrdiff_t>(std::min(bars_[book] + step, times.size()));
            next = static_cast<std::size_t>(std::upper_bound(first, last, opened_until) - times.begin());
        }
        bars_[book] = next == 0 ? 0 : next - 1;
        const bool traded_since = traded_at_[book] >= times[bars_[book]] + lengths_[book];
        if (!traded_since) execution_.mark(book, bars_[book]);
    }

    Execution& execution_;
    std::vector<std::size_t> bars_;  ///< A bar not after the last one asked for, by book.
    std::vector<std::int64_t> lengths_;
    std::vector<std::int64_t> traded_at_;
    std::int64_t now_ = 0;
    std::size_t bar_ = 0;
    bool is_fresh_ = true;
};

}  // namespace spark::backtest::detail
