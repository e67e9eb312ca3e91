#include <algorithm>

#include "engine/identity/directory.hpp"
#include "engine/identity/session_token.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t forgotten_at_once_max = 1'000;

}  // namespace

bool Directory::is_live(const Session& session, WallTime now) const {
    return !session.ended_at && now < session.absolute_end && now - session.last_seen_at < limits_.idle_max;
}

std::vector<const Session*> Directory::live_sessions(const std::string& user_id, WallTime now) const {
    std::vector<const Session*> live;
    for (auto row = sessions_of_.lower_bound({user_id, ""}); row != sessions_of_.end() && row->first == user_id;
         ++row) {
        const Session& session = sessions_.at(row->second);
        if (is_live(session, now)) live.push_back(&session);
    }
    return live;
}

std::vector<std::string> Directory::ended_beyond_limit(const std::string& user_id, WallTime now) const {
    std::vector<std::string> ended;
    for (auto row = sessions_of_.lower_bound({user_id, ""}); row != sessions_of_.end() && row->first == user_id;
         ++row) {
        if (!is_live(sessions_.at(row->second), now)) ended.push_back(row->second);
    }
    ended.resize(ended.size() - std::min(ended.size(), limits_.ended_per_user_max));
    return ended;
}

void Directory::end_sessions(const std::string& user_id, Ending why, WallTime now, Change& change) const {
    for (const Session* session : live_sessions(user_id, now)) {
        change.sessions.push_back(*session);
        change.sessions.back().ended_at = now;
        change.sessions.back().ended_why = why;
    }
}

Answer<Principal> Directory::authenticate_session(std::string_view token, Activity activity, WallTime now) {
    if (!is_session_token(token)) return refuse(Refusal::unknown_credential);
    const auto found = sessions_by_token_.find(crypto::sha256(token));
    if (found == sessions_by_token_.end()) return refuse(Refusal::unknown_credential);
    Session& session = sessions_.at(found->second);
    if (session.ended_at) return refuse(Refusal::revoked);
    if (!is_live(session, now)) return refuse(Refusal::expired);
    const User& user = users_.at(session.user_id);
    if (user.is_disabled) return refuse(Refusal::disabled);
    if (activity == Activity::person && now > session.last_seen_at) {
        session.last_seen_at = now;
        seen_sessions_.insert(session.id);
    }
    return principal_of(session, user);
}

Answer<void> Directory::log_out(std::string_view token, WallTime now) {
    const auto found = sessions_by_token_.find(crypto::sha256(token));
    if (found == sessions_by_token_.end()) return refuse(Refusal::unknown_credential);
    SPARK_TRY(end_session(sessions_.at(found->second), Ending::logged_out, now));
    return {};
}

Result<void> Directory::end_session(Session& session, Ending why, WallTime now) {
    if (session.ended_at && !unsaved_ends_.contains(session.id)) return {};
    if (!session.ended_at) {
        session.ended_at = now;
        session.ended_why = why;
    }
    // It is over here before the records know; forget_ended goes on trying to tell them.
    unsaved_ends_.insert(session.id);
    SPARK_TRY(records_.commit({.sessions = {session}}));
    unsaved_ends_.erase(session.id);
    return {};
}

Answer<std::vector<Session>> Directory::sessions(const Principal& actor, std::string_view user_id) const {
    if (!may_manage(actor, user_id)) return refuse(Refusal::right_missing);
    std::vector<Session> rows;
    const std::string id(user_id);
    for (auto row = sessions_of_.lower_bound({id, ""}); row != sessions_of_.end() && row->first == id; ++row) {
        rows.push_back(sessions_.at(row->second));
    }
    return rows;
}

Answer<std::string> Directory::revoke_session(const Principal& actor, std::string_view session_id, WallTime now) {
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end() || !may_manage(actor, found->second.user_id)) {
        return fail(Fault::not_found, "no session has this id");
    }
    SPARK_TRY(end_session(found->second, Ending::revoked, now));
    return found->second.user_id;
}

Answer<std::size_t> Directory::forget_ended(WallTime now) {
    Change change;
    for (const std::string& id : unsaved_ends_) change.sessions.push_back(sessions_.at(id));
    for (const std::string& id : unsaved_revocations_) change.keys.push_back(keys_.at(id));
    if (!change.sessions.empty() || !change.keys.empty()) {
        SPARK_TRY(records_.commit(change));
        unsaved_ends_.clear();
        unsaved_revocations_.clear();
        change = {};
    }
    for (const auto& [id, session] : sessions_) {
        if (change.removed_session_ids.size() == forgotten_at_once_max) break;
        const WallTime ran_out = std::min(session.absolute_end, session.last_seen_at + limits_.idle_max);
        const WallTime end = std::min(session.ended_at.value_or(ran_out), ran_out);
        if (now - end >= limits_.ended_kept_for) change.removed_session_ids.push_back(id);
    }
    const std::size_t count = change.removed_session_ids.size();
    if (count > 0) {
        SPARK_TRY(commit(std::move(change)));
    }
    return count;
}

}  // namespace spark::identity
