#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>

#include "foundation/base/result.hpp"

namespace spark::detail {

/// Owner of a file descriptor; -1 is none.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    int get() const { return value_; }
    int release() { return std::exchange(value_, -1); }

  private:
    int value_ = -1;
};

/// open(2) with O_CLOEXEC, repeated when interrupted.
Result<Descriptor> open_path(const std::filesystem::path& path, int flags, unsigned mode = 0);

/// Writes all bytes. `path` is for the message.
Result<void> write_all(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& path);

/// fsync, repeated when interrupted.
Result<void> sync_descriptor(int descriptor, const std::filesystem::path& path);

/// The folder a file of this path lies in; `.` for a bare name.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace spark::detail
