// Any bytes as a data set file: opening and checking must answer, never read outside the bytes, never crash.
// The first byte chooses how far in the rest is let, since a checksum would turn nearly everything away at the door:
// 0 the bytes as they are; 1 the header with a magic and checksum that hold; 2 as the info of a file that is otherwise
// right; 3 as the columns of a file that is otherwise right.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/store/detail/data_set_format.hpp"
#include "adapters/store/detail/data_set_view.hpp"

namespace {

using spark::store::detail::DataSetHeader;
using spark::store::detail::page_size;

constexpr std::string_view small_info =
    R"({"schema":"spark.dataset-info/1","venue":"a","symbol":"B","timeframe":"1h","synthetic":false,)"
    R"("calendar":"24/7","sources":[],"steps":[],"quality":{"rows":0,"gaps":0,"missing":0,"duplicates":0,)"
    R"("out_of_order":0,"ohlc_violations":0,"zero_volume":0,"zero_volume_runs":0,"truncated_close":0,)"
    R"("rounded_values":0,"rejected_rows":0,"holiday_ghosts":0,"partial_first":0,"partial_last":0,)"
    R"("forming_last":false,"clock_unit":"ms","gap_list":[],"findings":[]}})";

/// Bytes that begin at a multiple of 8, as a mapping's do.
class AlignedBytes {
  public:
    explicit AlignedBytes(std::size_t size) : words_((size + 7) / 8), size_(size) {}
    std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(words_)).first(size_); }

  private:
    std::vector<std::uint64_t> words_;
    std::size_t size_;
};

void put(std::span<std::byte> file, std::size_t offset, std::span<const std::byte> bytes) {
    std::ranges::copy(bytes, file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void seal_header(std::span<std::byte> file) {
    if (file.size() < page_size) return;
    put(file, 0, std::as_bytes(std::span(std::string_view("SPARKDS1"))));
    const auto sum = spark::crypto::checksum128(file.first(page_size - 16));
    std::memcpy(file.data() + page_size - 16, &sum.low, 8);
    std::memcpy(file.data() + page_size - 8, &sum.high, 8);
}

/// A file whose header, trailer and sums fit to this info and these columns.
AlignedBytes file_of(std::span<const std::byte> info, std::span<const std::byte> cells, bool is_wide) {
    DataSetHeader header{.venue = spark::Venue::parse("a").value(),
                         .symbol = spark::Symbol::parse("B").value(),
                         .timeframe = spark::Timeframe::parse("1h").value(),
                         .rows = std::max<std::size_t>(1, cells.size() / 8),
                         .info_bytes = info.size(),
                         .info_checksum = spark::crypto::checksum128(info),
                         .column_count = is_wide ? 7U : 6U,
                         .columns = {}};
    const auto layout = spark::store::detail::layout_of(header.rows, header.column_count, header.info_bytes).value();
    AlignedBytes file(layout.file_bytes);
    for (std::size_t index = 0; index < header.column_count; ++index) {
        const auto column = file.bytes().subspan(layout.column_offsets[index], layout.column_bytes);
        put(column, 0, cells.first(std::min(cells.size(), column.size())));
        header.columns[index] = {spark::crypto::checksum128(column), spark::crypto::sha256(column)};
    }
    const auto page = spark::store::detail::encode_header(header);
    put(file.bytes(), 0, page);
    put(file.bytes(), layout.info_offset, info);
    put(file.bytes(), layout.trailer_offset, spark::store::detail::encode_trailer(page));
    return file;
}

/// Opens and checks; a file that is taken must hold together. True when it was taken.
bool take(std::span<const std::byte> bytes) {
    const auto view = spark::store::detail::view_of(bytes);
    if (!view || !spark::store::detail::check_bytes(*view) || !spark::store::detail::check_digests(*view)) return false;
    const auto columns = view->columns();
    if (columns.size() == 0 || columns.volume.size() != columns.size()) std::abort();
    volatile std::int64_t last = columns.close.back();
    static_cast<void>(last);
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 1U << 20U) return 0;
    const auto mode = data[0];
    const auto rest = std::as_bytes(std::span(data, size)).subspan(1);
    if (mode % 4 < 2) {
        AlignedBytes file(rest.size());
        put(file.bytes(), 0, rest);
        if (mode % 4 == 1) seal_header(file.bytes());
        take(file.bytes());
    } else if (mode % 4 == 2) {
        take(file_of(rest, {}, false).bytes());
    } else if (!take(file_of(std::as_bytes(std::span(small_info)), rest, (mode & 4U) != 0).bytes())) {
        std::abort();  // Any cells make a file that is right.
    }
    return 0;
}
