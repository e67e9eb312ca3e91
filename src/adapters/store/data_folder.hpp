#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/data_set_id.hpp"
#include "adapters/store/mapped_data_set.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store {

struct DataFolderOptions {
    bool create = false;                     ///< Make the folder when it is absent.
    std::chrono::milliseconds lock_wait{0};  ///< How long a save waits for another process's save.
    std::string command = "spark";           ///< Who holds the lock, for the message to others.
};

/// What a save has come to.
struct SavedDataSet {
    DataSetId id;  ///< With its version.
    crypto::Sha256Digest sha256;
    std::filesystem::path path;
    bool is_new = false;  ///< False when the same rows were there already; then nothing was written.
};

/// A line of the catalogue.
struct DataSetEntry {
    DataSetId id;  ///< With its version, from the file's place.
    std::filesystem::path path;
    std::optional<Error> damage;  ///< Why it cannot be used; then only id, path and bytes are known.
    bool synthetic = false;
    std::uint64_t rows = 0;
    WallTime first{};  ///< Open time of the first bar.
    WallTime last{};   ///< Open time of the last bar.
    crypto::Sha256Digest sha256;
    std::uint64_t bytes = 0;  ///< Size of the file.
};

/// The folder that holds everything the program keeps. Data sets lie at
/// datasets/<venue>/<SYMBOL>/<timeframe>/v<N>.spark and are never changed. Reading needs no lock; saving takes
/// datasets/.lock. Any number of processes may use one folder.
class DataFolder {
  public:
    /// Errors: not_found when it is absent and `create` is not asked; denied; invalid_input when it is a file.
    static Result<DataFolder> open(const std::filesystem::path& path, DataFolderOptions options = {});

    const std::filesystem::path& path() const { return path_; }

    /// Saves the rows as the next version, durably, or finds the version that holds the same rows (its info then stays
    /// as it was). A damaged version is never taken for the same. Removes what crashed saves have left. Errors:
    /// invalid_input (see detail/data_set_writer.hpp); conflict when another process is saving; denied; exhausted.
    /// Whatever the error and wherever a crash comes, nothing half-written is ever listed or opened.
    Result<SavedDataSet> save(const market::DataSetInfo& info, const market::CandleColumns& columns);

    /// All data sets by id and version, damaged ones among them. Does not read columns.
    /// Errors: denied, unavailable.
    Result<std::vector<DataSetEntry>> list() const;

    /// `ds_binance_BTCUSDT_1h@v3`, or without `@v3` the newest version. Columns are not checked yet: call
    /// check_columns(). Errors: not_found, with the nearest names there are; corrupt; denied.
    Result<MappedDataSet> open_data_set(std::string_view id) const;

  private:
    DataFolder(std::filesystem::path path, DataFolderOptions options);
    std::filesystem::path path_of(const DataSetId& id) const;
    Result<MappedDataSet> open_version(const DataSetId& id) const;
    Result<DataSetEntry> entry_of(const DataSetId& id) const;
    Result<std::optional<DataSetId>> find_same(const DataSetId& any_version, const crypto::Sha256Digest& sha256) const;
    Result<void> remove_leftovers() const;
    void remove_empty_folders(const DataSetId& id) const;
    Error unknown_data_set(std::string_view id) const;

    std::filesystem::path path_;
    DataFolderOptions options_;
};

}  // namespace spark::store
