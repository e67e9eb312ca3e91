#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/base/column.hpp"

namespace spark::backtest {

/// Lowest and highest of every 32 bars of two columns (a bar's lows and highs, or its close twice), made once for many
/// runs over the same bars. Read-only once made; the columns outlive it.
class BlockRanges {
  public:
    static constexpr std::size_t block_bars = 32;
    struct Range {
        std::int64_t low;
        std::int64_t high;
    };

    BlockRanges(std::span<const std::int64_t> lows, std::span<const std::int64_t> highs)
        : lows_(lows), highs_(highs), blocks_((lows.size() + block_bars - 1) / block_bars) {
        for (std::size_t block = 0; block < blocks_.size(); ++block) {
            const std::size_t first = block * block_bars;
            blocks_[block] = scanned(first, std::min(first + block_bars, lows.size()));
        }
    }

    const Range& of_block(std::size_t block) const { return blocks_[block]; }

    /// Of the bars from `first` to before `end`. Precondition: first < end.
    Range of(std::size_t first, std::size_t end) const {
        const std::size_t block_first = (first + block_bars - 1) / block_bars;
        const std::size_t block_end = end / block_bars;
        if (block_first >= block_end) return scanned(first, end);
        Range range = blocks_[block_first];
        for (std::size_t block = block_first + 1; block < block_end; ++block) widen(range, blocks_[block]);
        if (first < block_first * block_bars) widen(range, scanned(first, block_first * block_bars));
        if (block_end * block_bars < end) widen(range, scanned(block_end * block_bars, end));
        return range;
    }

  private:
    static void widen(Range& range, const Range& other) {
        range.low = std::min(range.low, other.low);
        range.high = std::max(range.high, other.high);
    }

    Range scanned(std::size_t first, std::size_t end) const {
        Range range{lows_[first], highs_[first]};
        for (std::size_t bar = first + 1; bar < end; ++bar) widen(range, {lows_[bar], highs_[bar]});
        return range;
    }

    std::span<const std::int64_t> lows_;
    std::span<const std::int64_t> highs_;
    Column<Range> blocks_;
};

}  // namespace spark::backtest
