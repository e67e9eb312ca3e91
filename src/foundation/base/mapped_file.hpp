#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "foundation/base/result.hpp"

namespace spark {

/// A file's bytes in memory, read-only, shared with the page cache. Owner of the mapping; spans from it live as long as
/// it does. The file must not be cut short while it is mapped (a read past the new end is a SIGBUS): map only what is
/// never changed in place.
class MappedFile {
  public:
    /// `on_demand` reads pages as they are touched; `populate` reads all of them before returning.
    enum class Paging : std::uint8_t { on_demand, populate };

    /// Errors: not_found, denied, invalid_input when it is no regular file, exhausted, unavailable. An empty file gives
    /// no bytes.
    static Result<MappedFile> open(const std::filesystem::path& path, Paging paging = Paging::on_demand);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return bytes_; }

  private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
    void unmap() noexcept;

    std::span<const std::byte> bytes_;
};

}  // namespace spark
