#include "adapters/store/detail/data_set_format.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::store::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is little-endian and mapped as it is");

constexpr std::array<char, 8> magic{'S', 'P', 'A', 'R', 'K', 'D', 'S', '1'};
constexpr std::array<char, 8> end_magic{'S', 'P', 'A', 'R', 'K', 'E', 'N', 'D'};
constexpr std::uint64_t file_bytes_limit = std::uint64_t{1} << 60U;
constexpr std::uint32_t flag_synthetic = 1;

using RawChecksum = std::array<std::uint64_t, 2>;  // low half, high half

struct RawColumn {
    std::array<char, 16> name;  // zero-filled
    std::uint64_t offset;
    std::uint64_t bytes;
    RawChecksum checksum;
    std::array<std::uint8_t, crypto::Sha256Digest::size> sha256;
    std::array<std::uint64_t, 2> reserved;
};

struct RawHeader {
    std::array<char, 8> magic;
    std::uint32_t format_version;
    std::uint32_t header_bytes;
    std::uint64_t file_bytes;
    std::uint64_t rows;
    std::int64_t first_open_ns;
    std::int64_t last_open_ns;
    std::int64_t timeframe_s;
    std::uint32_t version;
    std::uint32_t flags;
    std::uint64_t info_offset;
    std::uint64_t info_bytes;
    RawChecksum info_checksum;
    std::array<std::uint8_t, crypto::Sha256Digest::size> sha256;
    std::array<char, 24> venue;
    std::array<char, 32> symbol;
    std::uint64_t column_count;
    std::array<RawColumn, columns_max> columns;
    std::array<std::uint8_t, 3216> reserved;
    RawChecksum checksum;  // of all bytes before it
};

struct RawTrailer {
    std::array<char, 8> magic;
    std::uint64_t file_bytes;
    RawChecksum header_checksum;
    RawChecksum checksum;  // of all bytes before it
};

static_assert(sizeof(RawColumn) == 96 && offsetof(RawHeader, columns) == 192);
static_assert(sizeof(RawHeader) == page_size && offsetof(RawHeader, checksum) == page_size - 16);
static_assert(std::has_unique_object_representations_v<RawHeader>, "a hole in the header would not be checked");
static_assert(sizeof(RawTrailer) == trailer_size && std::has_unique_object_representations_v<RawTrailer>);

RawChecksum raw(crypto::Checksum128 checksum) { return {checksum.low, checksum.high}; }
crypto::Checksum128 cooked(RawChecksum checksum) { return {.low = checksum[0], .high = checksum[1]}; }

template <std::size_t size>
std::array<char, size> zero_filled(std::string_view text) {
    SPARK_ASSERT(text.size() <= size);
    std::array<char, size> field{};
    std::memcpy(field.data(), text.data(), text.size());
    return field;
}

template <std::size_t size>
std::string_view up_to_zero(const std::array<char, size>& field) {
    return {field.data(), ::strnlen(field.data(), size)};
}

/// The checksum of a raw structure, of all bytes before its own `checksum` member, which is the last.
template <class Raw>
RawChecksum checksum_of(const Raw& structure) {
    return raw(crypto::checksum128(std::as_bytes(std::span(&structure, 1)).first(sizeof(Raw) - sizeof(RawChecksum))));
}

std::uint64_t next_page(std::uint64_t offset) { return (offset + page_size - 1) / page_size * page_size; }

std::unexpected<Error> damaged_header(std::string what) {
    return fail(Fault::corrupt, "header is damaged: " + std::move(what));
}

/// The values of a header whose checksum holds. Whether all the rest of it fits to them is seen by encoding them again.
Result<DataSetHeader> values_of(const RawHeader& header) {
    auto venue = Venue::parse(up_to_zero(header.venue));
    auto symbol = Symbol::parse(up_to_zero(header.symbol));
    constexpr std::int64_t timeframe_s_max = std::int64_t{1000} * 7 * 86'400;
    if (!venue || !symbol) return damaged_header("no venue or symbol can be read");
    if (header.timeframe_s < 1 || header.timeframe_s > timeframe_s_max)
        return damaged_header("no timeframe can be read");
    if (header.column_count + 1 != columns_max && header.column_count != columns_max)
        return damaged_header("6 or 7 columns are possible");
    if (header.rows == 0 || header.version == 0 || header.first_open_ns > header.last_open_ns)
        return damaged_header("its values disagree");
    if (header.info_bytes > info_bytes_max || !layout_of(header.rows, header.column_count, header.info_bytes)) {
        return damaged_header("its sizes are out of bounds");
    }
    DataSetHeader values{.venue = *std::move(venue),
                         .symbol = *std::move(symbol),
                         .timeframe = Timeframe::of(std::chrono::seconds(header.timeframe_s)),
                         .synthetic = (header.flags & flag_synthetic) != 0,
                         .version = header.version,
                         .rows = header.rows,
                         .first_open_ns = header.first_open_ns,
                         .last_open_ns = header.last_open_ns,
                         .info_bytes = header.info_bytes,
                         .info_checksum = cooked(header.info_checksum),
                         .column_count = header.column_count,
                         .columns = {}};
    for (std::size_t index = 0; index < values.column_count; ++index) {
        values.columns[index].checksum = cooked(header.columns[index].checksum);
        values.columns[index].sha256.bytes = header.columns[index].sha256;
    }
    return values;
}

}  // namespace

