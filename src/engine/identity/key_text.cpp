#include "engine/identity/key_text.hpp"

#include <array>
#include <span>

#include "engine/identity/user_name.hpp"
#include "foundation/crypto/base32.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/crypto/wipe.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t body_letters = 52;
constexpr std::size_t checksum_letters = 6;
constexpr std::size_t hint_letters = 4;

std::string prefix_of(std::string_view environment) { return "spk_" + std::string(environment) + "_"; }

std::string checksum_of(std::string_view text) {
    const crypto::Sha256Digest digest = crypto::sha256(text);
    return fold_case(crypto::to_base32(std::as_bytes(std::span(digest.bytes)))).substr(0, checksum_letters);
}

}  // namespace

std::string make_key_secret(std::string_view environment, const crypto::FillRandom& fill_random) {
    std::array<std::byte, secret_bytes> bytes{};
    fill_random(bytes);
    std::string secret = prefix_of(environment) + fold_case(crypto::to_base32(bytes));
    crypto::wipe(std::span<std::byte>(bytes));
    secret += checksum_of(secret);
    return secret;
}

bool is_key_secret(std::string_view environment, std::string_view text) {
    const std::string prefix = prefix_of(environment);
    if (text.size() != prefix.size() + body_letters + checksum_letters || !text.starts_with(prefix)) return false;
    const std::string_view checked = text.substr(0, text.size() - checksum_letters);
    return checksum_of(checked) == text.substr(checked.size());
}

std::string key_hint(std::string_view secret) {
    const std::size_t body = secret.rfind('_') + 1;
    return std::string(secret.substr(0, body + hint_letters));
}

}  // namespace spark::identity
