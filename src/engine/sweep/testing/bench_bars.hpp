#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/market/testing/random_walk.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/wire/byte_source.hpp"
#include "foundation/wire/delimited.hpp"

namespace spark::sweep::testing {

inline constexpr std::size_t bars_wanted = 130'708;

/// Rows of `open_time_ms,open,high,low,close,volume` under a header. Empty when the file is not there or not that.
inline market::CandleTable read_bars(const std::string& path) {
    market::CandleTable table;
    auto source = wire::ByteSource::open(path);
    if (!source) return table;
    std::string text;
    std::vector<char> chunk(std::size_t{1} << 20U);
    for (;;) {
        const auto count = source->read(chunk);
        if (!count) return table;
        if (*count == 0) break;
        text.append(chunk.data(), *count);
    }
    std::vector<std::string_view> fields;
    for (std::size_t at = text.find('\n') + 1; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        wire::split_plain(std::string_view(text).substr(at, end - at), ',', fields);
        if (fields.size() != 6) return {};
        std::array<std::int64_t, 6> row{};
        for (std::size_t field = 0; field < row.size(); ++field) row[field] = parse_units(fields[field])->units;
        table.push_back(row[0] / units_per_one * 1'000'000, row[1], row[2], row[3], row[4], row[5]);
        at = end + 1;
    }
    return table;
}

inline const market::CandleTable& real_bars() {
    static const market::CandleTable table = [] {
        const char* const shared = std::getenv("SPARK_SHARED");
        if (shared == nullptr) return market::CandleTable{};
        return read_bars(std::string(shared) + "/data/binance/klines_1m/BTCUSDT-1m-20250520-20250818.csv.gz");
    }();
    return table;
}

inline const market::CandleTable& walk_bars() {
    static const market::CandleTable table = market::testing::random_walk(bars_wanted);
    return table;
}

}  // namespace spark::sweep::testing
