#include "foundation/crypto/detail/bit_text.hpp"

namespace spark::crypto::detail {

std::string to_bit_text(std::span<const std::byte> bytes, const BitAlphabet& alphabet) {
    std::string text;
    text.reserve((8 * bytes.size() + alphabet.bits - 1) / alphabet.bits);
    const unsigned mask = (1U << alphabet.bits) - 1;
    unsigned held = 0;
    unsigned held_bits = 0;
    for (const std::byte byte : bytes) {
        held = (held << 8U) | std::to_integer<unsigned>(byte);
        held_bits += 8;
        while (held_bits >= alphabet.bits) {
            held_bits -= alphabet.bits;
            text += alphabet.characters[(held >> held_bits) & mask];
        }
        held &= 0xffU;  // At most 5 bits wait.
    }
    if (held_bits > 0) text += alphabet.characters[(held << (alphabet.bits - held_bits)) & mask];
    return text;
}

Result<std::vector<std::byte>> from_bit_text(std::string_view text, const BitAlphabet& alphabet) {
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() * alphabet.bits / 8);
    unsigned held = 0;
    unsigned held_bits = 0;
    for (const char character : text) {
        const std::size_t value = alphabet.characters.find(character);
        if (value == std::string_view::npos) {
            return fail(Fault::invalid_input,
                        "found a character that " + std::string(alphabet.name) + " does not have");
        }
        held = ((held << alphabet.bits) | static_cast<unsigned>(value)) & 0xffffU;
        held_bits += alphabet.bits;
        if (held_bits >= 8) {
            held_bits -= 8;
            bytes.push_back(static_cast<std::byte>((held >> held_bits) & 0xffU));
        }
    }
    if (held_bits >= alphabet.bits || (held & ((1U << held_bits) - 1)) != 0) {
        return fail(Fault::invalid_input, "the end of the text is no whole byte of " + std::string(alphabet.name));
    }
    return bytes;
}

}  // namespace spark::crypto::detail
