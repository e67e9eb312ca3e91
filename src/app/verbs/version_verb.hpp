#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Version, commit, compiler and build: `spark.version/1`.
Result<int> version(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
