#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/store/data_folder.hpp"
#include "foundation/base/result.hpp"

namespace spark::store {

/// Data sets that were thrown away and can come back: trash/datasets/<venue>/<SYMBOL>/<timeframe>/v<N>.spark below the
/// data folder. A version's number is never used again, not even when it is gone for good, so that evidence that names
/// it never means other rows. Each change is one rename under the lock of saves. Any number of processes.
class DataTrash {
  public:
    DataTrash(std::filesystem::path data_folder, DataFolderOptions options)
        : data_folder_(std::move(data_folder)), options_(std::move(options)) {}

    /// Moves one version into the trash. Errors: invalid_input without version; not_found; conflict when another
    /// process is saving; denied.
    Result<DataSetId> put(std::string_view id) const;

    /// What lies in the trash, as DataFolder::list.
    Result<std::vector<DataSetEntry>> list() const;

    /// Moves it back to where it was. Errors: as put; conflict when a file lies in its place.
    Result<DataSetId> restore(std::string_view id) const;

    /// Removes it for good. Errors: as put.
    Result<DataSetId> remove(std::string_view id) const;

  private:
    Result<DataSetId> version_of(std::string_view id) const;
    Result<void> move(const DataSetId& id, const std::filesystem::path& from, const std::filesystem::path& to) const;
    std::filesystem::path trash() const { return data_folder_ / "trash"; }

    std::filesystem::path data_folder_;
    DataFolderOptions options_;
};

}  // namespace spark::store
