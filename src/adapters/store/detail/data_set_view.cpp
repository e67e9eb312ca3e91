#include "adapters/store/detail/data_set_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "adapters/store/info_json.hpp"
#include "foundation/base/assert.hpp"

namespace spark::store::detail {
namespace {

using Bytes = std::span<const std::byte>;

/// Where the info stands, and where the zeros after it begin.
Bytes info_bytes(const DataSetView& view) {
    return view.bytes.subspan(view.layout.info_offset, view.header.info_bytes);
}

Result<void> check_trailer(Bytes bytes, const Layout& layout) {
    const auto expected = encode_trailer(bytes.first<page_size>());
    if (!std::ranges::equal(bytes.subspan(layout.trailer_offset, trailer_size), expected)) {
        return fail(Fault::corrupt,
                    fmt::format("trailer (bytes {} to {}) is damaged", layout.trailer_offset, layout.file_bytes - 1));
    }
    return {};
}

Result<void> check_info(const DataSetView& view) {
    if (crypto::checksum128(info_bytes(view)) != view.header.info_checksum) {
        const std::uint64_t first = view.layout.info_offset;
        return fail(Fault::corrupt,
                    fmt::format("info (bytes {} to {}) is damaged", first, first + view.header.info_bytes - 1));
    }
    return {};
}

Result<void> check_padding(const DataSetView& view, std::uint64_t begin, std::uint64_t end) {
    static constexpr std::array<std::byte, page_size> zeros{};
    const Bytes padding = view.bytes.subspan(begin, end - begin);
    SPARK_ASSERT(padding.size() <= zeros.size());
    if (padding.empty() || std::memcmp(padding.data(), zeros.data(), padding.size()) == 0) return {};
    const auto found = std::ranges::find_if(padding, [](std::byte byte) { return byte != std::byte{0}; });
    const auto offset = begin + static_cast<std::uint64_t>(found - padding.begin());
    return fail(Fault::corrupt, fmt::format("padding (byte {}) is not zero", offset));
}

Error damaged_column(const DataSetView& view, std::size_t index) {
    const std::uint64_t first = view.layout.column_offsets[index];
    return {Fault::corrupt, fmt::format("column {} (bytes {} to {}) is damaged", column_names[index], first,
                                        first + view.layout.column_bytes - 1)};
}

/// The info as the header has it. Errors: corrupt when it cannot be read, or speaks of another data set.
Result<market::DataSetInfo> read_info(const DataSetView& view) {
    const Bytes bytes = info_bytes(view);
    const auto json = wire::parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                       {.bytes_max = info_bytes_max, .depth_max = 16});
    if (!json) return fail(Fault::corrupt, "info is no JSON: " + json.error().message);
    auto info = info_of_json(*json);
    if (!info)
        return fail(Fault::corrupt,
                    fmt::format("info cannot be read: {}: {}", info.error().place, info.error().message));
    const DataSetHeader& header = view.header;
    const bool same =
        info->venue == header.venue && info->symbol == header.symbol && info->timeframe == header.timeframe;
    if (!same || info->synthetic != header.synthetic)
        return fail(Fault::corrupt, "info and header speak of different data sets");
    return info;
}

market::DataSetInfo nothing_known(const DataSetHeader& header) {
    return {.venue = header.venue,
            .symbol = header.symbol,
            .timeframe = header.timeframe,
            .sources = {},
            .steps = {},
            .quality = {}};
}

}  // namespace

Bytes DataSetView::column_bytes(std::size_t index) const {
    return bytes.subspan(layout.column_offsets[index], layout.column_bytes);
}

market::CandleColumns DataSetView::columns() const {
    const auto column = [this](std::size_t index) {
        return std::span(reinterpret_cast<const std::int64_t*>(column_bytes(index).data()), header.rows);
    };
    return {.open_time_ns = column(0),
            .open = column(1),
            .high = column(2),
            .low = column(3),
            .close = column(4),
            .volume = column(5),
            .volume_high = header.column_count == columns_max ? column(6) : std::span<const std::int64_t>{}};
}

Result<DataSetView> view_of(Bytes bytes) {
    SPARK_ASSERT(reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::int64_t) == 0);
    SPARK_TRY(DataSetHeader header, decode_header(bytes));
    const auto layout = layout_of(header.rows, header.column_count, header.info_bytes);
    SPARK_ASSERT(layout.has_value());
    if (bytes.size() != layout->file_bytes) {
        const std::string_view what = bytes.size() < layout->file_bytes ? "cut short" : "too long";
        return fail(Fault::corrupt, fmt::format("it is {}: found {} bytes, its header says {}", what, bytes.size(),
                                                layout->file_bytes));
    }
    SPARK_TRY(check_trailer(bytes, *layout));
    DataSetView view{.bytes = bytes, .header = header, .layout = *layout, .info = nothing_known(header)};
    SPARK_TRY(check_info(view));
    SPARK_TRY(view.info, read_info(view));
    return view;
}

Result<void> check_bytes(const DataSetView& view) {
    SPARK_TRY(const DataSetHeader header, decode_header(view.bytes));
    if (header != view.header) return fail(Fault::corrupt, "header has changed since the file was opened");
    std::uint64_t end = page_size;
    for (std::size_t index = 0; index < header.column_count; ++index) {
        SPARK_TRY(check_padding(view, end, view.layout.column_offsets[index]));
        if (crypto::checksum128(view.column_bytes(index)) != header.columns[index].checksum)
            return fail(damaged_column(view, index));
        end = view.layout.column_offsets[index] + view.layout.column_bytes;
    }
    SPARK_TRY(check_padding(view, end, view.layout.info_offset));
    SPARK_TRY(check_info(view));
    SPARK_TRY(check_padding(view, view.layout.info_offset + header.info_bytes, view.layout.trailer_offset));
    return check_trailer(view.bytes, view.layout);
}

Result<void> check_digests(const DataSetView& view) {
    for (std::size_t index = 0; index < view.header.column_count; ++index) {
        if (crypto::sha256(view.column_bytes(index)) != view.header.columns[index].sha256)
            return fail(damaged_column(view, index));
    }
    return {};
}

}  // namespace spark::store::detail
