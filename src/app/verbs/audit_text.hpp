#pragma once

#include <string>

#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// A record of the audit log (audit::record_json) as one line for people. A stranger chooses some of its texts: none of
/// them can hold what a terminal obeys.
std::string audit_line(const wire::Json& record);

}  // namespace spark::verbs
