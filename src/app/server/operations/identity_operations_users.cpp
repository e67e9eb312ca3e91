#include <utility>

#include "app/server/identity_json.hpp"
#include "app/server/operations/identity_answers.hpp"
#include "app/server/operations/operations.hpp"
#include "foundation/base/assert.hpp"

/// Users and their sessions.
namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using identity::Directory;
using identity::Principal;
using identity::User;

Answered user_outcome(const identity::Answer<User>& user) {
    return answered_by(user,
                       [](const User& row) -> Answered { return tagged(Outcome::of(user_json(row)), row.version); });
}

Answered list(const House& house, const Call& call, const Principal& actor) {
    const auto users =
        house.identity->look([&](const Directory& directory, WallTime) { return directory.users(actor); });
    return answered_by(
        users, [&](const std::vector<User>& rows) { return http::answered(page_by_id(call, rows, false, user_json)); });
}

Answered show(const House& house, const Call& call, const Principal& actor) {
    return user_outcome(house.identity->look(
        [&](const Directory& directory, WallTime) { return directory.user(actor, call.path_part(0)); }));
}

/// Of a checked body.
identity::Role role_in(const Call& call) {
    const auto role = identity::parse_role(text_of(call, "role"));
    SPARK_ASSERT(role.has_value());
    return *role;
}

Answered create(House& house, Call& call, const Principal& actor) {
    const std::string language = text_of(call, "language");
    const identity::NewUser wanted{
        .name = text_of(call, "name"), .role = role_in(call), .language = language.empty() ? "en" : language};
    const auto made = house.identity->create_user(actor, wanted, text_of(call, "password"));
    return answered_by(made, [](const User& user) -> Answered {
        return tagged(Outcome::made(user_json(user), "/api/v1/users/" + user.id), user.version);
    });
}

http::Problem version_conflict(std::string detail) {
    return {.kind = http::problem_kind("version_conflict"), .detail = std::move(detail)};
}

Answered change(House& house, const Call& call, const Principal& actor) {
    const WantedVersion wanted = wanted_version(call);
    if (wanted.problem) return *wanted.problem;
    identity::UserChange change{.expected_version = wanted.version};
    if (call.body.find("role") != nullptr) change.role = role_in(call);
    if (call.body.find("language") != nullptr) change.language = text_of(call, "language");
    if (const wire::Json* const is_disabled = call.body.find("is_disabled"))
        change.is_disabled = *is_disabled->as_bool();
    const auto changed = house.identity->change([&](Directory& directory, WallTime now) {
        return directory.update_user(actor, call.path_part(0), change, now);
    });
    if (!changed) {
        const identity::Refused& refused = changed.error();
        const bool is_version = !refused.reason && refused.error.fault == Fault::conflict;
        return is_version ? version_conflict(refused.error.message) : problem_of(refused);
    }
    if (change.role || change.is_disabled) end_streams_of(house, changed->id);
    return user_outcome(changed);
}

Answered remove(House& house, const Call& call, const Principal& actor) {
    const WantedVersion wanted = wanted_version(call);
    if (wanted.problem) return *wanted.problem;
    bool is_other = false;
    const auto removed = house.identity->change([&](Directory& directory, WallTime) -> identity::Answer<void> {
        SPARK_TRY(const User user, directory.user(actor, call.path_part(0)));
        is_other = user.version != wanted.version;
        if (is_other) return fail(Fault::conflict, "the user has version " + std::to_string(user.version));
        return directory.remove_user(actor, user.id);
    });
    if (is_other) return version_conflict(removed.error().error.message);
    if (removed) end_streams_of(house, call.path_part(0));
    return nothing_or(removed);
}

Answered set_password(House& house, const Call& call, const Principal& actor) {
    const auto user = house.identity->set_password(actor, call.path_part(0), text_of(call, "password"));
    if (user) end_streams_of(house, user->id);
    return user_outcome(user);
}

Answered reset_totp(House& house, const Call& call, const Principal& actor) {
    return nothing_or(house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.reset_totp(actor, call.path_part(0), now); }));
}

Answered list_sessions(const House& house, const Call& call, const Principal& actor) {
    const auto user = user_asked_for(call, actor);
    if (!user) return http::problem_of(user.error());
    return house.identity->look([&](const Directory& directory, WallTime now) {
        return answered_by(directory.sessions(actor, *user), [&](const std::vector<identity::Session>& rows) {
            return http::answered(page_by_id(call, rows, true, [&](const identity::Session& session) {
                return login_json(session, directory.is_live(session, now), actor.credential_id);
            }));
        });
    });
}

Answered end_session(House& house, const Call& call, const Principal& actor) {
    const auto owner = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.revoke_session(actor, call.path_part(0), now); });
    if (!owner) return problem_of(owner.error());
    end_streams_of(house, *owner);
    return Outcome::nothing();
}

}  // namespace

void add_user_operations(House& house, http::Operations& operations) {
    add_for_actor(house, operations, "users.list", list);
    add_for_actor(house, operations, "users.show", show);
    add_for_actor(house, operations, "users.create", create);
    add_for_actor(house, operations, "users.change", change);
    add_for_actor(house, operations, "users.remove", remove);
    add_for_actor(house, operations, "users.set_password", set_password);
    add_for_actor(house, operations, "users.reset_totp", reset_totp);
    add_for_actor(house, operations, "sessions.list", list_sessions);
    add_for_actor(house, operations, "sessions.end", end_session);
}

}  // namespace spark::server
