#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::crypto::detail {

/// An alphabet of 2^bits characters; bits is 5 or 6.
struct BitAlphabet {
    std::string_view characters;
    unsigned bits = 0;
    std::string_view name;  ///< In messages.
};

/// Bytes as characters of the alphabet, highest bits first, no padding.
std::string to_bit_text(std::span<const std::byte> bytes, const BitAlphabet& alphabet);

/// The bytes again. Errors: invalid_input for another character, an impossible length, unused bits that are not zero.
Result<std::vector<std::byte>> from_bit_text(std::string_view text, const BitAlphabet& alphabet);

}  // namespace spark::crypto::detail
