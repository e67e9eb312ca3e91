// Any bytes as a candle file of any format: nothing may crash, the vectorised and the exact way must agree, and what is
// accepted must keep the reader's promises.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/intake.hpp"
#include "foundation/base/assert.hpp"

namespace {

using spark::Result;
using spark::intake::Intake;
using spark::intake::IntakeRequest;

Result<Intake> read(const IntakeRequest& request, std::string_view bytes) {
    std::vector<spark::intake::NamedSource> sources;
    SPARK_TRY(spark::wire::ByteSource source,
              spark::wire::ByteSource::of_memory(bytes, "fuzz.csv",
                                                 {.gzip_output_bytes_max = request.limits.gzip_output_bytes_max}));
    sources.push_back({"fuzz.csv", std::move(source)});
    return spark::intake::read_candles_from(request, std::move(sources));
}

void check_promises(const Intake& intake) {
    const spark::market::CandleTable& table = intake.candles;
    SPARK_ASSERT(table.size() > 0 && intake.quality.rows == static_cast<std::int64_t>(table.size()));
    for (std::size_t row = 0; row < table.size(); ++row) {
        SPARK_ASSERT(row == 0 || table.open_time_ns[row - 1] < table.open_time_ns[row]);
        SPARK_ASSERT(table.open[row] > 0 && table.low[row] > 0 && table.close[row] > 0 &&
                     table.high[row] >= table.low[row]);
        SPARK_ASSERT(table.columns().volume_at(row) >= 0);
    }
}

}  // namespace

/// The first byte chooses format, timeframe and zone; the rest is the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const unsigned choice = data[0];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    IntakeRequest request;
    request.format = static_cast<spark::intake::Format>(choice % 5);
    request.timeframe = spark::Timeframe::of(std::chrono::seconds((choice & 32U) != 0 ? 86'400 : 3'600));
    request.zone = *spark::intake::Zone::parse((choice & 64U) != 0 ? "Europe/Istanbul" : "UTC");
    request.now = spark::wall_time_of_ms(1'704'070'799'999);
    request.limits = {.line_bytes_max = 400, .rows_max = 1'000, .gzip_output_bytes_max = 100'000};

    const auto fast = read(request, bytes);
    request.parsing = spark::intake::Parsing::exact;
    const auto exact = read(request, bytes);

    SPARK_ASSERT(fast.has_value() == exact.has_value());
    if (!fast) {
        SPARK_ASSERT(fast.error() == exact.error() && !fast.error().message.empty());
        return 0;
    }
    SPARK_ASSERT(fast->candles.open_time_ns == exact->candles.open_time_ns &&
                 fast->candles.open == exact->candles.open);
    SPARK_ASSERT(fast->candles.high == exact->candles.high && fast->candles.low == exact->candles.low);
    SPARK_ASSERT(fast->candles.close == exact->candles.close && fast->candles.volume == exact->candles.volume);
    SPARK_ASSERT(fast->candles.volume_high == exact->candles.volume_high &&
                 fast->quality.clock_unit == exact->quality.clock_unit);
    SPARK_ASSERT(fast->quality.forming_last == exact->quality.forming_last &&
                 fast->quality.truncated_close == exact->quality.truncated_close);
    SPARK_ASSERT(fast->quality.rounded_values == exact->quality.rounded_values &&
                 fast->quality.out_of_order == exact->quality.out_of_order);
    check_promises(*fast);
    return 0;
}
