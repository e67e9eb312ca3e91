#pragma once

#include <cstddef>
#include <span>

#include "adapters/store/detail/data_set_format.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// A data set file's bytes, understood. A view: the bytes outlive it, and begin at a multiple of 8.
struct DataSetView {
    std::span<const std::byte> bytes;
    DataSetHeader header;
    Layout layout;
    market::DataSetInfo info;

    market::CandleColumns columns() const;
    std::span<const std::byte> column_bytes(std::size_t index) const;
};

/// Checks and reads everything but the columns: header, trailer, size and info. A few microseconds, whatever the number
/// of rows. Errors: as decode_header; corrupt when the bytes end too early, go on too long, or a checksum does not
/// hold.
Result<DataSetView> view_of(std::span<const std::byte> bytes);

/// Every byte that view_of did not look at: the columns against their XXH3-128, the padding against zero; and header,
/// info and trailer once more, for bytes that have changed since. Runs at memory speed. Errors: corrupt, naming the
/// part and its bytes in the file.
Result<void> check_bytes(const DataSetView& view);

/// The columns against their SHA-256, so that the rows are those the identity stands for. About 1 GB/s.
/// Errors: corrupt, naming the column.
Result<void> check_digests(const DataSetView& view);

}  // namespace spark::store::detail
