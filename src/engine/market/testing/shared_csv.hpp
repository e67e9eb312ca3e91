#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::market::testing {

/// Where a shared file lies, or nothing when the shared folder or the file is absent.
inline std::optional<std::string> shared_file(std::string_view name) {
    const char* folder = std::getenv("SPARK_SHARED");
    if (folder == nullptr) return std::nullopt;
    std::string path = std::string(folder) + "/data/" + std::string(name);
    if (!std::ifstream(path)) return std::nullopt;
    return path;
}

/// The fields of every line. For plain comma-separated files without quotes; not a reader for users.
inline std::vector<std::vector<std::string>> csv_rows(const std::string& path) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::vector<std::string> fields(1);
        for (const char c : line) {
            if (c == ',') {
                fields.emplace_back();
            } else {
                fields.back() += c;
            }
        }
        rows.push_back(std::move(fields));
    }
    return rows;
}

/// Positions of the columns in a file.
struct CsvShape {
    std::size_t open = 1;
    std::size_t high = 2;
    std::size_t low = 3;
    std::size_t close = 4;
    std::size_t volume = 5;
};
inline constexpr CsvShape binance_shape{};
inline constexpr CsvShape yahoo_shape{.open = 4, .high = 2, .low = 3, .close = 1, .volume = 5};

/// Nanoseconds of a time in milliseconds, microseconds or ISO 8601; nothing for a header.
inline std::optional<std::int64_t> time_ns_of(const std::string& text) {
    if (text.size() >= 13 && text.find_first_not_of("0123456789") == std::string::npos) {
        std::int64_t count = 0;
        std::from_chars(text.data(), text.data() + text.size(), count);
        return count * (text.size() == 13 ? 1'000'000 : 1'000);
    }
    const auto time = parse_iso8601(text);
    return time ? std::optional(ns_of(*time)) : std::nullopt;
}

/// Candles of a shared file, in the order of its lines; lines that do not begin with a time are skipped (headers).
inline CandleTable candles_of(const std::string& path, const CsvShape& shape) {
    CandleTable table;
    for (const std::vector<std::string>& fields : csv_rows(path)) {
        const auto time_ns = time_ns_of(fields.front());
        if (!time_ns) continue;
        const auto units = [&](std::size_t column) { return parse_units(fields.at(column)).value().units; };
        table.push_back(*time_ns, units(shape.open), units(shape.high), units(shape.low), units(shape.close),
                        parse_wide_units(fields.at(shape.volume)).value().units);
    }
    return table;
}

}  // namespace spark::market::testing
