#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/store/data_set_id.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store {

/// A data set file in memory, read-only, shared with the page cache. Owner of the mapping: columns() lives as long as
/// it does, also after a move. Its files are never changed in place; somebody who cuts one short while it is mapped
/// stops the process (SIGBUS). Reading from several threads at once is fine.
class MappedDataSet {
  public:
    /// Maps the file and checks its header, trailer and info, not yet its columns: the same cost for any number of
    /// rows. Errors: not_found, denied; corrupt, also for a foreign file; invalid_input for the format of a newer
    /// program.
    static Result<MappedDataSet> open(const std::filesystem::path& path);

    MappedDataSet(MappedDataSet&&) noexcept;
    MappedDataSet& operator=(MappedDataSet&&) noexcept;
    ~MappedDataSet();

    DataSetId id() const;  ///< With its version.
    const market::DataSetInfo& info() const;
    market::CandleColumns columns() const;
    crypto::Sha256Digest sha256() const;  ///< The identity: the same for the same rows of the same instrument.
    std::uint64_t file_bytes() const;
    const std::filesystem::path& path() const;

    /// Checks every byte of the file: columns by XXH3-128 at memory speed, padding by zero. To be called once before
    /// the first bar is read. Errors: corrupt, naming the column (or other part) and its bytes in the file.
    Result<void> check_columns() const;

    /// check_columns, and that the rows are those the identity stands for (SHA-256, about 1 GB/s).
    /// Errors: corrupt, as above.
    Result<void> check_identity() const;

  private:
    struct Parts;
    explicit MappedDataSet(std::unique_ptr<Parts> parts);
    Error about_this_file(Error error) const;

    std::unique_ptr<Parts> parts_;
};

}  // namespace spark::store
