#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::crypto {

/// RFC 4648 base32 (A–Z, 2–7) without the padding, as authenticator apps take it.
std::string to_base32(std::span<const std::byte> bytes);

/// The bytes of such a text: either case, with or without the right padding, and only the text that to_base32 would
/// write of them (unused last bits are zero). Errors: invalid_input.
Result<std::vector<std::byte>> from_base32(std::string_view text);

}  // namespace spark::crypto
