#include "app/server/identity_json.hpp"

namespace spark::server {
namespace {

using wire::Json;

Json time_json(const std::optional<WallTime>& time) { return time ? Json(format_iso8601(*time)) : Json(nullptr); }

}  // namespace

Json user_json(const identity::User& user) {
    Json json = Json::object().set("id", user.id).set("object", "user").set("name", user.name);
    json.set("role", identity::to_text(user.role)).set("language", user.language);
    json.set("is_disabled", user.is_disabled).set("must_change_password", user.must_change_password);
    json.set("has_second_factor", user.is_totp_confirmed);
    json.set("password_changed_at", format_iso8601(user.password_changed_at));
    json.set("role_since", format_iso8601(user.role_since)).set("created_at", format_iso8601(user.created_at));
    return json.set("changed_at", format_iso8601(user.changed_at)).set("version", user.version);
}

Json login_json(const identity::Session& session, bool is_live, std::string_view current) {
    Json json = Json::object().set("id", session.id).set("object", "session").set("user_id", session.user_id);
    json.set("created_at", format_iso8601(session.created_at));
    json.set("last_seen_at", format_iso8601(session.last_seen_at));
    json.set("expires_at", format_iso8601(session.absolute_end));
    json.set("address", session.address).set("user_agent", session.user_agent);
    json.set("is_live", is_live).set("is_current", session.id == current);
    json.set("ended_at", time_json(session.ended_at));
    return json.set("ended_why", session.ended_why ? Json(identity::to_text(*session.ended_why)) : Json(nullptr));
}

Json key_json(const identity::ApiKey& key) {
    Json addresses = Json::array();
    for (const std::string& address : key.addresses) addresses.push(address);
    Json json = Json::object().set("id", key.id).set("object", "key").set("hint", key.hint).set("name", key.name);
    json.set("user_id", key.user_id).set("scopes", rights_json(key.scopes)).set("addresses", std::move(addresses));
    json.set("created_at", format_iso8601(key.created_at)).set("expires_at", time_json(key.expires_at));
    return json.set("last_used_at", time_json(key.last_used_at)).set("revoked_at", time_json(key.revoked_at));
}

Json rights_json(identity::Rights rights) {
    Json list = Json::array();
    for (const identity::RightRule& rule : identity::right_rules) {
        if (rights.holds(rule.right)) list.push(rule.name);
    }
    return list;
}

Json session_json(const SessionShown& shown) {
    Json json = Json::object().set("schema", "spark.session/1").set("kind", shown.kind);
    json.set("user", shown.user ? user_json(*shown.user) : Json(nullptr));
    json.set("role", shown.role ? Json(identity::to_text(*shown.role)) : Json(nullptr));
    json.set("rights", rights_json(shown.rights)).set("must_change_password", shown.must_change_password);
    json.set("csrf_token", shown.csrf_token.empty() ? Json(nullptr) : Json(shown.csrf_token));
    return json.set("expires_at", time_json(shown.expires_at));
}

}  // namespace spark::server
