#include "app/server/caller_records.hpp"

#include <string>
#include <utility>

namespace spark::server {

http::Caller caller_of(const identity::Principal& principal) {
    const bool is_key = principal.kind == identity::PrincipalKind::key;
    return {.kind = is_key ? http::CallerKind::key : http::CallerKind::session,
            .user_id = principal.user_id,
            .name = principal.name,
            .credential_id = principal.credential_id,
            .role = principal.role,
            .rights = principal.rights,
            .principal = principal};
}

audit::AuditRecord audit_record_of(http::AuditNote note, WallTime now) {
    audit::AuditRecord record;
    record.time = now;
    record.actor = {.kind = std::string(to_text(note.caller.kind)),
                    .id = note.caller.user_id,
                    .name = note.caller.name,
                    .role = note.caller.role ? std::string(identity::to_text(*note.caller.role)) : std::string()};
    record.action = std::move(note.action);
    record.object = std::move(note.object);
    record.outcome = audit::outcome_of(note.outcome).value_or(audit::Outcome::failed);
    record.status = note.status;
    record.reason = std::move(note.code);
    record.request_id = std::move(note.request_id);
    record.address = std::move(note.address);
    if (!note.caller.credential_id.empty()) record.details.set("credential", note.caller.credential_id);
    return record;
}

}  // namespace spark::server
