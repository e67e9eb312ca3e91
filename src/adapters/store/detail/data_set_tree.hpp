#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "adapters/store/data_set_id.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// Every datasets/<venue>/<SYMBOL>/<timeframe> folder below the data folder, sorted; ids without version. Folders that
/// are not named in the canonical way hold nothing that an id could mean, and are passed over. Errors: denied,
/// unavailable, exhausted.
Result<std::vector<DataSetId>> data_set_folders(const std::filesystem::path& data_folder);

/// The versions that have a file in the folder, whether it is whole or not, rising; none when the folder is absent.
/// Errors: as above.
Result<std::vector<std::uint32_t>> versions_in(const std::filesystem::path& folder);

/// The highest version number that was ever used for this data set, also where it lies in the trash or is gone for
/// good; 0 where there was none. No number means two things: evidence names data sets by it. Errors: as above.
Result<std::uint32_t> version_ever_highest(const std::filesystem::path& data_folder, const DataSetId& id);

/// The empty file that keeps a removed version's number: `.v3.gone`.
std::filesystem::path gone_mark(const std::filesystem::path& data_folder, const DataSetId& id);

}  // namespace spark::store::detail
