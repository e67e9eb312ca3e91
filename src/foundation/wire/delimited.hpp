#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::wire {

/// Cuts one line (without its line end) into fields at every separator. Quotes mean nothing here. `fields` is reused
/// memory.
void split_plain(std::string_view line, char separator, std::vector<std::string_view>& fields);

/// The same by RFC 4180: a field may stand in double quotes, `""` inside is one quote; quotes may not hold a line end.
/// `unquoted` keeps the text of the fields that had to be rewritten; `fields` point into it or into `line`.
/// Errors: invalid_input for a quote that does not close, or text beside a quoted field.
Result<void> split_quoted(std::string_view line, char separator, std::vector<std::string_view>& fields,
                          std::string& unquoted);

}  // namespace spark::wire
