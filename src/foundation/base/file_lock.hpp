#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark {

/// An exclusive advisory lock (flock) on a lock file, held until destroyed; a dead process's lock is released by the
/// kernel. The holder's process id and command stand in the file while it is held. The file itself is never removed
/// (removing it would let two processes lock two different files of one name).
class FileLock {
  public:
    /// Takes the lock, waiting at most `wait_max` (0: one attempt). `command` is written into the file for the message
    /// of others. Errors: conflict, naming the holder's pid and command; otherwise as in files.hpp.
    static Result<FileLock> acquire(const std::filesystem::path& path, std::string_view command,
                                    std::chrono::milliseconds wait_max);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    void release() noexcept;

    int descriptor_ = -1;
};

}  // namespace spark
