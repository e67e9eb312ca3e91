#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spark {

/// Foreign text made fit for a message: at most `bytes_max` bytes of it (then `…`), valid UTF-8 kept as it is, every
/// other byte and every control character as `\xNN`. Never throws a terminal off, never holds a NUL.
std::string shown(std::string_view text, std::size_t bytes_max = 40);

/// Length of the valid UTF-8 sequence at the beginning of `text` (1 to 4), 0 when there is none.
std::size_t utf8_sequence_size(std::string_view text);

}  // namespace spark
