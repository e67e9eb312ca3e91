#pragma once

#include "engine/audit/record.hpp"
#include "engine/identity/principal.hpp"
#include "foundation/base/wall_time.hpp"
#include "surface/http/gate.hpp"

namespace spark::server {

/// Whom the directory has recognized, as the API sees them. The session's token is not known here.
http::Caller caller_of(const identity::Principal& principal);

/// A note of the API as a record of the audit log.
audit::AuditRecord audit_record_of(http::AuditNote note, WallTime now);

}  // namespace spark::server
