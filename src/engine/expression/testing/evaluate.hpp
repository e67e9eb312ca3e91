#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "engine/market/candle_columns.hpp"

namespace spark::expression::testing {

using Values = std::vector<double>;
inline constexpr double na = indicators::undefined;

/// Four hours: closes 10, 12, 11, 14; open, high and low around them; volume 1 to 4.
inline market::CandleTable four_bars() {
    market::CandleTable table;
    constexpr std::int64_t one = units_per_one;
    const std::vector<std::int64_t> closes{10, 12, 11, 14};
    for (std::size_t bar = 0; bar < closes.size(); ++bar) {
        const auto step = static_cast<std::int64_t>(bar);
        table.push_back(step * 3'600'000'000'000, (closes[bar] - 1) * one, (closes[bar] + 1) * one,
                        (closes[bar] - 2) * one, closes[bar] * one, (step + 1) * one);
    }
    return table;
}

/// The column of an expression that has to hold.
inline Values evaluate(std::string_view text, const market::CandleTable& table, std::size_t bars_shown) {
    const auto program = compile(text);
    EXPECT_TRUE(program.has_value()) << text << ": " << (program ? "" : program.error().message);
    if (!program) return {};
    indicators::PriceBars bars(table.columns().slice(0, bars_shown));
    ColumnCache cache(bars);
    const auto column = program->run(cache);
    EXPECT_TRUE(column.has_value()) << text;
    return column ? Values(column->begin(), column->end()) : Values{};
}
inline Values evaluate(std::string_view text) { return evaluate(text, four_bars(), 4); }

}  // namespace spark::expression::testing
