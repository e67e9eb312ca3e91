#pragma once

#include <filesystem>
#include <string>

#include "adapters/store/detail/data_set_format.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// A data set ready to be written: header with all sums, the info as text, and the columns. A view of the columns.
struct Draft {
    DataSetHeader header;
    std::string info_text;
    market::CandleColumns columns;
};

/// Checks the rows and works out all sums (SHA-256 is most of it; large tables are shared out to the processor's
/// cores). Leaves out volume_high when no volume needs it, so that the same rows have the same identity. Errors:
/// invalid_input when there are no rows, the columns differ in length, the times do not rise, a volume is negative, or
/// the info is too large.
Result<Draft> draft_of(const market::DataSetInfo& info, const market::CandleColumns& columns);

/// Writes the file durably; it appears whole under `path` or not at all.
/// Errors: conflict when `path` exists; exhausted, denied, unavailable as in foundation/base/files.hpp.
Result<void> write_data_set(const Draft& draft, const std::filesystem::path& path);

}  // namespace spark::store::detail
