#include "foundation/base/decimal_text.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "foundation/base/rng.hpp"

namespace spark {
namespace {

/// Prices and volumes as venues write them: 1 to 6 whole digits, 2 to 8 decimals.
std::vector<std::string> venue_numbers() {
    Rng rng(1);
    std::vector<std::string> numbers;
    for (int count = 0; count < 4'096; ++count) {
        std::string text = std::to_string(rng.uniform(0, 999'999)) + '.';
        for (std::int64_t decimals = rng.uniform(2, 8); decimals > 0; --decimals)
            text += static_cast<char>('0' + rng.uniform(0, 9));
        numbers.push_back(text);
    }
    return numbers;
}

void parse(benchmark::State& state) {
    const std::vector<std::string> numbers = venue_numbers();
    for (auto _ : state) {
        std::int64_t sum = 0;
        for (const std::string& text : numbers) sum += parse_units(text)->units & 1;
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(parse);

void format(benchmark::State& state) {
    std::vector<std::int64_t> units;
    for (const std::string& text : venue_numbers()) units.push_back(parse_units(text)->units);
    std::array<char, 24> buffer{};
    for (auto _ : state) {
        std::size_t size = 0;
        for (const std::int64_t unit : units) size += format_units_into(unit, buffer.data());
        benchmark::DoNotOptimize(size);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(units.size()));
}
BENCHMARK(format);

}  // namespace
}  // namespace spark
