// Any bytes as an expression, with definitions before it, on bars that have longer timeframes and another symbol:
// refused with a place, or computed twice, on all bars and on the first half of them. Nothing may look ahead: what both
// have is equal to the bit. A condition's bits are its doubles.
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "foundation/base/assert.hpp"

namespace {

namespace expression = spark::expression;

constexpr std::size_t bar_count = 100;
constexpr std::int64_t hour_ns = 3'600'000'000'000;

/// Hourly bars; every `gap`-th one is missing.
spark::market::CandleTable some_bars(std::int64_t gap) {
    spark::market::CandleTable table;
    std::int64_t close = 1'000'000'000;
    for (std::int64_t step = 0; table.size() < bar_count; ++step) {
        const std::int64_t open = close;
        if (step % 7 != 0) close += (step * 37 % 11 - 5) * 10'000'000;
        const std::int64_t top = open < close ? close : open;
        const std::int64_t bottom = open < close ? open : close;
        if (step % gap == gap - 1) continue;
        table.push_back(step * hour_ns, open, top + step % 3 * 1'000'000, bottom, close, step % 5 * 100'000'000);
    }
    return table;
}

bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Empty when the bars do not fit a `tf` or `sym` of the program.
std::vector<double> column_of(const expression::Program& program, std::size_t bars_shown) {
    static const spark::market::CandleTable table = some_bars(13);
    static const spark::market::CandleTable other = some_bars(5);
    spark::indicators::PriceBars bars(table.columns().slice(0, bars_shown));
    spark::indicators::PriceBars other_bars(other.columns());
    const spark::Timeframe hour = spark::Timeframe::of(std::chrono::hours{1});
    expression::ColumnCache cache(bars, hour);
    cache.add_symbol("ETH", other_bars);
    expression::ColumnCache bits_first(bars, hour);
    bits_first.add_symbol("ETH", other_bars);
    const auto column = program.run(cache);
    if (!column) {
        SPARK_ASSERT(column.error().fault == spark::Fault::invalid_input && !column.error().place.empty());
        return {};
    }
    SPARK_ASSERT(column->size() == bars_shown);
    const auto bits = program.run_condition(bits_first);
    SPARK_ASSERT(bits.has_value() == (program.type() == expression::ValueType::condition));
    for (std::size_t bar = 0; bits && bar < bars_shown; ++bar) {
        const double value = (*column)[bar];
        SPARK_ASSERT(std::isnan(value) || value == 0.0 || value == 1.0);
        SPARK_ASSERT((*bits)->test(bar) == (value == 1.0));
    }
    return {column->begin(), column->end()};
}

void check(const expression::Program& program) {
    const std::vector<double> whole = column_of(program, bar_count);
    const std::vector<double> part = column_of(program, bar_count / 2);
    SPARK_ASSERT(whole.empty() == part.empty());
    for (std::size_t bar = 0; bar < whole.size(); ++bar) {
        SPARK_ASSERT(!std::isinf(whole[bar]));
        if (bar < part.size()) SPARK_ASSERT(same(whole[bar], part[bar]));
    }
}

}  // namespace

/// Lines up to the last are the definitions a, b and c; the last line is the expression.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 3> definition_names{"a", "b", "c"};
    const void* const bytes = data;
    std::string_view text{static_cast<const char*>(bytes), size};
    std::vector<expression::Program> programs;
    programs.reserve(definition_names.size());
    std::vector<expression::NamedProgram> definitions;
    for (std::size_t line_end = text.find('\n'); line_end != std::string_view::npos && programs.size() < 3;
         line_end = text.find('\n')) {
        auto program = expression::compile(text.substr(0, line_end), expression::Names{.definitions = definitions});
        text.remove_prefix(line_end + 1);
        if (!program) continue;
        programs.push_back(*std::move(program));
        definitions.push_back({definition_names[definitions.size()], &programs.back()});
    }
    const auto used = expression::names_used(text);
    const auto program = expression::compile(text, expression::Names{.definitions = definitions});
    if (!program) {
        SPARK_ASSERT(program.error().fault == spark::Fault::invalid_input && !program.error().place.empty());
        return 0;
    }
    SPARK_ASSERT(used.has_value());
    for (const std::string& name : *used) SPARK_ASSERT(!expression::is_reserved_name(name) && name.size() == 1);
    check(*program);
    return 0;
}
