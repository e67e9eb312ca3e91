#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/base/column.hpp"

namespace spark::sweep::detail {

struct Range {
    std::int64_t low;
    std::int64_t high;
};

/// Lowest and highest of any run of up to `size` values, two look-ups a question: level k holds the extremes of every
/// run of 2^k values. Made afresh for each tile, so that it stays in the cache. Belongs to one thread.
class TileRanges {
  public:
    explicit TileRanges(std::size_t size)
        : size_(size), levels_(static_cast<std::size_t>(std::bit_width(size))), table_(levels_ * size) {}

    /// Precondition: at most `size` values.
    void build(std::span<const std::int64_t> values) {
        for (std::size_t index = 0; index < values.size(); ++index) table_[index] = {values[index], values[index]};
        for (std::size_t level = 1; level < levels_; ++level) {
            const std::size_t half = std::size_t{1} << (level - 1);
            if (2 * half > values.size()) break;
            const Range* const before = table_.data() + (level - 1) * size_;
            Range* const row = table_.data() + level * size_;
            for (std::size_t index = 0; index + 2 * half <= values.size(); ++index) {
                row[index] = {std::min(before[index].low, before[index + half].low),
                              std::max(before[index].high, before[index + half].high)};
            }
        }
    }

    /// Of the values first to last. Precondition: first <= last, both built.
    __attribute__((always_inline)) Range of(std::size_t first, std::size_t last) const {
        const auto level = static_cast<std::size_t>(std::bit_width(last - first + 1)) - 1;
        const Range* const row = table_.data() + level * size_;
        const Range a = row[first];
        const Range b = row[last + 1 - (std::size_t{1} << level)];
        return {std::min(a.low, b.low), std::max(a.high, b.high)};
    }

  private:
    std::size_t size_;
    std::size_t levels_;
    Column<Range> table_;
};

}  // namespace spark::sweep::detail
