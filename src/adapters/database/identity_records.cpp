#include "adapters/database/identity_records.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "engine/identity/user_name.hpp"

namespace spark::database {
namespace {

using identity::ApiKey;
using identity::Session;
using identity::User;

Value value_of(WallTime time) { return ms_of(time); }
Value value_of(const std::optional<WallTime>& time) { return time ? Value(ms_of(*time)) : Value(); }
Value value_of(bool flag) { return std::int64_t{flag ? 1 : 0}; }

WallTime time_of(const Row& row, std::size_t column) { return wall_time_of_ms(row.integer(column)); }
std::optional<WallTime> optional_time_of(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return time_of(row, column);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// A value that can no longer be read is damage, not bad input.
template <class T>
Result<T> stored(Result<T> read, std::string_view table, const std::string& id) {
    if (read) return read;
    return fail(Fault::corrupt, "row " + id + " of " + std::string(table) + ": " + read.error().message);
}

constexpr std::string_view select_users =
    "SELECT id, name, role, password_phc, password_changed_at_ms, totp_secret, is_totp_confirmed, totp_last_step, "
    "recovery_code_hashes, is_disabled, must_change_password, language, role_since_ms, created_at_ms, changed_at_ms, "
    "version FROM users ORDER BY id";

Result<User> user_of(const Row& row) {
    User user{.id = row.text(0),
              .name = row.text(1),
              .password_phc = row.text(3),
              .password_changed_at = time_of(row, 4),
              .is_totp_confirmed = row.integer(6) != 0,
              .totp_last_step = row.integer(7),
              .is_disabled = row.integer(9) != 0,
              .must_change_password = row.integer(10) != 0,
              .language = row.text(11),
              .role_since = time_of(row, 12),
              .created_at = time_of(row, 13),
              .changed_at = time_of(row, 14),
              .version = row.integer(15)};
    SPARK_TRY(user.role, stored(identity::parse_role(row.text(2)), "users", user.id));
    if (!row.is_null(5)) {
        const Blob& secret = row.blob(5);
        user.totp_secret.assign(reinterpret_cast<const char*>(secret.data()), secret.size());
    }
    for (const std::string& word : words_of(row.text(8))) {
        SPARK_TRY(const auto hash, stored(crypto::Sha256Digest::parse(word), "users", user.id));
        user.recovery_code_hashes.push_back(hash);
    }
    return user;
}

Result<void> save(Transaction& transaction, const User& user) {
    const auto secret = std::as_bytes(std::span(user.totp_secret));
    std::vector<std::string> hashes;
    for (const crypto::Sha256Digest& hash : user.recovery_code_hashes) hashes.push_back(hash.hex());
    SPARK_TRY(transaction.execute(
        "INSERT INTO users (id, name, name_folded, role, password_phc, password_changed_at_ms, totp_secret, "
        "is_totp_confirmed, totp_last_step, recovery_code_hashes, is_disabled, must_change_password, language, "
        "role_since_ms, created_at_ms, changed_at_ms, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded, "
        "role = excluded.role, password_phc = excluded.password_phc, "
        "password_changed_at_ms = excluded.password_changed_at_ms, totp_secret = excluded.totp_secret, "
        "is_totp_confirmed = excluded.is_totp_confirmed, totp_last_step = excluded.totp_last_step, "
        "recovery_code_hashes = excluded.recovery_code_hashes, is_disabled = excluded.is_disabled, "
        "must_change_password = excluded.must_change_password, language = excluded.language, "
        "role_since_ms = excluded.role_since_ms, changed_at_ms = excluded.changed_at_ms, version = excluded.version",
        {user.id, user.name, identity::fold_case(user.name), std::string(to_text(user.role)), user.password_phc,
         value_of(user.password_changed_at),
         user.totp_secret.empty() ? Value() : Value(Blob(secret.begin(), secret.end())),
         value_of(user.is_totp_confirmed), user.totp_last_step, joined(hashes), value_of(user.is_disabled),
         value_of(user.must_change_password), user.language, value_of(user.role_since), value_of(user.created_at),
         value_of(user.changed_at), user.version}));
    return {};
}

constexpr std::string_view select_sessions =
    "SELECT id, token_sha256, user_id, created_at_ms, last_seen_at_ms, absolute_end_ms, address, user_agent, "
    "ended_at_ms, ended_why FROM sessions ORDER BY id";

Result<Session> session_of(const Row& row) {
    Session session{.id = row.text(0),
                    .token_sha256 = {},
                    .user_id = row.text(2),
                    .created_at = time_of(row, 3),
                    .last_seen_at = time_of(row, 4),
                    .absolute_end = time_of(row, 5),
                    .address = row.text(6),
                    .user_agent = row.text(7),
                    .ended_at = optional_time_of(row, 8)};
    SPARK_TRY(session.token_sha256, stored(crypto::Sha256Digest::parse(row.text(1)), "sessions", session.id));
    if (!row.is_null(9)) {
        SPARK_TRY(session.ended_why, stored(identity::parse_ending(row.text(9)), "sessions", session.id));
    }
    return session;
}

Result<void> save(Transaction& transaction, const Session& session) {
    SPARK_TRY(transaction.execute(
        "INSERT INTO sessions (id, token_sha256, user_id, created_at_ms, last_seen_at_ms, absolute_end_ms, address, "
        "user_agent, ended_at_ms, ended_why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "last_seen_at_ms = excluded.last_seen_at_ms, ended_at_ms = excluded.ended_at_ms, "
        "ended_why = excluded.ended_why",
        {session.id, session.token_sha256.hex(), session.user_id, value_of(session.created_at),
         value_of(session.last_seen_at), value_of(session.absolute_end), session.address, session.user_agent,
         value_of(session.ended_at), session.ended_why ? Value(std::string(to_text(*session.ended_why))) : Value()}));
    return {};
}

constexpr std::string_view select_keys =
    "SELECT id, secret_sha256, hint, name, user_id, scopes, addresses, created_at_ms, expires_at_ms, last_used_at_ms, "
    "revoked_at_ms FROM api_keys ORDER BY id";

Result<ApiKey> key_of(const Row& row) {
    ApiKey key{.id = row.text(0),
               .secret_sha256 = {},
               .hint = row.text(2),
               .name = row.text(3),
               .user_id = row.text(4),
               .addresses = words_of(row.text(6)),
               .created_at = time_of(row, 7),
               .expires_at = optional_time_of(row, 8),
               .last_used_at = optional_time_of(row, 9),
               .revoked_at = optional_time_of(row, 10)};
    SPARK_TRY(key.secret_sha256, stored(crypto::Sha256Digest::parse(row.text(1)), "api_keys", key.id));
    SPARK_TRY(key.scopes, stored(identity::parse_rights(row.text(5)), "api_keys", key.id));
    return key;
}

Result<void> save(Transaction& transaction, const ApiKey& key) {
    SPARK_TRY(transaction.execute(
        "INSERT INTO api_keys (id, secret_sha256, hint, name, user_id, scopes, addresses, created_at_ms, "
        "expires_at_ms, last_used_at_ms, revoked_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET last_used_at_ms = excluded.last_used_at_ms, "
        "revoked_at_ms = excluded.revoked_at_ms",
        {key.id, key.secret_sha256.hex(), key.hint, key.name, key.user_id, to_text(key.scopes), joined(key.addresses),
         value_of(key.created_at), value_of(key.expires_at), value_of(key.last_used_at), value_of(key.revoked_at)}));
    return {};
}

Result<void> write(Transaction& transaction, const identity::Change& change) {
    for (const std::string& id : change.removed_user_ids) {
        SPARK_TRY(transaction.execute("DELETE FROM sessions WHERE user_id = ?", {id}));
        SPARK_TRY(transaction.execute("DELETE FROM api_keys WHERE user_id = ?", {id}));
        SPARK_TRY(transaction.execute("DELETE FROM users WHERE id = ?", {id}));
    }
    for (const std::string& id : change.removed_session_ids) {
        SPARK_TRY(transaction.execute("DELETE FROM sessions WHERE id = ?", {id}));
    }
    for (const User& user : change.users) SPARK_TRY(save(transaction, user));
    for (const Session& session : change.sessions) SPARK_TRY(save(transaction, session));
    for (const ApiKey& key : change.keys) SPARK_TRY(save(transaction, key));
    return {};
}

}  // namespace

Result<identity::Snapshot> IdentityRecords::load() {
    identity::Snapshot all;
    SPARK_TRY(const std::vector<Row> users, database_.query(select_users));
    for (const Row& row : users) {
        SPARK_TRY(User user, user_of(row));
        all.users.push_back(std::move(user));
    }
    SPARK_TRY(const std::vector<Row> sessions, database_.query(select_sessions));
    for (const Row& row : sessions) {
        SPARK_TRY(Session session, session_of(row));
        all.sessions.push_back(std::move(session));
    }
    SPARK_TRY(const std::vector<Row> keys, database_.query(select_keys));
    for (const Row& row : keys) {
        SPARK_TRY(ApiKey key, key_of(row));
        all.keys.push_back(std::move(key));
    }
    return all;
}

Result<void> IdentityRecords::commit(const identity::Change& change) {
    return database_.write(Durability::full, [&](Transaction& transaction) { return write(transaction, change); });
}

Result<void> IdentityRecords::note(const identity::Notes& notes) {
    if (notes.is_empty()) return {};
    return database_.write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
        for (const identity::Seen& seen : notes.sessions) {
            SPARK_TRY(transaction.execute("UPDATE sessions SET last_seen_at_ms = ? WHERE id = ?",
                                          {value_of(seen.at), seen.id}));
        }
        for (const identity::Seen& seen : notes.keys) {
            SPARK_TRY(transaction.execute("UPDATE api_keys SET last_used_at_ms = ? WHERE id = ?",
                                          {value_of(seen.at), seen.id}));
        }
        return {};
    });
}

}  // namespace spark::database
