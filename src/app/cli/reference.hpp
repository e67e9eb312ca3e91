#pragma once

#include <string>
#include <string_view>

#include "app/cli/text.hpp"

namespace spark::cli {

/// The manual page in roff, for `man -l -`. `version` stands in its footer.
std::string manual_page(Language language, std::string_view version);

/// docs/reference/cli.md: every verb with examples, arguments and flags, the global flags and the topics; English.
std::string reference_markdown();

}  // namespace spark::cli
