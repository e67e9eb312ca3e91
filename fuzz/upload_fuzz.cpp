// Any bytes as an upload, and any text as its mapping: looking at it must not crash, what is shown is valid UTF-8
// within bounds, and the preview agrees with the reader: a file whose every row is previewed well is read, with these
// rows.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/intake.hpp"
#include "adapters/intake/sniff.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/wire/utf8.hpp"

namespace {

using spark::Result;
namespace intake = spark::intake;

Result<spark::wire::ByteSource> source_of(std::string_view bytes, const intake::IntakeLimits& limits) {
    return spark::wire::ByteSource::of_memory(bytes, "fuzz.csv",
                                              {.gzip_output_bytes_max = limits.gzip_output_bytes_max});
}

void check_sniffed(const intake::Sniffed& sniffed) {
    SPARK_ASSERT(sniffed.rows.size() <= intake::sniffed_rows_max);
    for (const std::string& name : sniffed.columns) SPARK_ASSERT(spark::wire::is_utf8(name));
    for (const std::string& name : sniffed.guess.columns)
        SPARK_ASSERT(name.empty() || std::ranges::count(sniffed.columns, name) > 0);
    SPARK_ASSERT(!intake::delimiter_name(sniffed.guess.delimiter).empty());
}

void check_preview(const intake::IntakeRequest& request, const intake::Preview& preview, std::string_view bytes) {
    SPARK_ASSERT(preview.rows.size() <= intake::sniffed_rows_max);
    SPARK_ASSERT(!preview.layout_problem || preview.rows.empty());
    const bool is_good = !preview.layout_problem &&
                         std::ranges::none_of(preview.rows, [](const auto& row) { return row.problem.has_value(); });
    auto source = source_of(bytes, request.limits);
    if (!source) return;
    std::vector<intake::NamedSource> sources;
    sources.push_back({"fuzz.csv", std::move(*source)});
    const auto read = intake::read_candles_from(request, std::move(sources));
    SPARK_ASSERT(is_good || !read);
}

}  // namespace

/// Up to the first line feed the mapping's text; its first byte chooses delimiter and decimal mark. The rest is the
/// file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t feed = bytes.find('\n');
    const std::string_view text = bytes.substr(0, feed);
    bytes = feed == std::string_view::npos ? std::string_view{} : bytes.substr(feed + 1);

    intake::IntakeRequest request;
    request.timeframe = spark::Timeframe::of(std::chrono::hours(1));
    request.now = spark::wall_time_of_ms(1'704'070'799'999);
    request.limits = {.line_bytes_max = 400, .rows_max = 1'000, .gzip_output_bytes_max = 100'000};
    intake::Mapping mapping;
    mapping.delimiter = std::string_view(",;|\t")[data[0] % 4U];
    mapping.decimal = (data[0] & 4U) != 0 ? intake::DecimalMark::comma : intake::DecimalMark::point;
    if (intake::map_columns(mapping, text)) request.mapping = mapping;

    auto source = source_of(bytes, request.limits);
    if (!source) return 0;
    const auto sniffed = intake::sniff(*source, request.limits);
    if (!sniffed) {
        SPARK_ASSERT(!sniffed.error().message.empty());
        return 0;
    }
    check_sniffed(*sniffed);
    auto again = source_of(bytes, request.limits);
    SPARK_ASSERT(again.has_value());
    const auto preview = intake::preview(*again, request);
    SPARK_ASSERT(preview.has_value());
    check_preview(request, *preview, bytes);
    return 0;
}
