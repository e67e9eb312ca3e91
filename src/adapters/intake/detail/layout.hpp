#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/intake/format.hpp"
#include "adapters/intake/mapping.hpp"
#include "foundation/base/result.hpp"

namespace spark::intake::detail {

/// The columns this program reads.
enum class Column : std::uint8_t { time, open, high, low, close, volume, close_time };
inline constexpr std::size_t column_count = 7;
inline constexpr std::array<std::string_view, column_count> column_names{"time",  "open",   "high",      "low",
                                                                         "close", "volume", "close_time"};

constexpr std::size_t index_of(Column column) { return static_cast<std::size_t>(column); }
constexpr std::string_view name_of(Column column) { return column_names[index_of(column)]; }

/// How a time stands in the file: a whole number or ISO 8601, `dd.mm.yyyy`, or `mm/dd/yy`. `any`: as each row tells, a
/// whole number, ISO 8601, or `dd.mm.yyyy` with or without a clock time behind a blank.
enum class TimeText : std::uint8_t { epoch_or_iso, dotted_day_first, slashed_month_first, any };
enum class NumberText : std::uint8_t { plain, turkish };

inline constexpr std::size_t no_field = static_cast<std::size_t>(-1);

/// Where a file of one format keeps what.
struct Layout {
    Format format = Format::ohlcv;
    std::size_t fields = 0;                         ///< Fields of every row.
    std::array<std::size_t, column_count> field{};  ///< Field of each column; no_field where there is none.
    std::size_t header_lines = 0;  ///< 0 or 1; Yahoo's `Ticker` and `Date` lines below are skipped by the reader.
    TimeText time_text = TimeText::epoch_or_iso;
    NumberText number_text = NumberText::plain;
    char delimiter = ',';

    bool has(Column column) const { return field[index_of(column)] != no_field; }
    std::size_t field_of(Column column) const { return field[index_of(column)]; }
};

/// Tells the layout from a file's first line (without byte order mark) and the one below it (may be empty).
/// Errors: invalid_input: a format that cannot be told, a column that is missing or there twice, a count of columns
/// that does not fit. With a mapping the columns are those it names (volume may be missing), else those of usual names.
Result<Layout> detect_layout(std::string_view first_line, std::string_view second_line, Format requested,
                             const Mapping* mapping = nullptr);

}  // namespace spark::intake::detail
