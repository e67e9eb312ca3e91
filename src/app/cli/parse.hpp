#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/cli/invocation.hpp"

namespace spark::cli {

/// Reads the arguments after the program's name. Flags may stand anywhere, also before the verb; `--` ends them.
/// `--help` and `--version` become the verbs `help` (with the words typed so far) and `version`, whatever else is
/// missing. A bare noun becomes its default verb where it has one. Errors (all are usage: exit 2): invalid_input, with
/// the nearest name as remedy. Nothing is ever run under a guessed name.
Result<Invocation> parse(std::span<const std::string> arguments, Language language);

/// The language the line itself asks for (`--lang tr`, `--lang=tr`), before it is parsed: parse errors are told in it.
std::optional<Language> language_on_line(std::span<const std::string> arguments);

}  // namespace spark::cli
