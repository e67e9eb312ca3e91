#include "app/server/house_gate.hpp"

#include <chrono>
#include <utility>

#include "adapters/database/idempotency_records.hpp"
#include "app/server/caller_records.hpp"
#include "engine/identity/session_token.hpp"

namespace spark::server {
namespace {

using http::Caller;
using http::CallerKind;
using http::Identified;
using wire::Json;

constexpr std::chrono::hours answers_kept_for{24};

Identified identified(const identity::Answer<identity::Principal>& answer) {
    if (answer) return {.caller = caller_of(*answer)};
    const identity::Refused& refused = answer.error();
    if (!refused.reason) return {.code = "unavailable", .detail = refused.error.message};
    return {.code = http::problem_code_of(*refused.reason),
            .detail = refused.error.message,
            .retry_after = refused.retry_after};
}

database::IdempotencyKey stored_key(const http::OnceKey& key) {
    return {.principal = key.principal, .route = key.operation, .key = key.key};
}

}  // namespace

http::Identified HouseGate::identify(const http::Credentials& credentials) {
    const int given = static_cast<int>(credentials.session.has_value()) +
                      static_cast<int>(credentials.key.has_value()) +
                      static_cast<int>(credentials.admin_token.has_value());
    if (given > 1) return {.code = "unauthenticated", .detail = "found several credentials, allowed one"};
    if (credentials.session)
        return identified(house_.identity->authenticate_session(*credentials.session, identity::Activity::person));
    if (credentials.key) return identified(house_.identity->authenticate_key(*credentials.key, credentials.address));
    if (!house_.token.is_right(*credentials.admin_token))
        return {.code = "unauthenticated", .detail = "the x-admin-token is not this server's"};
    const identity::Principal principal = identity::admin_token_principal();
    return {.caller = Caller{.kind = CallerKind::admin_token,
                             .name = "x-admin-token",
                             .role = principal.role,
                             .rights = principal.rights,
                             .principal = principal}};
}

bool HouseGate::is_csrf_right(std::string_view session_token, std::string_view token) const {
    return identity::check_csrf(session_token, token).has_value();
}

std::optional<Caller> HouseGate::local_caller() const {
    if (!house_.context.settings.flag("server.local_read")) return std::nullopt;
    return Caller{.kind = CallerKind::local,
                  .name = "local",
                  .role = identity::Role::viewer,
                  .rights = identity::rights_of(identity::Role::viewer)};
}

void HouseGate::audit(http::AuditNote note, std::function<void(bool is_kept)> done) {
    auto work = [this, note = std::move(note), done]() mutable {
        const bool is_refusal = note.outcome != "allowed";
        const auto kept =
            house_.audit_log->append(audit_record_of(std::move(note), house_.now()),
                                     is_refusal ? store::AuditUrgency::must_record : store::AuditUrgency::normal);
        if (!kept)
            house_.log(Json::object()
                           .set("time", format_iso8601(house_.now()))
                           .set("event", "audit_refused")
                           .set("detail", kept.error().message));
        done(kept.has_value());
    };
    if (!house_.audit_pool.try_submit(std::move(work))) done(false);
}

Result<http::OnceFound> HouseGate::begin_once(const http::OnceKey& key) {
    const auto begun = database::begin_call(*house_.database, {.key = stored_key(key),
                                                               .body_sha256 = key.body_sha256,
                                                               .now = house_.now(),
                                                               .expires_at = house_.now() + answers_kept_for});
    if (!begun) {
        if (begun.error().fault == Fault::conflict) return http::OnceFound{.state = http::OnceState::other_body};
        return fail(begun.error());
    }
    if (std::holds_alternative<database::CallIsNew>(*begun)) return http::OnceFound{};
    if (std::holds_alternative<database::CallIsRunning>(*begun))
        return http::OnceFound{.state = http::OnceState::running};
    const auto& kept = std::get<database::KeptAnswer>(*begun);
    SPARK_TRY(const Json headers, wire::parse_json(kept.headers));
    SPARK_TRY(std::string media_type, headers.string_at("media_type"));
    SPARK_TRY(std::string location, headers.string_at("location"));
    return http::OnceFound{.state = http::OnceState::replay,
                           .answer = {.status = static_cast<int>(kept.status),
                                      .media_type = std::move(media_type),
                                      .location = std::move(location),
                                      .body = kept.body}};
}

void HouseGate::end_once(const http::OnceKey& key, const std::optional<http::KeptAnswer>& answer) {
    const auto ended =
        answer ? database::keep_answer(
                     *house_.database, stored_key(key),
                     {.status = answer->status,
                      .headers = wire::to_text(
                          Json::object().set("media_type", answer->media_type).set("location", answer->location)),
                      .body = answer->body})
               : database::forget_call(*house_.database, stored_key(key));
    if (ended) return;
    // The call stays "running" for whoever repeats it: nothing is done twice.
    house_.log(Json::object()
                   .set("time", format_iso8601(house_.now()))
                   .set("event", "idempotency_not_kept")
                   .set("detail", ended.error().message));
}

}  // namespace spark::server
