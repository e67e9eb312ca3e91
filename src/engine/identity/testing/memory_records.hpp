#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/identity/records.hpp"

namespace spark::identity::testing {

/// Records that last as long as the object; counts what is written, and refuses on demand.
class MemoryRecords final : public Records {
  public:
    std::map<std::string, User> users;
    std::map<std::string, Session> sessions;
    std::map<std::string, ApiKey> keys;
    int commits = 0;
    int notes_written = 0;
    std::optional<Error> next_error;  ///< Given to every write while it is set; nothing is written then.

    Result<Snapshot> load() override {
        Snapshot all;
        for (const auto& [id, user] : users) all.users.push_back(user);
        for (const auto& [id, session] : sessions) all.sessions.push_back(session);
        for (const auto& [id, key] : keys) all.keys.push_back(key);
        return all;
    }

    Result<void> commit(const Change& change) override {
        if (next_error) return fail(*next_error);
        ++commits;
        for (const std::string& id : change.removed_user_ids) {
            users.erase(id);
            std::erase_if(sessions, [&](const auto& row) { return row.second.user_id == id; });
            std::erase_if(keys, [&](const auto& row) { return row.second.user_id == id; });
        }
        for (const std::string& id : change.removed_session_ids) sessions.erase(id);
        for (const User& user : change.users) users[user.id] = user;
        for (const Session& session : change.sessions) sessions[session.id] = session;
        for (const ApiKey& key : change.keys) keys[key.id] = key;
        return {};
    }

    Result<void> note(const Notes& notes) override {
        if (next_error) return fail(*next_error);
        ++notes_written;
        for (const Seen& seen : notes.sessions) {
            if (const auto found = sessions.find(seen.id); found != sessions.end())
                found->second.last_seen_at = seen.at;
        }
        for (const Seen& seen : notes.keys) {
            if (const auto found = keys.find(seen.id); found != keys.end()) found->second.last_used_at = seen.at;
        }
        return {};
    }
};

}  // namespace spark::identity::testing
