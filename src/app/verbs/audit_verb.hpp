#pragma once

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// The newest records, oldest first, and with --follow those that come until a signal. Reads without the writer's lock.
Result<int> audit_tail(Context& context, const cli::Invocation& invocation);

/// What a check of a whole log has found: `spark.audit_verify/1`.
wire::Json audit_report_json(const audit::LogReport& report);

/// Prints what was found right, or the first bad record; the exit code is then 7.
Result<int> audit_verify(Context& context, const cli::Invocation& invocation);

}  // namespace spark::verbs
