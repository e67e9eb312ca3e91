#include "adapters/database/idempotency_records.hpp"

namespace spark::database {
namespace {

constexpr std::string_view of_key = " WHERE principal = ? AND route = ? AND key = ?";

Blob blob_of(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string text_of(const Blob& blob) {
    std::string text;
    for (const std::byte byte : blob) text += static_cast<char>(byte);
    return text;
}

Result<IdempotencyAnswer> begin_in(Transaction& transaction, const IdempotencyCall& call) {
    const IdempotencyKey& key = call.key;
    SPARK_TRY(transaction.execute("DELETE FROM idempotency" + std::string(of_key) + " AND expires_at_ms <= ?",
                                  {key.principal, key.route, key.key, ms_of(call.now)}));
    SPARK_TRY(const std::int64_t inserted,
              transaction.execute(
                  "INSERT INTO idempotency (principal, route, key, body_sha256, created_at_ms, "
                  "expires_at_ms) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  {key.principal, key.route, key.key, call.body_sha256, ms_of(call.now), ms_of(call.expires_at)}));
    if (inserted == 1) return IdempotencyAnswer(CallIsNew{});
    SPARK_TRY(const auto rows,
              transaction.query("SELECT body_sha256, status, headers, body FROM idempotency" + std::string(of_key),
                                {key.principal, key.route, key.key}));
    if (rows.empty()) return fail(Fault::unavailable, "the call was forgotten meanwhile", "Idempotency-Key", "repeat");
    if (rows[0].text(0) != call.body_sha256)
        return fail(Fault::conflict, "the key was used with another body", "Idempotency-Key",
                    "give each call a key of its own");
    if (rows[0].is_null(1)) return IdempotencyAnswer(CallIsRunning{});
    return IdempotencyAnswer(
        KeptAnswer{.status = rows[0].integer(1), .headers = rows[0].text(2), .body = text_of(rows[0].blob(3))});
}

}  // namespace

Result<IdempotencyAnswer> begin_call(Database& database, const IdempotencyCall& call) {
    IdempotencyAnswer answer;
    SPARK_TRY(database.write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(answer, begin_in(transaction, call));
        return {};
    }));
    return answer;
}

Result<void> keep_answer(Database& database, const IdempotencyKey& key, const KeptAnswer& answer) {
    return database.write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(const std::int64_t changed,
                  transaction.execute(
                      "UPDATE idempotency SET status = ?, headers = ?, body = ?" + std::string(of_key) +
                          " AND status IS NULL",
                      {answer.status, answer.headers, blob_of(answer.body), key.principal, key.route, key.key}));
        if (changed != 1) return fail(Fault::not_found, "no call with this key runs", "Idempotency-Key");
        return {};
    });
}

Result<void> forget_call(Database& database, const IdempotencyKey& key) {
    return database.write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(transaction.execute("DELETE FROM idempotency" + std::string(of_key) + " AND status IS NULL",
                                      {key.principal, key.route, key.key}));
        return {};
    });
}

Result<std::vector<IdempotencyKey>> running_calls(Database& database) {
    SPARK_TRY(const auto rows, database.query("SELECT principal, route, key FROM idempotency WHERE status IS NULL "
                                              "ORDER BY created_at_ms, principal, route, key"));
    std::vector<IdempotencyKey> keys;
    for (const Row& row : rows) keys.push_back({.principal = row.text(0), .route = row.text(1), .key = row.text(2)});
    return keys;
}

Result<std::int64_t> remove_expired_calls(Database& database, WallTime now) {
    std::int64_t removed = 0;
    SPARK_TRY(database.write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(removed, transaction.execute("DELETE FROM idempotency WHERE expires_at_ms <= ?", {ms_of(now)}));
        return {};
    }));
    return removed;
}

}  // namespace spark::database
