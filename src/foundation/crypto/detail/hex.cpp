#include "foundation/crypto/detail/hex.hpp"

#include <cstddef>

namespace spark::crypto::detail {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

Result<void> from_hex(std::string_view text, std::span<std::uint8_t> bytes, std::string_view what) {
    if (text.size() != 2 * bytes.size()) {
        return fail(Fault::invalid_input, "found " + std::to_string(text.size()) + " characters, " + std::string(what) +
                                              " has " + std::to_string(2 * bytes.size()) + " hexadecimal digits");
    }
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        const int high = hex_value(text[2 * index]);
        const int low = hex_value(text[2 * index + 1]);
        if (high < 0 || low < 0)
            return fail(Fault::invalid_input, std::string(what) + " holds only hexadecimal digits");
        bytes[index] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return {};
}

}  // namespace spark::crypto::detail
