#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

// Each verb prints its report and answers with the exit code: 0, or 7 when what it checked does not hold.

Result<int> data_ls(Context& context, const cli::Invocation& invocation);
Result<int> data_info(Context& context, const cli::Invocation& invocation);
Result<int> data_verify(Context& context, const cli::Invocation& invocation);
Result<int> data_resample(Context& context, const cli::Invocation& invocation);
Result<int> data_repair(Context& context, const cli::Invocation& invocation);
Result<int> data_export(Context& context, const cli::Invocation& invocation);
Result<int> data_synth(Context& context, const cli::Invocation& invocation);
Result<int> data_rm(Context& context, const cli::Invocation& invocation);
Result<int> data_trash(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
