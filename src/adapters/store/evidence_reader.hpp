#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/audit/verify.hpp"

namespace spark::store {

/// The files below one folder, as verification reads them. Changes nothing and takes no lock, so it works on read-only
/// copies. Reads plain files only: a pipe or a device in a file's place is refused, not waited for.
class EvidenceFolderReader : public audit::EvidenceReader {
  public:
    explicit EvidenceFolderReader(std::filesystem::path top) : top_(std::move(top)) {}

    Result<std::string> read(const std::string& path) const override;
    /// Reads in pieces: memory stays flat whatever the file's size.
    Result<audit::FileDigest> digest(const std::string& path) const override;
    Result<std::vector<std::string>> names(const std::string& folder) const override;

  private:
    std::filesystem::path top_;
};

}  // namespace spark::store
