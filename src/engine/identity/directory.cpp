#include "engine/identity/directory.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "engine/identity/user_name.hpp"
#include "foundation/base/assert.hpp"

namespace spark::identity {
namespace {

Rng make_rng(const crypto::FillRandom& fill_random) {
    std::array<std::uint64_t, 1> seed{};
    fill_random(std::as_writable_bytes(std::span(seed)));
    return Rng(seed[0]);
}

bool is_environment(std::string_view text) { return text == "test" || text == "paper" || text == "live"; }

}  // namespace

Directory::Directory(Records& records, crypto::FillRandom fill_random, Limits limits)
    : records_(records),
      fill_random_(std::move(fill_random)),
      limits_(std::move(limits)),
      ids_(make_rng(fill_random_)),
      decoy_phc_(decoy_phc(fill_random_, limits_.password_cost)),
      accounts_(limits_.throttle),
      addresses_(limits_.throttle) {
    SPARK_ASSERT(is_environment(limits_.environment));
}

Result<std::unique_ptr<Directory>> Directory::load(Records& records, crypto::FillRandom fill_random, Limits limits) {
    std::unique_ptr<Directory> directory(new Directory(records, std::move(fill_random), std::move(limits)));
    SPARK_TRY(Snapshot snapshot, records.load());
    SPARK_TRY(directory->take_in(std::move(snapshot)));
    return directory;
}

Result<void> Directory::take_in(Snapshot snapshot) {
    for (const User& user : snapshot.users) {
        if (!check_user_name(user.name)) return fail(Fault::corrupt, "user " + user.id + " has no possible name");
        if (users_.contains(user.id) || ids_by_name_.contains(fold_case(user.name))) {
            return fail(Fault::corrupt, "user " + user.id + " is there twice, by id or name");
        }
        users_.emplace(user.id, user);
        ids_by_name_.emplace(fold_case(user.name), user.id);
    }
    for (const Session& session : snapshot.sessions) {
        if (!users_.contains(session.user_id) || sessions_by_token_.contains(session.token_sha256)) {
            return fail(Fault::corrupt, "session " + session.id + " has no user, or another's token");
        }
        apply({.sessions = {session}});
    }
    for (const ApiKey& key : snapshot.keys) {
        if (!users_.contains(key.user_id) || keys_by_secret_.contains(key.secret_sha256)) {
            return fail(Fault::corrupt, "key " + key.id + " has no owner, or another's secret");
        }
        apply({.keys = {key}});
    }
    return {};
}

Result<void> Directory::commit(Change change) {
    SPARK_TRY(records_.commit(change));
    apply(change);
    return {};
}

void Directory::apply(const Change& change) {
    for (const std::string& id : change.removed_user_ids) erase_user(id);
    for (const std::string& id : change.removed_session_ids) erase_session(id);
    for (const User& user : change.users) {
        users_[user.id] = user;
        ids_by_name_[fold_case(user.name)] = user.id;
    }
    for (const Session& session : change.sessions) {
        sessions_[session.id] = session;
        sessions_by_token_[session.token_sha256] = session.id;
        sessions_of_.emplace(session.user_id, session.id);
        noted_[session.id] = session.last_seen_at;
    }
    for (const ApiKey& key : change.keys) {
        keys_[key.id] = key;
        keys_by_secret_[key.secret_sha256] = key.id;
        keys_of_.emplace(key.user_id, key.id);
        noted_[key.id] = key.last_used_at.value_or(key.created_at - limits_.note_every);
    }
}

void Directory::erase_session(const std::string& id) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return;
    sessions_by_token_.erase(found->second.token_sha256);
    sessions_of_.erase({found->second.user_id, id});
    noted_.erase(id);
    seen_sessions_.erase(id);
    unsaved_ends_.erase(id);
    sessions_.erase(found);
}

void Directory::erase_user(const std::string& id) {
    const auto found = users_.find(id);
    if (found == users_.end()) return;
    for (auto row = sessions_of_.lower_bound({id, ""}); row != sessions_of_.end() && row->first == id;) {
        const std::string session_id = (row++)->second;
        erase_session(session_id);
    }
    for (auto row = keys_of_.lower_bound({id, ""}); row != keys_of_.end() && row->first == id;) {
        const std::string key_id = row->second;
        row = keys_of_.erase(row);
        keys_by_secret_.erase(keys_.at(key_id).secret_sha256);
        noted_.erase(key_id);
        seen_keys_.erase(key_id);
        unsaved_revocations_.erase(key_id);
        keys_.erase(key_id);
    }
    ids_by_name_.erase(fold_case(found->second.name));
    users_.erase(found);
}

Answer<User> Directory::find(std::string_view user_id) const {
    const auto found = users_.find(user_id);
    if (found == users_.end()) return fail(Fault::not_found, "no user has this id");
    return found->second;
}

Answer<User> Directory::own(const Principal& actor) const {
    if (!actor.is_person()) return refuse(Refusal::right_missing);
    return find(actor.user_id);
}

Answer<void> Directory::check_proof(const Principal& actor, const Proof& proof, WallTime now) const {
    if (!actor.is_person() || proof.user_id() != actor.user_id || now - proof.at() >= limits_.proof_max ||
        now < proof.at()) {
        return refuse(Refusal::proof_wanted);
    }
    return {};
}

bool Directory::may_manage(const Principal& actor, std::string_view user_id) const {
    if (actor.is_person() && actor.user_id == user_id) return true;
    const auto found = users_.find(user_id);
    return found != users_.end() && administers(actor, found->second.role);
}

Answer<User> Directory::find_for(const Principal& actor, std::string_view user_id) const {
    if (!actor.rights.holds(Right::administer)) return refuse(Refusal::right_missing);
    SPARK_TRY(User user, find(user_id));
    if (!administers(actor, user.role)) return refuse(Refusal::right_missing);
    return user;
}

bool Directory::is_last_admin(const User& user) const {
    return std::ranges::none_of(users_, [&](const auto& row) {
        return row.second.id != user.id && row.second.role == Role::admin && !row.second.is_disabled;
    });
}

Principal Directory::principal_of(const Session& session, const User& user) const {
    return {.kind = PrincipalKind::session,
            .user_id = user.id,
            .name = user.name,
            .role = user.role,
            .rights = user.must_change_password ? Rights{} : rights_of(user.role),
            .credential_id = session.id,
            .must_change_password = user.must_change_password,
            .role_since = user.role_since};
}

Notes Directory::take_notes(WallTime now) {
    Notes notes;
    std::erase_if(seen_sessions_, [&](const std::string& id) {
        if (now - noted_[id] < limits_.note_every) return false;
        noted_[id] = now;
        notes.sessions.push_back({.id = id, .at = sessions_.at(id).last_seen_at});
        return true;
    });
    std::erase_if(seen_keys_, [&](const std::string& id) {
        if (now - noted_[id] < limits_.note_every) return false;
        noted_[id] = now;
        notes.keys.push_back({.id = id, .at = *keys_.at(id).last_used_at});
        return true;
    });
    return notes;
}

}  // namespace spark::identity
