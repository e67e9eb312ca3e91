#pragma once

#include <string>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"

namespace spark::cli {

/// `{"schema":"spark.error/1","error":{"fault","message","place","remedy","exit_code"}}`; place and remedy are null
/// when empty.
std::string error_json(const Error& error, int exit_code);

/// The lines for people: what, where, what the fault means, what to try. A usage error or a bug leaves with a code that
/// is not its fault's; the fault's sentence is then left out.
std::string error_text(const Error& error, int exit_code, const Terminal& terminal);

/// Prints the text on standard error and, with `--json`, the document on standard output.
void report(Terminal& terminal, const Error& error, int exit_code);

}  // namespace spark::cli
