#pragma once

#include <functional>
#include <string>

#include "app/cli/invocation.hpp"
#include "app/lab/generation_order.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// `spark strategy generate`, with this machine's data folder.
Result<int> strategy_generate(verbs::Context& context, const cli::Invocation& invocation);

/// The order on the line. Errors: invalid_input with the flag as place.
Result<GenerationOrder> order_of_line(const verbs::Context& context, const cli::Invocation& invocation);

/// Keeps a text under its name, as the first version or the next one: `{"name":…,"version":…}`.
using KeepText = std::function<Result<wire::Json>(const std::string& name, const std::string& text)>;

/// Prints what came of an order as --fix, --keep, --out and --json want it, wherever it was made: the document (or
/// where it went) on standard output, all that is said about it on standard error. Errors: the generation's own
/// problem; those of keeping and writing.
Result<int> print_generation(verbs::Context& context, const cli::Invocation& invocation, wire::Json generation,
                             const KeepText& keep);

}  // namespace spark::lab
