#include "adapters/store/detail/data_set_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "adapters/store/info_json.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::store::detail {
namespace {

using Column = std::span<const std::int64_t>;

std::array<Column, columns_max> columns_in_order(const market::CandleColumns& columns) {
    return {columns.open_time_ns, columns.open,   columns.high,       columns.low,
            columns.close,        columns.volume, columns.volume_high};
}

bool is_negative(std::int64_t value) { return value < 0; }

/// Errors: invalid_input, see draft_of.
Result<void> check_rows(const market::CandleColumns& columns) {
    const std::size_t rows = columns.size();
    if (rows == 0) return fail(Fault::invalid_input, "found no rows, a data set has at least one");
    const auto ordered = columns_in_order(columns);
    for (std::size_t index = 0; index < columns_max; ++index) {
        const bool absent = index + 1 == columns_max && ordered[index].empty();
        if (ordered[index].size() != rows && !absent) {
            return fail(Fault::invalid_input, fmt::format("column {} has {} rows, open_time_ns has {}",
                                                          column_names[index], ordered[index].size(), rows));
        }
    }
    const auto fallen = std::ranges::adjacent_find(columns.open_time_ns, std::ranges::greater_equal());
    if (fallen != columns.open_time_ns.end()) {
        const auto row = fallen - columns.open_time_ns.begin();
        return fail(Fault::invalid_input,
                    fmt::format("rows {} and {} do not stand in rising order of time", row, row + 1));
    }
    const Column signs = columns.volume_high.empty() ? columns.volume : columns.volume_high;
    if (const auto found = std::ranges::find_if(signs, is_negative); found != signs.end()) {
        return fail(Fault::invalid_input, fmt::format("row {} has a negative volume", found - signs.begin()));
    }
    return {};
}

/// The columns without volume_high where every volume fits in 63 bits: one table, one form.
market::CandleColumns in_narrowest_form(market::CandleColumns columns) {
    const bool is_wide = std::ranges::any_of(columns.volume_high, [](std::int64_t high) { return high != 0; }) ||
                         (!columns.volume_high.empty() && std::ranges::any_of(columns.volume, is_negative));
    if (!is_wide) columns.volume_high = {};
    return columns;
}

/// Sums of two columns of one length, side by side: SHA-256 costs most, and two at once cost little more than one. A
/// chunk is still in the second-level cache when the second sum reads it.
std::array<ColumnSums, 2> sums_of_two(Column first, Column second) {
    constexpr std::size_t chunk_bytes = std::size_t{128} << 10U;
    std::array<crypto::Checksum, 2> checksums;
    std::array<crypto::Sha256, 2> identities;
    const std::array bytes{std::as_bytes(first), std::as_bytes(second)};
    for (std::size_t at = 0; at < bytes[0].size(); at += chunk_bytes) {
        const std::size_t count = std::min(chunk_bytes, bytes[0].size() - at);
        const std::array chunks{bytes[0].subspan(at, count), bytes[1].subspan(at, count)};
        crypto::Sha256::update_two(identities[0], chunks[0], identities[1], chunks[1]);
        checksums[0].update(chunks[0]);
        checksums[1].update(chunks[1]);
    }
    return {ColumnSums{checksums[0].finish(), identities[0].finish()},
            ColumnSums{checksums[1].finish(), identities[1].finish()}};
}

void fill_sums(DataSetHeader& header, const market::CandleColumns& columns) {
    const auto ordered = columns_in_order(columns);
    for (std::size_t index = 0; index < header.column_count; index += 2) {
        // An odd column out is summed beside itself.
        const std::size_t beside = std::min(index + 1, header.column_count - 1);
        const auto sums = sums_of_two(ordered[index], ordered[beside]);
        header.columns[index] = sums[0];
        header.columns[beside] = sums[1];
    }
}

}  // namespace

Result<Draft> draft_of(const market::DataSetInfo& info, const market::CandleColumns& given) {
    SPARK_TRY(check_rows(given));
    const market::CandleColumns columns = in_narrowest_form(given);
    std::string info_text = wire::to_text(info_to_json(info));
    if (info_text.size() > info_bytes_max) {
        return fail(Fault::invalid_input, fmt::format("the data set's description has {} bytes, allowed {}",
                                                      info_text.size(), info_bytes_max));
    }
    DataSetHeader header{.venue = info.venue,
                         .symbol = info.symbol,
                         .timeframe = info.timeframe,
                         .synthetic = info.synthetic,
                         .rows = columns.size(),
                         .first_open_ns = columns.open_time_ns.front(),
                         .last_open_ns = columns.open_time_ns.back(),
                         .info_bytes = info_text.size(),
                         .info_checksum = crypto::checksum128(std::as_bytes(std::span(info_text))),
                         .column_count = columns.volume_high.empty() ? columns_max - 1 : columns_max,
                         .columns = {}};
    if (!layout_of(header.rows, header.column_count, header.info_bytes))
        return fail(Fault::invalid_input, "too many rows for one data set");
    fill_sums(header, columns);
    return Draft{std::move(header), std::move(info_text), columns};
}

Result<void> write_data_set(const Draft& draft, const std::filesystem::path& path) {
    static constexpr std::array<std::byte, page_size> zeros{};
    const auto layout = layout_of(draft.header.rows, draft.header.column_count, draft.header.info_bytes);
    const auto header_page = encode_header(draft.header);
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    const auto write_at = [&file](std::uint64_t offset, std::span<const std::byte> bytes) -> Result<void> {
        SPARK_TRY(file.write(std::span(zeros).first(offset - file.size())));
        return file.write(bytes);
    };
    SPARK_TRY(file.write(header_page));
    const auto ordered = columns_in_order(draft.columns);
    for (std::size_t index = 0; index < draft.header.column_count; ++index) {
        SPARK_TRY(write_at(layout->column_offsets[index], std::as_bytes(ordered[index])));
    }
    SPARK_TRY(write_at(layout->info_offset, std::as_bytes(std::span(draft.info_text))));
    SPARK_TRY(write_at(layout->trailer_offset, encode_trailer(header_page)));
    return file.publish(path, UnfinishedFile::WhenThere::refuse);
}

}  // namespace spark::store::detail
