#include "foundation/crypto/password_hash.hpp"

#include <sodium.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <span>

#include "foundation/base/assert.hpp"

namespace spark::crypto {
namespace {

constexpr PasswordCost cost_most{.memory_kib = 1U << 20U, .passes = 20};
static_assert(std::tuple_size_v<PasswordSalt> == crypto_pwhash_argon2id_SALTBYTES);

/// Chooses the fastest code for this processor; safe to repeat.
void prepare_library() {
    static const int prepared = sodium_init();
    SPARK_ASSERT(prepared >= 0);
}

std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // The closing NUL.
    return text;
}

/// Reads `name=number` and the character behind it.
bool take_number(std::string_view& text, std::string_view name, char end, std::uint32_t& number) {
    if (!text.starts_with(name)) return false;
    text.remove_prefix(name.size());
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || rest == text.data() + text.size() || *rest != end) return false;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
    return true;
}

/// What a hash costs; none where it is no PHC string of argon2id, version 1.3, one lane.
std::optional<PasswordCost> cost_of(std::string_view phc) {
    constexpr std::string_view head = "$argon2id$v=19$";
    if (!phc.starts_with(head) || phc.size() >= crypto_pwhash_argon2id_STRBYTES) return std::nullopt;
    phc.remove_prefix(head.size());
    PasswordCost cost;
    std::uint32_t lanes = 0;
    if (!take_number(phc, "m=", ',', cost.memory_kib) || !take_number(phc, "t=", ',', cost.passes) ||
        !take_number(phc, "p=", '$', lanes) || lanes != 1) {
        return std::nullopt;
    }
    return cost;
}

bool is_within_limits(const PasswordCost& cost) {
    constexpr PasswordCost least = PasswordCost::least();
    return cost.memory_kib >= least.memory_kib && cost.memory_kib <= cost_most.memory_kib &&
           cost.passes >= least.passes && cost.passes <= cost_most.passes;
}

}  // namespace

std::string password_phc(const PasswordSalt& salt, const std::array<std::uint8_t, password_hash_bytes>& hash,
                         const PasswordCost& cost) {
    return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
           base64(salt) + "$" + base64(hash);
}

Result<std::string> hash_password(std::string_view password, const PasswordSalt& salt, const PasswordCost& cost) {
    SPARK_ASSERT(is_within_limits(cost));
    prepare_library();
    std::array<std::uint8_t, password_hash_bytes> hash{};
    errno = 0;
    if (crypto_pwhash_argon2id(hash.data(), hash.size(), password.data(), password.size(), salt.data(), cost.passes,
                               std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        return fail(Fault::exhausted,
                    "no memory to hash a password, " + std::to_string(cost.memory_kib) + " KiB are needed");
    }
    return password_phc(salt, hash, cost);
}

Result<bool> verify_password(std::string_view password, const std::string& phc) {
    const auto cost = cost_of(phc);
    if (!cost || !is_within_limits(*cost)) return fail(Fault::corrupt, "a stored password is no argon2id hash");
    prepare_library();
    errno = 0;
    if (crypto_pwhash_argon2id_str_verify(phc.c_str(), password.data(), password.size()) == 0) return true;
    if (errno == ENOMEM) {
        return fail(Fault::exhausted,
                    "no memory to check a password, " + std::to_string(cost->memory_kib) + " KiB are needed");
    }
    return false;
}

bool needs_rehash(const std::string& phc, const PasswordCost& cost) { return cost_of(phc) != cost; }

}  // namespace spark::crypto
