#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/crypto/checksum.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

/// The bytes of a data set file. docs/reference/dataset_format.md describes them for other programs.
namespace spark::store::detail {

inline constexpr std::uint32_t format_version = 1;
inline constexpr std::size_t page_size = 4096;  ///< Alignment of every column, and the size of the header.
inline constexpr std::size_t trailer_size = 48;
inline constexpr std::size_t info_bytes_max =
    std::size_t{16} << 20U;  ///< The largest report (9 kinds × 100 findings) stays under 1 MiB.

/// The columns in the order they stand in the file; the last one only where a volume leaves 63 bits.
inline constexpr std::array<std::string_view, 7> column_names{"open_time_ns", "open",   "high",       "low",
                                                              "close",        "volume", "volume_high"};
inline constexpr std::size_t columns_max = column_names.size();

struct ColumnSums {
    crypto::Checksum128 checksum;
    crypto::Sha256Digest sha256;
    bool operator==(const ColumnSums&) const = default;
};

/// What the header says. Everything else in it (offsets, file size, identity, its own checksum) follows from this.
struct DataSetHeader {
    Venue venue;
    Symbol symbol;
    Timeframe timeframe;
    bool synthetic = false;
    std::uint32_t version = 1;
    std::uint64_t rows = 0;  ///< At least 1.
    std::int64_t first_open_ns = 0;
    std::int64_t last_open_ns = 0;
    std::uint64_t info_bytes = 0;
    crypto::Checksum128 info_checksum;
    std::size_t column_count = columns_max;  ///< 6, or 7 with volume_high.
    std::array<ColumnSums, columns_max> columns;

    bool operator==(const DataSetHeader&) const = default;
};

/// Where the parts of a file lie. All padding between them is zero.
struct Layout {
    std::uint64_t column_bytes = 0;
    std::array<std::uint64_t, columns_max> column_offsets{};
    std::uint64_t info_offset = 0;
    std::uint64_t trailer_offset = 0;
    std::uint64_t file_bytes = 0;
};

/// The layout of a file of so many rows; nothing when it would pass 2^60 bytes.
std::optional<Layout> layout_of(std::uint64_t rows, std::size_t column_count, std::uint64_t info_bytes);

/// The data set's identity: the same for the same venue, symbol, timeframe, synthetic flag and rows, whatever they came
/// from.
crypto::Sha256Digest identity_of(const DataSetHeader& header);

/// The header page. Precondition (asserted): there is a layout, and info_bytes ≤ info_bytes_max.
std::array<std::byte, page_size> encode_header(const DataSetHeader& header);

/// The trailer that belongs to this header page.
std::array<std::byte, trailer_size> encode_trailer(std::span<const std::byte, page_size> header_page);

/// Reads a file's header from its first bytes (fewer than a page of them is a fault too). A header is taken only when
/// it is byte for byte what encode_header makes of its values, so nothing in it is unchecked. Errors: corrupt, also for
/// a foreign file; invalid_input for a format version of the future (whose checksum holds).
Result<DataSetHeader> decode_header(std::span<const std::byte> file_start);

}  // namespace spark::store::detail
