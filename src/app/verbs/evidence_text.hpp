#pragma once

#include <span>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

// What the verbs of evidence print: the document with --json, else text made from that document, from this machine or
// from a server. Errors of all: invalid_input with the missing field as place.

/// Lines of the INDEX (index_entry_json), oldest first, as `spark.evidence_list/1`.
Result<void> print_evidence_list(cli::Terminal& terminal, std::span<const wire::Json> rows);

/// `spark.evidence/1` (stored_json): for people the manifest.
Result<void> print_evidence(cli::Terminal& terminal, const wire::Json& document);

/// `spark.evidence_verify/1` of a run that was found whole.
Result<void> print_evidence_report(cli::Terminal& terminal, const wire::Json& document);

}  // namespace spark::verbs
