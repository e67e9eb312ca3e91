#include "foundation/crypto/base32.hpp"

#include <algorithm>

#include "foundation/crypto/detail/bit_text.hpp"

namespace spark::crypto {
namespace {

constexpr detail::BitAlphabet alphabet{.characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", .bits = 5, .name = "base32"};
static_assert(alphabet.characters.size() == 32);

}  // namespace

std::string to_base32(std::span<const std::byte> bytes) { return detail::to_bit_text(bytes, alphabet); }

Result<std::vector<std::byte>> from_base32(std::string_view text) {
    const std::size_t written = std::min(text.find('='), text.size());
    const std::string_view padding = text.substr(written);
    if (!padding.empty() &&
        (text.size() % 8 != 0 || padding.size() > 6 || padding.find_first_not_of('=') != std::string_view::npos)) {
        return fail(Fault::invalid_input, "the padding of base32 is wrong");
    }
    std::string upper(text.substr(0, written));
    for (char& letter : upper) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return detail::from_bit_text(upper, alphabet);
}

}  // namespace spark::crypto
