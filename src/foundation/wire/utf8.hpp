#pragma once

#include <cstddef>
#include <string_view>

namespace spark::wire {

/// Bytes at the front of `text` that are valid UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF);
/// `text.size()` when all of it is. The answer is the offset of the first bad sequence otherwise.
std::size_t utf8_valid_bytes(std::string_view text);

inline bool is_utf8(std::string_view text) { return utf8_valid_bytes(text) == text.size(); }

}  // namespace spark::wire
