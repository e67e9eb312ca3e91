#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Candle files to a data set: contract `spark.ingest/1`. The answer is the exit code, 7 for a report that is not clean
/// with `--strict`.
Result<int> ingest_csv(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
