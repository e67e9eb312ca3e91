#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark {

/// A file that is being written and does not exist under its own name yet. Life: create → write… → publish; destroyed
/// before publish, its temporary file is removed. A crash leaves a file named `.<name>.<pid>-<n>.unfinished`, which no
/// reader takes for a finished one. Faults: as in files.hpp. One thread at a time.
class UnfinishedFile {
  public:
    enum class WhenThere : std::uint8_t { replace, refuse };

    /// Creates the temporary file in the folder of `final_path`, which must exist.
    static Result<UnfinishedFile> create(const std::filesystem::path& final_path);

    UnfinishedFile(UnfinishedFile&& other) noexcept;
    UnfinishedFile& operator=(UnfinishedFile&& other) noexcept;
    ~UnfinishedFile();

    /// Appends. Not buffered: hand over large pieces.
    Result<void> write(std::span<const std::byte> bytes);
    Result<void> write(std::string_view bytes) { return write(std::as_bytes(std::span(bytes))); }

    /// Overwrites bytes written before (a header filled in last). Precondition (asserted): inside what has been
    /// written.
    Result<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes);

    std::uint64_t size() const { return size_; }
    const std::filesystem::path& temporary_path() const { return temporary_path_; }
    int descriptor() const { return descriptor_; }

    /// fsync, move to `final_path` (same folder as at creation, asserted), fsync of the folder. Afterwards the object
    /// is spent. Errors: conflict when `refuse` is asked and the path exists; then, as on every other error, nothing is
    /// left behind.
    Result<void> publish(const std::filesystem::path& final_path, WhenThere when_there);

  private:
    UnfinishedFile(int descriptor, std::filesystem::path temporary_path);
    void discard() noexcept;

    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::filesystem::path temporary_path_;
};

/// True for the names that UnfinishedFile gives its temporary files.
bool is_unfinished_name(std::string_view file_name);

}  // namespace spark
