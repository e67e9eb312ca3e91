#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::crypto::detail {

/// Two lower-case hexadecimal digits a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

/// Fills `bytes` from twice as many hexadecimal digits of either case, nothing before or after.
/// `what` names it in messages: "a SHA-256". Errors: invalid_input.
Result<void> from_hex(std::string_view text, std::span<std::uint8_t> bytes, std::string_view what);

}  // namespace spark::crypto::detail
