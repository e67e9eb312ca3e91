#include "foundation/crypto/base64url.hpp"

#include "foundation/crypto/detail/bit_text.hpp"

namespace spark::crypto {
namespace {

constexpr detail::BitAlphabet alphabet{
    .characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", .bits = 6, .name = "base64url"};
static_assert(alphabet.characters.size() == 64);

}  // namespace

std::string to_base64url(std::span<const std::byte> bytes) { return detail::to_bit_text(bytes, alphabet); }

Result<std::vector<std::byte>> from_base64url(std::string_view text) { return detail::from_bit_text(text, alphabet); }

}  // namespace spark::crypto
