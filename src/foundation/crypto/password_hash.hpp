#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::crypto {

/// What one guess of a password costs. 64 MiB and 5 passes: above what OWASP asks of argon2id (19 MiB, 2), and about a
/// tenth of a second on one core. Tests take the least.
struct PasswordCost {
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t passes = 5;

    static constexpr PasswordCost least() { return {.memory_kib = 8, .passes = 1}; }

    bool operator==(const PasswordCost&) const = default;
};

using PasswordSalt = std::array<std::uint8_t, 16>;
inline constexpr std::size_t password_hash_bytes = 32;

/// Salt, hash and cost as a PHC string: `$argon2id$v=19$m=65536,t=5,p=1$salt$hash`.
std::string password_phc(const PasswordSalt& salt, const std::array<std::uint8_t, password_hash_bytes>& hash,
                         const PasswordCost& cost);

/// Argon2id of all bytes of the password, as a PHC string. One thread;
/// takes long and `memory_kib` of memory: pool threads only. The salt is random, 16 bytes of a FillRandom.
/// Errors: exhausted when there is no such memory. Precondition (asserted): the cost is at least least().
Result<std::string> hash_password(std::string_view password, const PasswordSalt& salt, const PasswordCost& cost);

/// Whether this is the password; takes as long as the hash says. Errors: corrupt when the text is no PHC string of
/// argon2id, or one above 1 GiB or 20 passes (so that a damaged row cannot stop the machine); exhausted without memory.
Result<bool> verify_password(std::string_view password, const std::string& phc);

/// Whether a hash was made at another cost than this: after the next right password it is made anew. True for text
/// that is no such hash.
bool needs_rehash(const std::string& phc, const PasswordCost& cost);

}  // namespace spark::crypto
