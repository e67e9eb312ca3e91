#include "adapters/intake/detail/fast_rows.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "foundation/base/assert.hpp"

namespace spark::intake::detail {
namespace {

constexpr std::int64_t rows_of_window = 100;

/// Windows of a hundred rows each; about a megabyte, so that the text comes from the second level cache.
std::vector<std::string> make_windows(Format format) {
    std::vector<std::string> windows;
    std::int64_t row = 0;
    for (int window = 0; window < 100; ++window) {
        std::string text;
        for (std::int64_t count = 0; count < rows_of_window; ++count, ++row) {
            const std::int64_t time = 1'600'000'020'000 + row * 60'000;
            const std::int64_t cents = 4'312'345 + row * 7919 % 30'011;
            const std::string price = fmt::format("{}.{:02}", cents / 100, cents % 100);
            const std::string volume = fmt::format("{}.{:05}", row * 31 % 997, row * 7919 % 100'000);
            if (format == Format::ohlcv) {
                text += fmt::format("{},{},{},{},{},{}\n", time, price, price, price, price, volume);
            } else {
                text += fmt::format(
                    "{0},{1}000000,{1}000000,{1}000000,{1}000000,{2}000,{3},48151623.42000000,1234,{2}000,9{1}000000,"
                    "0\n",
                    time, price, volume, time + 59'999);
            }
        }
        windows.push_back(text + std::string(64, '\0'));
    }
    return windows;
}

void read_rows(benchmark::State& state, Format format) {
    const std::vector<std::string> windows = make_windows(format);
    Layout layout{.format = format, .fields = 6, .field = {0, 1, 2, 3, 4, 5, no_field}};
    if (format == Format::binance_klines) layout = {.format = format, .fields = 12, .field = {0, 1, 2, 3, 4, 5, 6}};
    FastRows rows(layout, *Timeframe::parse("1m"), 65'536);
    rows.use_clock(ClockUnit::ms);
    const auto batch = std::make_unique<RowBatch>();

    for (auto _ : state) {
        for (const std::string& window : windows) {
            batch->size = 0;
            rows.scan(std::string_view(window).substr(0, window.size() - 64));
            const std::size_t read = rows.read(0, *batch);
            SPARK_ASSERT(read == rows_of_window);
            benchmark::DoNotOptimize(batch->close.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * rows_of_window * static_cast<std::int64_t>(windows.size()));
}

BENCHMARK_CAPTURE(read_rows, ohlcv, Format::ohlcv);
BENCHMARK_CAPTURE(read_rows, klines, Format::binance_klines);

}  // namespace
}  // namespace spark::intake::detail
