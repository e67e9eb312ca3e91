#pragma once

#include <span>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

// What the lab's verbs print, wherever the document came from: this machine or a server. With --json the document
// itself. Errors: invalid_input with the missing field as place.

/// A kept version, and what comes next.
Result<void> print_kept(cli::Terminal& terminal, const wire::Json& document, bool is_new);
/// Rows of kept_json, newest first.
Result<void> print_versions(cli::Terminal& terminal, std::string_view name, std::span<const wire::Json> rows);
Result<void> print_check(cli::Terminal& terminal, const wire::Json& check);
Result<void> print_proposed(cli::Terminal& terminal, const wire::Json& proposal, bool is_new);
Result<void> print_lineage(cli::Terminal& terminal, const wire::Json& lineage);
Result<void> print_proposals(cli::Terminal& terminal, std::span<const wire::Json> rows);

/// Names of the binding items that have not passed, parted by commas.
Result<std::string> open_items(const wire::Json& check);

}  // namespace spark::lab
