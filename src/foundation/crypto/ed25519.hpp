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

/// The secret half of a key pair: 32 random bytes of RFC 8032. Wiped at its end. Never shown, never logged.
class Ed25519Secret {
  public:
    static constexpr std::size_t size = 32;

    explicit Ed25519Secret(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}
    Ed25519Secret(const Ed25519Secret&) = default;
    Ed25519Secret& operator=(const Ed25519Secret&) = default;
    ~Ed25519Secret();

    /// For the file it is kept in.
    const std::array<std::uint8_t, size>& bytes() const { return bytes_; }

  private:
    std::array<std::uint8_t, size> bytes_;
};

/// Whom a signature is checked against; may be known to everybody.
struct Ed25519PublicKey {
    static constexpr std::size_t size = 32;
    std::array<std::uint8_t, size> bytes{};

    /// 64 lower-case hexadecimal digits.
    std::string hex() const;
    /// Reads 64 hexadecimal digits of either case. Errors: invalid_input.
    static Result<Ed25519PublicKey> parse(std::string_view text);

    auto operator<=>(const Ed25519PublicKey&) const = default;
};

struct Ed25519Signature {
    static constexpr std::size_t size = 64;
    std::array<std::uint8_t, size> bytes{};

    /// 128 lower-case hexadecimal digits.
    std::string hex() const;
    /// Reads 128 hexadecimal digits of either case. Errors: invalid_input.
    static Result<Ed25519Signature> parse(std::string_view text);

    auto operator<=>(const Ed25519Signature&) const = default;
};

/// A fresh secret from the kernel's random numbers: of an edge (a key file that is made), not of the engine.
Ed25519Secret make_ed25519_secret();

Ed25519PublicKey ed25519_public_key(const Ed25519Secret& secret);

/// The signature of RFC 8032 (pure Ed25519): the same for the same secret and message, always.
Ed25519Signature ed25519_sign(const Ed25519Secret& secret, std::span<const std::byte> message);
Ed25519Signature ed25519_sign(const Ed25519Secret& secret, std::string_view message);

/// Whether the holder of the key's secret signed this very message. A key that is no point of the curve: false.
bool ed25519_verify(const Ed25519PublicKey& key, std::span<const std::byte> message, const Ed25519Signature& signature);
bool ed25519_verify(const Ed25519PublicKey& key, std::string_view message, const Ed25519Signature& signature);

}  // namespace spark::crypto
