#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "engine/audit/verify.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Digests of data sets as they lie in the data folder now, every byte checked. `context` outlives it.
audit::DataSetDigest data_set_digests(Context& context);

// Each verb prints its report and answers with the exit code: 0, or 7 and the first bad file.

Result<int> evidence_ls(Context& context, const cli::Invocation& invocation);
Result<int> evidence_show(Context& context, const cli::Invocation& invocation);
Result<int> evidence_verify(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
