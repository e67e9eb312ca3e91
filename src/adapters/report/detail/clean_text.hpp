#pragma once

#include <string>
#include <string_view>

namespace spark::report::detail {

/// The text as valid UTF-8 without control characters: each bad byte and each control character but line feed and tab
/// becomes U+FFFD.
std::string clean_text(std::string_view text);

}  // namespace spark::report::detail
