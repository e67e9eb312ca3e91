#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::intake {

/// What stands between whole and fraction: `1234.5`, or `1.234,50` with points between thousands.
enum class DecimalMark : std::uint8_t { point, comma };

/// The columns a candle needs, in the order of Mapping::columns.
inline constexpr std::array<std::string_view, 6> mapped_columns{"time", "open", "high", "low", "close", "volume"};

/// What a person says about a file of candles whose columns have other names.
struct Mapping {
    std::array<std::string, mapped_columns.size()> columns{};  ///< Names of the file's header; empty: the usual name.
    char delimiter = ',';
    DecimalMark decimal = DecimalMark::point;

    bool operator==(const Mapping&) const = default;
};

/// Sets a column by its name here. Errors: invalid_input for a column there is not, with the nearest name; for a name
/// that is empty or longer than 256 bytes; for a column that is set already.
Result<void> map_column(Mapping& mapping, std::string_view column, std::string_view name);

/// `time=Tarih,close=Kapanış`. Errors: as map_column; invalid_input for a part without `=`.
Result<void> map_columns(Mapping& mapping, std::string_view text);

/// `,`, `;`, `|`, a tab, or the words comma, semicolon, bar, tab. Errors: invalid_input.
Result<char> parse_delimiter(std::string_view text);
std::string_view delimiter_name(char delimiter);

/// point or comma. Errors: invalid_input.
Result<DecimalMark> parse_decimal_mark(std::string_view text);
constexpr std::string_view name_of(DecimalMark mark) { return mark == DecimalMark::comma ? "comma" : "point"; }

}  // namespace spark::intake
