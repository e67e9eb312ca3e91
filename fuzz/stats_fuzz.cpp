// Any bytes as a result file of any kind: nothing may crash, what is refused says why, and what is accepted gives a
// document whose numbers are all finite (to_text asserts it).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/intake/result_files.hpp"
#include "app/verbs/stats_document.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/wire/utf8.hpp"

namespace {

using spark::Result;
using spark::intake::ResultFile;
using spark::verbs::StatsRequest;

Result<ResultFile> file_of(std::string_view bytes) {
    const spark::intake::ResultFileLimits limits{
        .line_bytes_max = 4096, .rows_max = 10'000, .whole_bytes_max = 1U << 20U, .gzip_output_bytes_max = 1U << 20U};
    SPARK_TRY(
        spark::wire::ByteSource source,
        spark::wire::ByteSource::of_memory(bytes, "fuzz.csv", {.gzip_output_bytes_max = limits.gzip_output_bytes_max}));
    return ResultFile{.name = "fuzz.csv", .source = std::move(source), .limits = limits};
}

Result<spark::wire::Json> document_of(int kind, std::string_view bytes, const StatsRequest& request) {
    SPARK_TRY(ResultFile file, file_of(bytes));
    if (kind == 0) {
        SPARK_TRY(const auto rows, spark::intake::read_returns(std::move(file)));
        return spark::verbs::stats_of_returns(rows, request, rows);
    }
    if (kind == 1) {
        SPARK_TRY(const auto rows, spark::intake::read_equity(std::move(file)));
        return spark::verbs::stats_of_equity(rows, request, rows);
    }
    SPARK_TRY(const auto rows, spark::intake::read_trades(std::move(file), ""));
    return spark::verbs::stats_of_trades(rows, request);
}

}  // namespace

/// The first byte chooses kind and flags; the rest is the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    StatsRequest request{.file = "fuzz.csv"};
    if ((data[0] & 4U) != 0) request.start_balance = 1000;
    if ((data[0] & 8U) != 0) request.periods_per_year = 31'622'400;

    const auto document = document_of(data[0] % 3, bytes, request);

    if (document) {
        SPARK_ASSERT(spark::wire::is_utf8(spark::wire::to_text(*document)));
    } else {
        SPARK_ASSERT(!document.error().message.empty() && spark::wire::is_utf8(document.error().message));
    }
    return 0;
}
