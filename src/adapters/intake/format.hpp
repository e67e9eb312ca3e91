#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::intake {

/// Kinds of candle files. `automatic` is told from the first line.
enum class Format : std::uint8_t { automatic, binance_klines, ohlcv, yahoo, investing_tr };

struct FormatRow {
    Format format;
    std::string_view name;  ///< As the command line and the data set's lineage write it.
    std::string_view what;  ///< How such a file looks, for messages.
};

inline constexpr std::array formats{
    FormatRow{Format::automatic, "auto", "told from the first line"},
    FormatRow{Format::binance_klines, "binance-klines", "12 columns, with or without header"},
    FormatRow{Format::ohlcv, "ohlcv",
              "a header with open_time, time, timestamp or date, and open, high, low, close, volume"},
    FormatRow{Format::yahoo, "yahoo", "Date,Open,High,Low,Close,Adj Close,Volume or Price,Close,High,Low,Open,Volume"},
    FormatRow{Format::investing_tr, "investing-tr",
              "\"Tarih\",\"Şimdi\",\"Açılış\",\"Yüksek\",\"Düşük\",\"Hac.\",\"Fark %\""},
};

consteval bool formats_hold() {
    for (std::size_t index = 0; index < formats.size(); ++index) {
        if (static_cast<std::size_t>(formats[index].format) != index) return false;
    }
    return true;
}
static_assert(formats_hold(), "a format breaks the table's order");

constexpr std::string_view name_of(Format format) { return formats[static_cast<std::size_t>(format)].name; }

/// Errors: invalid_input, naming the formats there are.
Result<Format> parse_format(std::string_view name);

}  // namespace spark::intake