std::optional<Layout> layout_of(std::uint64_t rows, std::size_t column_count, std::uint64_t info_bytes) {
    SPARK_ASSERT(column_count <= columns_max);
    if (rows > file_bytes_limit / (8 * columns_max) - page_size || info_bytes > info_bytes_max) return std::nullopt;
    Layout layout{.column_bytes = rows * sizeof(std::int64_t)};
    std::uint64_t end = page_size;
    for (std::size_t index = 0; index < column_count; ++index) {
        layout.column_offsets[index] = end;
        end = next_page(end + layout.column_bytes);
    }
    layout.info_offset = end;
    layout.trailer_offset = (end + info_bytes + 15) / 16 * 16;
    layout.file_bytes = layout.trailer_offset + trailer_size;
    return layout;
}

crypto::Sha256Digest identity_of(const DataSetHeader& header) {
    std::string text = fmt::format(
        "spark.dataset-identity/1\nvenue={}\nsymbol={}\ntimeframe_s={}\nsynthetic={}\nrows={}\n", header.venue.text(),
        header.symbol.text(), header.timeframe.length().count(), header.synthetic ? 1 : 0, header.rows);
    for (std::size_t index = 0; index < header.column_count; ++index) {
        text += fmt::format("{}={}\n", column_names[index], header.columns[index].sha256.hex());
    }
    return crypto::sha256(text);
}

std::array<std::byte, page_size> encode_header(const DataSetHeader& header) {
    const auto layout = layout_of(header.rows, header.column_count, header.info_bytes);
    SPARK_ASSERT(layout.has_value());
    RawHeader page{.magic = magic,
                   .format_version = format_version,
                   .header_bytes = page_size,
                   .file_bytes = layout->file_bytes,
                   .rows = header.rows,
                   .first_open_ns = header.first_open_ns,
                   .last_open_ns = header.last_open_ns,
                   .timeframe_s = header.timeframe.length().count(),
                   .version = header.version,
                   .flags = header.synthetic ? flag_synthetic : 0U,
                   .info_offset = layout->info_offset,
                   .info_bytes = header.info_bytes,
                   .info_checksum = raw(header.info_checksum),
                   .sha256 = identity_of(header).bytes,
                   .venue = zero_filled<24>(header.venue.text()),
                   .symbol = zero_filled<32>(header.symbol.text()),
                   .column_count = header.column_count,
                   .columns = {},
                   .reserved = {},
                   .checksum = {}};
    for (std::size_t index = 0; index < header.column_count; ++index) {
        page.columns[index] = {.name = zero_filled<16>(column_names[index]),
                               .offset = layout->column_offsets[index],
                               .bytes = layout->column_bytes,
                               .checksum = raw(header.columns[index].checksum),
                               .sha256 = header.columns[index].sha256.bytes,
                               .reserved = {}};
    }
    page.checksum = checksum_of(page);
    return std::bit_cast<std::array<std::byte, page_size>>(page);
}

std::array<std::byte, trailer_size> encode_trailer(std::span<const std::byte, page_size> header_page) {
    RawHeader header;
    std::memcpy(&header, header_page.data(), sizeof header);
    RawTrailer trailer{
        .magic = end_magic, .file_bytes = header.file_bytes, .header_checksum = header.checksum, .checksum = {}};
    trailer.checksum = checksum_of(trailer);
    return std::bit_cast<std::array<std::byte, trailer_size>>(trailer);
}

Result<DataSetHeader> decode_header(std::span<const std::byte> file_start) {
    if (file_start.size() < page_size) {
        return fail(Fault::corrupt, fmt::format("found {} bytes, a data set file begins with a header of {}",
                                                file_start.size(), page_size));
    }
    RawHeader header;
    std::memcpy(&header, file_start.data(), sizeof header);
    if (header.magic != magic)
        return fail(Fault::corrupt, "it does not begin with SPARKDS1: damaged, or no Spark data set file at all");
    if (header.checksum != checksum_of(header)) return damaged_header("its checksum does not hold");
    if (header.format_version != format_version) {
        return fail(Fault::invalid_input,
                    fmt::format("data set format {} found, this program reads format {}", header.format_version,
                                format_version),
                    {}, "use the newer program that wrote it, or ingest the rows again with this one");
    }
    SPARK_TRY(DataSetHeader values, values_of(header));
    if (std::memcmp(encode_header(values).data(), &header, sizeof header) != 0)
        return damaged_header("its values disagree");
    return values;
}

}  // namespace spark::store::detail
