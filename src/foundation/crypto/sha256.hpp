#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::crypto {

/// 32 bytes of SHA-256: the identity of a file, a data set or a result.
struct Sha256Digest {
    static constexpr std::size_t size = 32;
    std::array<std::uint8_t, size> bytes{};

    /// 64 lower-case hexadecimal digits.
    std::string hex() const;

    /// Reads 64 hexadecimal digits of either case, nothing before or after. Errors: invalid_input.
    static Result<Sha256Digest> parse(std::string_view text);

    auto operator<=>(const Sha256Digest&) const = default;
};

/// SHA-256 over bytes that come in pieces. A plain value: a copy goes on from the same point.
/// Not for several threads at once.
class Sha256 {
  public:
    Sha256();

    Sha256& update(std::span<const std::byte> bytes);
    Sha256& update(std::string_view text);

    /// Both updates at once, side by side where the processor has SHA instructions: for columns of one length.
    /// Precondition (asserted): equal sizes, two different objects.
    static void update_two(Sha256& first, std::span<const std::byte> first_bytes, Sha256& second,
                           std::span<const std::byte> second_bytes);

    /// One hash and the bytes it takes next.
    struct Piece {
        Sha256* hash;
        const std::byte* bytes;
    };
    /// `size` bytes of each piece at once, side by side where the processor can: the more pieces, the faster.
    /// Precondition (asserted): whole blocks of 64 bytes, every hash given whole blocks only so far. No hash is there
    /// twice.
    static void update_many(std::span<const Piece> pieces, std::size_t size);

    /// The digest of everything given so far; the object goes on unchanged, so that a running identity can be read.
    Sha256Digest finish() const;

  private:
    static constexpr std::size_t state_size = 112;
    alignas(8) std::array<std::byte, state_size> state_{};
};

/// The digest of bytes in one piece.
Sha256Digest sha256(std::span<const std::byte> bytes);
Sha256Digest sha256(std::string_view text);

/// The same as text.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

}  // namespace spark::crypto
