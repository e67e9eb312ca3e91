#include <optional>
#include <utility>
#include <variant>

#include "app/server/caller_records.hpp"
#include "app/server/identity_json.hpp"
#include "app/server/operations/identity_answers.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/page_documents.hpp"
#include "engine/identity/session_token.hpp"
#include "surface/http/session_cookie.hpp"

/// The door: logging in and out, one's own password and second factor.
namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::CallerKind;
using http::Outcome;
using identity::Answer;
using identity::Directory;
using identity::Principal;
using wire::Json;

Answer<identity::User> own_user(const House& house, const Principal& actor) {
    return house.identity->look(
        [&](const Directory& directory, WallTime) { return directory.user(actor, actor.user_id); });
}

/// The answer that carries a session just opened to the browser.
Answered opened_outcome(const House& house, const identity::OpenedSession& opened) {
    const Principal& principal = opened.principal;
    return answered_by(own_user(house, principal), [&](const identity::User& user) -> Answered {
        const net::Header cookie = http::session_cookie_header(opened.token);
        return Outcome::of(session_json({.kind = to_text(CallerKind::session),
                                         .user = user,
                                         .role = principal.role,
                                         .rights = principal.rights,
                                         .must_change_password = principal.must_change_password,
                                         .csrf_token = opened.csrf_token,
                                         .expires_at = opened.session.absolute_end}))
            .with(cookie.name, cookie.value);
    });
}

Answered log_in(House& house, Call& call) {
    call.object = text_of(call, "name");
    const std::string* const agent = call.request.header("User-Agent");
    const auto opened = house.identity->log_in({.name = call.object,
                                                .password = text_of(call, "password"),
                                                .code = text_of(call, "totp"),
                                                .address = call.address,
                                                .user_agent = agent == nullptr ? std::string() : *agent,
                                                .previous_token = call.caller.session_token});
    if (!opened) return problem_of(opened.error());
    // Whoever was logged in with this browser before is not any more.
    if (call.caller.kind == CallerKind::session) end_streams_of(house, call.caller.user_id);
    call.caller = caller_of(opened->principal);
    return opened_outcome(house, *opened);
}

Answered show(const House& house, const Call& call) {
    const http::Caller& caller = call.caller;
    if (caller.kind == CallerKind::nobody)
        return http::Problem{.kind = http::problem_kind("unauthenticated"), .detail = "the call names nobody"};
    SessionShown shown{.kind = to_text(caller.kind), .role = caller.role, .rights = caller.rights};
    if (!caller.is_person()) return Outcome::of(session_json(shown));
    const Principal& actor = *caller.principal;
    shown.must_change_password = actor.must_change_password;
    if (caller.kind == CallerKind::key) {
        // A key sees of its owner what it acts with.
        return Outcome::of(session_json(shown));
    }
    shown.csrf_token = identity::csrf_token_of(caller.session_token);
    const auto sessions = house.identity->look(
        [&](const Directory& directory, WallTime) { return directory.sessions(actor, actor.user_id); });
    if (!sessions) return problem_of(sessions.error());
    for (const identity::Session& session : *sessions) {
        if (session.id == actor.credential_id) shown.expires_at = session.absolute_end;
    }
    return answered_by(own_user(house, actor), [&](const identity::User& user) -> Answered {
        shown.user = user;
        return Outcome::of(session_json(shown));
    });
}

Answered log_out(House& house, Call& call, const Principal& actor) {
    if (call.caller.kind != CallerKind::session)
        return http::Problem{.kind = http::problem_kind("denied"),
                             .detail = "only a session can be logged out",
                             .fix = "DELETE /api/v1/keys/{id} ends a key"};
    const auto done = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.log_out(call.caller.session_token, now); });
    end_streams_of(house, actor.user_id);
    if (!done) return problem_of(done.error());
    const net::Header cookie = http::no_session_cookie_header();
    return Outcome::nothing().with(cookie.name, cookie.value);
}

Answer<identity::Proof> prove(House& house, const Call& call, const Principal& actor) {
    return house.identity->prove(actor, text_of(call, "password"), text_of(call, "totp"), call.address);
}

Answered change_password(House& house, const Call& call, const Principal& actor) {
    const auto proof = prove(house, call, actor);
    if (!proof) return problem_of(proof.error());
    const auto opened = house.identity->change_password(actor, *proof, text_of(call, "new_password"));
    if (!opened) return problem_of(opened.error());
    end_streams_of(house, actor.user_id);
    return opened_outcome(house, *opened);
}

Answered enrol_totp(House& house, const Call& call, const Principal& actor) {
    const auto proof = prove(house, call, actor);
    if (!proof) return problem_of(proof.error());
    const auto enrolled = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.enrol_totp(actor, *proof, now); });
    return answered_by(enrolled, [](const identity::TotpEnrolment& made) -> Answered {
        return Outcome::of(Json::object()
                               .set("schema", "spark.totp_enrolment/1")
                               .set("secret", made.secret_base32)
                               .set("uri", made.uri));
    });
}

Answered confirm_totp(House& house, const Call& call, const Principal& actor) {
    const auto confirmed = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.confirm_totp(actor, text_of(call, "code"), now); });
    return answered_by(confirmed, [](const std::vector<std::string>& codes) -> Answered {
        Json list = Json::array();
        for (const std::string& code : codes) list.push(code);
        return Outcome::of(
            Json::object().set("schema", "spark.recovery_codes/1").set("recovery_codes", std::move(list)));
    });
}

Answered disable_totp(House& house, const Call& call, const Principal& actor) {
    const auto proof = prove(house, call, actor);
    if (!proof) return problem_of(proof.error());
    return nothing_or(house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.disable_totp(actor, *proof, now); }));
}

}  // namespace

std::optional<Json> session_document(const House& house, const Call& call) {
    Answered shown = show(house, call);
    Outcome* const outcome = std::get_if<Outcome>(&shown);
    return outcome == nullptr ? std::nullopt : std::move(outcome->json);
}

void add_identity_operations(House& house, http::Operations& operations) {
    operations.add("auth.login", [&house](Call& call) { return log_in(house, call); });
    operations.add("auth.show", [&house](Call& call) { return show(house, call); });
    add_for_anyone_known(house, operations, "auth.logout", log_out);
    add_for_anyone_known(house, operations, "auth.change_password", change_password);
    add_for_actor(house, operations, "auth.enrol_totp", enrol_totp);
    add_for_actor(house, operations, "auth.confirm_totp", confirm_totp);
    add_for_actor(house, operations, "auth.disable_totp", disable_totp);
    add_user_operations(house, operations);
    add_key_operations(house, operations);
}

}  // namespace spark::server
