#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::trials::detail {

/// Owner of an open journal. Faults as in foundation/base/files.hpp.
class JournalFile {
  public:
    static Result<JournalFile> open(const std::filesystem::path& path, bool to_write);

    JournalFile(JournalFile&& other) noexcept;
    JournalFile& operator=(JournalFile&&) = delete;
    ~JournalFile();

    /// Fewer bytes than asked only at the end.
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const;
    /// Writes all of them at this offset.
    Result<void> write_at(std::uint64_t offset, std::string_view bytes);
    Result<void> cut(std::uint64_t size);
    Result<void> sync();
    Result<std::uint64_t> size() const;

  private:
    JournalFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}

    int descriptor_ = -1;
    std::filesystem::path path_;
};

}  // namespace spark::trials::detail
