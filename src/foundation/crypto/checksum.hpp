#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace spark::crypto {

/// 128 bits of XXH3: finds damage at memory speed. No defence against somebody who means harm; that is SHA-256's part.
struct Checksum128 {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    /// 32 lower-case hexadecimal digits, the high half first (xxHash's canonical text).
    std::string hex() const;

    auto operator<=>(const Checksum128&) const = default;
};

/// XXH3-128 of bytes in one piece, seed 0.
Checksum128 checksum128(std::span<const std::byte> bytes);

/// XXH3-128 over bytes that come in pieces; the same value as in one piece. A plain value. Not for several threads at
/// once.
class Checksum {
  public:
    Checksum();

    Checksum& update(std::span<const std::byte> bytes);

    /// The checksum of everything given so far; the object goes on unchanged.
    Checksum128 finish() const;

  private:
    static constexpr std::size_t state_size = 576;
    alignas(64) std::array<std::byte, state_size> state_{};
};

}  // namespace spark::crypto
