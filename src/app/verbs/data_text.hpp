#pragma once

#include <span>
#include <string>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

// What the verbs of data sets print: the document with --json, else text made from that document. It may come from
// this machine or from a server. Errors of all: invalid_input with the missing field as place.

/// The catalogue's lines (entry_json), in their order, as `spark.datasets/1`.
Result<void> print_data_sets(cli::Terminal& terminal, std::span<const wire::Json> rows);

/// `spark.dataset/1`.
Result<void> print_data_set(cli::Terminal& terminal, const wire::Json& document);

/// `spark.verify/1`.
Result<void> print_verified(cli::Terminal& terminal, const wire::Json& document);

/// `spark.ingest/1` and its siblings (saved_json).
Result<void> print_saved(cli::Terminal& terminal, const wire::Json& document);

/// `spark.data_rm/1`.
Result<void> print_thrown_away(cli::Terminal& terminal, const wire::Json& document);

/// The counts of a quality report (quality_json) that are not zero, in one line: `gaps 1 (1 missing)  zero-volume 1`.
std::string quality_line(const wire::Json& quality, cli::Language language);

}  // namespace spark::verbs
