#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "adapters/store/file_calls.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// A private file that only grows, durably. One thread at a time. The calls outlive it.
class AppendFile {
  public:
    /// Opens or creates it (0600). Errors: denied when it is no plain file of this user alone; others as in files.hpp.
    static Result<std::unique_ptr<AppendFile>> open(const std::filesystem::path& path, const FileCalls& calls);
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;
    ~AppendFile();

    /// Returns when all of it is durable. Errors: those of files.hpp, and then nothing of it is in the file. Where that
    /// cannot be said (the sync failed, or the cut after a failed write), is_broken() holds from then on: the kernel
    /// may have dropped the bytes it could not write, so a second sync that succeeds would prove nothing.
    Result<void> append(std::string_view bytes);

    /// Durably shorter: for bytes that were never acknowledged. Errors: as append; broken then.
    Result<void> cut(std::uint64_t size);

    bool is_broken() const { return is_broken_; }
    std::uint64_t size() const { return size_; }
    const std::filesystem::path& path() const { return path_; }

  private:
    AppendFile(int descriptor, std::filesystem::path path, const FileCalls& calls);
    Result<void> sync();

    int descriptor_;
    std::filesystem::path path_;
    const FileCalls& calls_;
    std::uint64_t size_ = 0;
    bool is_broken_ = false;
};

/// Denied unless the path is a plain file of this user that nobody else may read or write.
Result<void> check_private(const std::filesystem::path& path);

}  // namespace spark::store::detail
