// Any bytes as an expression: refused with a place, or computed on a few bars without a crash; a condition is 1, 0 or
// na, nothing is infinite, and cutting later bars changes no earlier value.
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "foundation/base/assert.hpp"

namespace {

namespace expression = spark::expression;

constexpr std::size_t bar_count = 40;

spark::market::CandleTable some_bars() {
    spark::market::CandleTable table;
    std::int64_t close = 1'000'000'000;
    for (std::size_t bar = 0; bar < bar_count; ++bar) {
        const auto step = static_cast<std::int64_t>(bar);
        const std::int64_t open = close;
        if (bar % 7 != 0) close += (step * 37 % 11 - 5) * 10'000'000;
        const std::int64_t top = open < close ? close : open;
        const std::int64_t bottom = open < close ? open : close;
        table.push_back(step * 3'600'000'000'000, open, top + step % 3 * 1'000'000, bottom, close,
                        step % 5 * 100'000'000);
    }
    return table;
}

std::vector<double> column_of(const expression::Program& program, const spark::market::CandleTable& table,
                              std::size_t bars_shown) {
    spark::indicators::PriceBars bars(table.columns().slice(0, bars_shown));
    expression::ColumnCache cache(bars);
    const auto column = program.run(cache);
    SPARK_ASSERT(column.has_value() && column->size() == bars_shown);
    return {column->begin(), column->end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const spark::market::CandleTable table = some_bars();
    const void* const bytes = data;
    const auto program = expression::compile({static_cast<const char*>(bytes), size});
    if (!program) {
        SPARK_ASSERT(program.error().fault == spark::Fault::invalid_input && !program.error().place.empty());
        return 0;
    }
    const std::vector<double> whole = column_of(*program, table, bar_count);
    const std::vector<double> part = column_of(*program, table, bar_count / 2);
    for (std::size_t bar = 0; bar < whole.size(); ++bar) {
        SPARK_ASSERT(!std::isinf(whole[bar]));
        if (program->type() == expression::ValueType::condition) {
            SPARK_ASSERT(std::isnan(whole[bar]) || whole[bar] == 0.0 || whole[bar] == 1.0);
        }
        if (bar >= part.size() || (std::isnan(whole[bar]) && std::isnan(part[bar]))) continue;
        SPARK_ASSERT(std::bit_cast<std::uint64_t>(whole[bar]) == std::bit_cast<std::uint64_t>(part[bar]));
    }
    return 0;
}
