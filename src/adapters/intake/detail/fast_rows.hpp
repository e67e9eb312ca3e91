#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/intake/detail/clock_unit.hpp"
#include "adapters/intake/detail/layout.hpp"
#include "adapters/intake/detail/row_batch.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::intake::detail {

/// Reads plain rows (digits, points and commas only; whole-number times; at most 8 decimals) with vector instructions,
/// and tells for every other row that it does not vouch for it: such rows are read by RowReader, which also makes every
/// message. What it does read is what RowReader would read; a property test holds them together. One a file, one
/// thread.
class FastRows {
  public:
    /// Longest text of one `scan`.
    static constexpr std::size_t window_bytes_max = std::size_t{16} << 10U;

    /// True when this machine and this layout can go the fast way (x86-64 with AVX2 and BMI2; klines and ohlcv).
    static bool usable(const Layout& layout);

    FastRows(const Layout& layout, Timeframe timeframe, std::size_t line_bytes_max);

    /// Times are taken for this unit from now on; rows with others are not vouched for. Not before a first row is
    /// known: nothing is.
    void use_clock(ClockUnit unit);

    /// Finds the rows of `window`: whole lines, at most window_bytes_max, with 64 readable bytes behind. It outlives
    /// the reading.
    void scan(std::string_view window);

    std::size_t rows() const { return row_ends_.size(); }
    std::string_view line(std::size_t row) const;  ///< Without line feed.

    /// Appends rows from `first` on to the batch, up to the first row not vouched for, and says which that is (rows()
    /// when all were read).
    std::size_t read(std::size_t first, RowBatch& batch) const;

  private:
    struct RowEnd {
        std::uint32_t marks;  ///< Count of commas and line feeds up to and with this row's line feed.
        bool is_plain;        ///< Nothing in the row but digits, points, commas.
    };
    struct Clock {
        std::int64_t least = 1;
        std::int64_t past = 0;  ///< past <= least: no clock is set.
        std::int64_t unit_ns = 1;
        std::int64_t timeframe_units = 0;
    };

    Layout layout_;
    Timeframe timeframe_;
    std::size_t line_bytes_max_;
    Clock clock_;
    std::string_view window_;
    /// One past the offset of every comma and line feed, a zero before them: where fields begin. Field k of a row that
    /// has n marks before it is from [n + k] to [n + k + 1] - 1.
    std::vector<std::uint32_t> begins_;
    std::vector<RowEnd> row_ends_;
};

}  // namespace spark::intake::detail
