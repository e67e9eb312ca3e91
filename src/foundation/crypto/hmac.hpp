#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "foundation/crypto/sha256.hpp"

namespace spark::crypto {

/// 20 bytes of HMAC-SHA-1. Only for one-time passwords of RFC 6238, which every authenticator app speaks: what breaks
/// SHA-1's collisions does not break its HMAC.
struct HmacSha1Tag {
    static constexpr std::size_t size = 20;
    std::array<std::uint8_t, size> bytes{};

    auto operator<=>(const HmacSha1Tag&) const = default;
};

/// HMAC-SHA-256 of RFC 2104: who knows the key has written this message. Compare with equal_in_constant_time.
Sha256Digest hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message);
Sha256Digest hmac_sha256(std::string_view key, std::string_view message);

HmacSha1Tag hmac_sha1(std::span<const std::byte> key, std::span<const std::byte> message);

}  // namespace spark::crypto
