#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/config/settings.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Every setting, its value (secrets masked) and source: `spark.config/1`.
wire::Json settings_json(const config::Settings& settings);

/// Prints that.
Result<int> config_ls(Context& context, const cli::Invocation& invocation);

/// All sources of one setting, the winner first: `spark.config.explain/1`. Errors: not_found with the nearest name.
Result<int> config_explain(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
