#include "engine/identity/session_token.hpp"

#include <array>
#include <span>

#include "foundation/crypto/base64url.hpp"
#include "foundation/crypto/constant_time.hpp"
#include "foundation/crypto/hmac.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t token_bytes = 32;

}  // namespace

std::string make_session_token(const crypto::FillRandom& fill_random) {
    std::array<std::byte, token_bytes> bytes{};
    fill_random(bytes);
    return crypto::to_base64url(bytes);
}

bool is_session_token(std::string_view text) {
    if (text.size() > 2 * token_bytes) return false;
    const auto bytes = crypto::from_base64url(text);
    return bytes && bytes->size() == token_bytes;
}

std::string csrf_token_of(std::string_view session_token) {
    const crypto::Sha256Digest tag = crypto::hmac_sha256(session_token, "spark csrf token 1");
    return crypto::to_base64url(std::as_bytes(std::span(tag.bytes)));
}

Answer<void> check_csrf(std::string_view session_token, std::string_view csrf_token) {
    if (!crypto::equal_in_constant_time(csrf_token_of(session_token), csrf_token)) {
        return refuse(Refusal::csrf_mismatch);
    }
    return {};
}

}  // namespace spark::identity
