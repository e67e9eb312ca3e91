#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Checks of this machine and the data folder, each measured: `spark.doctor/1`. Answers 7 when one of them fails.
Result<int> doctor(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
