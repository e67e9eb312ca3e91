#include <algorithm>

#include "engine/identity/directory.hpp"
#include "engine/identity/user_name.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

Result<void> check_language(std::string_view language) {
    if (language == "en" || language == "tr") return {};
    return fail(Fault::invalid_input, "found " + shown(language) + ", there are en and tr", "language");
}

void touch(User& user, WallTime now) {
    user.changed_at = now;
    ++user.version;
}

/// Precondition (asserted): the outcome is of work that hashed a new password.
void set_hash(User& user, const PasswordOutcome& outcome, WallTime now) {
    SPARK_ASSERT(outcome.new_phc.has_value());
    user.password_phc = *outcome.new_phc;
    // Strictly later than before, also within one tick of the clock: a check that is under way fails by it.
    user.password_changed_at = std::max(now, user.password_changed_at + std::chrono::milliseconds(1));
    touch(user, now);
}

}  // namespace

Answer<User> Directory::make_first_admin(std::string_view name, const PasswordOutcome& hashed, WallTime now) {
    if (has_users()) return fail(Fault::conflict, "there are users already");
    SPARK_TRY(check_user_name(name));
    User user{.id = new_id("usr", now),
              .name = std::string(name),
              .role = Role::admin,
              .password_phc = {},
              .role_since = now,
              .created_at = now,
              .version = 0};
    set_hash(user, hashed, now);
    SPARK_TRY(commit({.users = {user}}));
    return user;
}

Answer<PasswordWork> Directory::new_password_work(std::string password, std::string_view user_name) {
    SPARK_TRY(check_new_password(password, user_name));
    PasswordWork work;
    work.to_hash = std::move(password);
    work.salt = make_salt(fill_random_);
    work.cost = limits_.password_cost;
    return work;
}

Answer<PasswordWork> Directory::password_change_work(const Principal& actor, const Proof& proof, std::string password,
                                                     WallTime now) {
    SPARK_TRY(check_proof(actor, proof, now));
    SPARK_TRY(const User user, own(actor));
    SPARK_TRY(PasswordWork work, new_password_work(std::move(password), user.name));
    // Whether the new one is the old one.
    work.to_verify = work.to_hash;
    work.phc = user.password_phc;
    return work;
}

Answer<OpenedSession> Directory::change_password(const Principal& actor, const Proof& proof,
                                                 const PasswordOutcome& outcome, WallTime now) {
    SPARK_TRY(check_proof(actor, proof, now));
    SPARK_TRY(User user, own(actor));
    const auto session = sessions_.find(actor.credential_id);
    if (session == sessions_.end() || !is_live(session->second, now)) return refuse(Refusal::revoked);
    if (outcome.is_right) return fail(Fault::invalid_input, "the new password is the old one", "password");
    set_hash(user, outcome, now);
    user.must_change_password = false;
    Change change{.users = {user}};
    end_sessions(user.id, Ending::password_changed, now, change);
    OpenedSession opened = open_session(user, session->second.address, session->second.user_agent, now);
    change.sessions.push_back(opened.session);
    SPARK_TRY(commit(std::move(change)));
    return opened;
}

Answer<User> Directory::set_password(const Principal& actor, std::string_view user_id, const PasswordOutcome& outcome,
                                     WallTime now) {
    SPARK_TRY(User user, find_for(actor, user_id));
    if (actor.user_id == user_id) return refuse(Refusal::proof_wanted);
    set_hash(user, outcome, now);
    user.must_change_password = true;
    Change change{.users = {user}};
    end_sessions(user.id, Ending::password_changed, now, change);
    SPARK_TRY(commit(std::move(change)));
    return user;
}

Answer<std::vector<User>> Directory::users(const Principal& actor) const {
    if (!actor.rights.holds(Right::administer)) return refuse(Refusal::right_missing);
    std::vector<User> rows;
    rows.reserve(users_.size());
    for (const auto& [id, user] : users_) rows.push_back(user);
    return rows;
}

Answer<User> Directory::user(const Principal& actor, std::string_view user_id) const {
    if (!may_manage(actor, user_id) && !actor.rights.holds(Right::administer)) return refuse(Refusal::right_missing);
    return find(user_id);
}

Answer<User> Directory::create_user(const Principal& actor, const NewUser& wanted, const PasswordOutcome& hashed,
                                    WallTime now) {
    if (!administers(actor, wanted.role)) return refuse(Refusal::right_missing);
    SPARK_TRY(check_user_name(wanted.name));
    SPARK_TRY(check_language(wanted.language));
    if (ids_by_name_.contains(fold_case(wanted.name))) {
        return fail(Fault::conflict, "a user " + wanted.name + " exists already (case does not matter)", "name");
    }
    if (users_.size() >= limits_.users_max) {
        return fail(Fault::exhausted, "there are " + std::to_string(users_.size()) + " users, no more are allowed");
    }
    User user{.id = new_id("usr", now),
              .name = wanted.name,
              .role = wanted.role,
              .password_phc = {},
              .must_change_password = wanted.must_change_password,
              .language = wanted.language,
              .role_since = now,
              .created_at = now,
              .version = 0};
    set_hash(user, hashed, now);
    SPARK_TRY(commit({.users = {user}}));
    return user;
}

Answer<User> Directory::update_user(const Principal& actor, std::string_view user_id, const UserChange& change,
                                    WallTime now) {
    SPARK_TRY(const User before, find_for(actor, user_id));
    if (change.expected_version && *change.expected_version != before.version) {
        return fail(Fault::conflict, "the user has version " + std::to_string(before.version) + ", not " +
                                         std::to_string(*change.expected_version));
    }
    User user = before;
    user.role = change.role.value_or(before.role);
    user.is_disabled = change.is_disabled.value_or(before.is_disabled);
    user.language = change.language.value_or(before.language);
    SPARK_TRY(check_language(user.language));
    if (user == before) return user;
    if (!administers(actor, user.role)) return refuse(Refusal::right_missing);
    const bool was_admin = before.role == Role::admin && !before.is_disabled;
    const bool is_admin = user.role == Role::admin && !user.is_disabled;
    if (was_admin && !is_admin && is_last_admin(before)) return refuse(Refusal::last_admin);
    touch(user, now);
    if (user.role != before.role) user.role_since = now;
    Change rows{.users = {user}};
    if (user.is_disabled) {
        end_sessions(user.id, Ending::disabled, now, rows);
    } else if (user.role != before.role) {
        end_sessions(user.id, Ending::role_changed, now, rows);
    }
    SPARK_TRY(commit(std::move(rows)));
    return user;
}

Answer<void> Directory::remove_user(const Principal& actor, std::string_view user_id) {
    SPARK_TRY(const User user, find_for(actor, user_id));
    if (user.role == Role::admin && !user.is_disabled && is_last_admin(user)) return refuse(Refusal::last_admin);
    SPARK_TRY(commit({.removed_user_ids = {user.id}}));
    return {};
}

}  // namespace spark::identity
