#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::crypto {

/// RFC 4648 base64url (A–Z, a–z, 0–9, `-`, `_`) without padding: fit for cookies, headers and addresses.
std::string to_base64url(std::span<const std::byte> bytes);

/// The bytes of such a text, without padding, and only the text that to_base64url would write of them (unused last bits
/// are zero), so that no two texts mean one token. Errors: invalid_input.
Result<std::vector<std::byte>> from_base64url(std::string_view text);

}  // namespace spark::crypto
