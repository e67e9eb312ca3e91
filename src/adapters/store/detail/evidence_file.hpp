#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// Owner of an open file. Faults as in foundation/base/files.hpp.
class EvidenceFile {
  public:
    static Result<EvidenceFile> open(const std::filesystem::path& path, int flags);

    EvidenceFile(EvidenceFile&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
    EvidenceFile& operator=(EvidenceFile&&) = delete;
    ~EvidenceFile();

    int descriptor() const { return descriptor_; }
    Result<void> write(std::string_view bytes);
    /// Lets the disk begin on what was written; promises nothing.
    void begin_sync();
    /// Returns when all that was written is durable.
    Result<void> sync();

  private:
    EvidenceFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}

    int descriptor_ = -1;
    std::filesystem::path path_;
};

}  // namespace spark::store::detail
