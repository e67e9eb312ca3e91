#include "adapters/intake/intake.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "foundation/base/assert.hpp"

namespace spark::intake {
namespace {

constexpr std::int64_t row_count = 1'000'000;
constexpr std::int64_t first_time_ms = 1'600'000'020'000;

/// One million one-minute rows of a price that wanders, in a temporary file.
class TextFile {
  public:
    explicit TextFile(Format format) {
        std::string text = format == Format::ohlcv ? "open_time,open,high,low,close,volume\n" : "";
        std::uint64_t state = 88172645463325252ULL;
        std::int64_t price = 4'312'345;
        for (std::int64_t row = 0; row < row_count; ++row) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            const std::int64_t open = price;
            price += static_cast<std::int64_t>(state % 4001) - 2000;
            if (price < 100'000) price = 100'000;
            append(text, format, first_time_ms + row * 60'000, open, price, static_cast<std::int64_t>(state >> 40U));
        }
        const int descriptor = mkstemp(path_);
        SPARK_ASSERT(descriptor >= 0);
        std::FILE* file = fdopen(descriptor, "w");
        SPARK_ASSERT(file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size());
        std::fclose(file);
        bytes_ = text.size();
    }
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    ~TextFile() { std::remove(path_); }

    std::string path() const { return path_; }
    std::size_t bytes() const { return bytes_; }

  private:
    static void append(std::string& text, Format format, std::int64_t time, std::int64_t open, std::int64_t close,
                       std::int64_t volume) {
        const std::int64_t high = std::max(open, close) + 777;
        const std::int64_t low = std::min(open, close) - 555;
        const auto price = [](std::int64_t cents) { return fmt::format("{}.{:02}", cents / 100, cents % 100); };
        if (format == Format::ohlcv) {
            text += fmt::format("{},{},{},{},{},{}.{:05}\n", time, price(open), price(high), price(low), price(close),
                                volume / 100'000, volume % 100'000);
        } else {
            text += fmt::format(
                "{},{}000000,{}000000,{}000000,{}000000,{}.{:05}000,{},{}.12345600,{},{}.55500000,{}.98765400,0\n",
                time, price(open), price(high), price(low), price(close), volume / 100'000, volume % 100'000,
                time + 59'999, volume * 7, volume % 9'999, volume / 200'000, volume * 3);
        }
    }

    char path_[64] = "/tmp/spark_intake_bench_XXXXXX";
    std::size_t bytes_ = 0;
};

void read_file(benchmark::State& state, Format format, Parsing parsing) {
    const TextFile file(format);
    IntakeRequest request{
        .files = {file.path()}, .timeframe = *Timeframe::parse("1m"), .now = wall_time_of_ms(4'000'000'000'000)};
    request.parsing = parsing;

    for (auto _ : state) {
        const auto intake = read_candles(request);
        SPARK_ASSERT(intake.has_value() && intake->quality.rows == row_count);
        benchmark::DoNotOptimize(intake->candles.close.data());
    }
    state.SetItemsProcessed(state.iterations() * row_count);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.bytes()));
}

BENCHMARK_CAPTURE(read_file, ohlcv_vectorised, Format::ohlcv, Parsing::vectorised)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_file, klines_vectorised, Format::binance_klines, Parsing::vectorised)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_file, ohlcv_exact, Format::ohlcv, Parsing::exact)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_file, klines_exact, Format::binance_klines, Parsing::exact)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::intake
