#include "app/server/house_gate.hpp"

namespace spark::server {

http::Identified HouseGate::identify(const http::Credentials& credentials) {
    if (credentials.admin_token && house_.token.is_right(*credentials.admin_token))
        return {.caller = http::Caller{.kind = http::CallerKind::admin_token,
                                       .name = "x-admin-token",
                                       .role = identity::Role::admin,
                                       .rights = identity::rights_of(identity::Role::admin)}};
    if (credentials.admin_token) return {.code = "unauthenticated", .detail = "the x-admin-token is not this server's"};
    return {.code = "unauthenticated", .detail = "there are no users yet"};
}

bool HouseGate::is_csrf_right(const http::Caller&, std::string_view) const { return false; }

std::optional<http::Caller> HouseGate::local_caller() const {
    if (!house_.context.settings.flag("server.local_read")) return std::nullopt;
    return http::Caller{.kind = http::CallerKind::local,
                        .name = "local",
                        .role = identity::Role::viewer,
                        .rights = identity::rights_of(identity::Role::viewer)};
}

void HouseGate::audit(http::AuditNote note, std::function<void(bool is_kept)> done) {
    house_.log(wire::Json::object()
                   .set("event", "audit")
                   .set("action", note.action)
                   .set("outcome", note.outcome)
                   .set("request_id", note.request_id));
    done(true);
}

Result<http::OnceFound> HouseGate::begin_once(const http::OnceKey&) { return http::OnceFound{}; }

void HouseGate::end_once(const http::OnceKey&, const std::optional<http::KeptAnswer>&) {}

}  // namespace spark::server
