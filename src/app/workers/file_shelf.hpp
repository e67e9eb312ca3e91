#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "adapters/bus/bus.hpp"
#include "foundation/base/result.hpp"

namespace spark::workers {

/// Pieces of a file are at most so long; a NATS server takes messages of 1 MiB by default.
inline constexpr std::size_t piece_bytes = 512 * 1024;

/// Puts bytes on the bus under their SHA-256, unless they are there already; the head comes last, so that a file with a
/// head is whole. Returns the SHA-256. Errors: those of the bus.
Result<std::string> put_bytes(bus::Bus& bus, std::string_view bytes);

/// The bytes of this SHA-256. `progress` is called between pieces; false stops it. Errors: not_found; corrupt when they
/// are others, or more than `bytes_max`; unavailable when stopped; those of the bus.
Result<std::string> get_bytes(bus::Bus& bus, const std::string& sha256, std::uint64_t bytes_max,
                              const std::function<bool()>& progress);

/// Files by their SHA-256 in a folder: fetched once, checked each time they are handed out.
class FileCache {
  public:
    explicit FileCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Path of the file, from the folder or else from the bus. Errors: as get_bytes; those of files.
    Result<std::filesystem::path> file(bus::Bus& bus, const std::string& sha256, std::uint64_t bytes_max,
                                       const std::function<bool()>& progress);

    /// Removes what was handed out longest ago, until at most so many files with so many bytes in all are left; the
    /// last one handed out stays. Errors: those of files.
    Result<void> trim(std::uint64_t bytes_max, std::size_t files_max);

  private:
    std::filesystem::path folder_;
};

}  // namespace spark::workers
