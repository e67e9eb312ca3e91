#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::identity {

inline constexpr std::size_t user_name_bytes_max = 64;

/// A name is 1 to 64 of ASCII letters, digits, `.`, `_`, `-`, `@`: nothing that looks like another name.
/// Errors: invalid_input.
Result<void> check_user_name(std::string_view name);

/// What names are compared by: ASCII letters in lower case, all other bytes as they are.
std::string fold_case(std::string_view text);

}  // namespace spark::identity
