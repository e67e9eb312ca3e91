#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "adapters/database/database.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::database {

/// Whose call of which route an Idempotency-Key belongs to.
struct IdempotencyKey {
    std::string principal;
    std::string route;
    std::string key;
};

struct IdempotencyCall {
    IdempotencyKey key;
    std::string body_sha256;  ///< Of the request's body: the same key with another body is a mistake.
    WallTime now{};
    WallTime expires_at{};
};

/// The answer of a call, kept for its repetitions.
struct KeptAnswer {
    std::int64_t status = 0;
    std::string headers{};  ///< As the caller writes them; kept byte for byte.
    std::string body{};
};

struct CallIsNew {};      ///< This caller runs it, and ends it with keep_answer() or forget_call().
struct CallIsRunning {};  ///< Somebody else runs it now.
using IdempotencyAnswer = std::variant<CallIsNew, CallIsRunning, KeptAnswer>;

/// Inserts first and looks afterwards, so that of callers side by side exactly one is told `CallIsNew`. Durable. A row
/// past its time counts as none. Errors: conflict when the key was used with another body.
Result<IdempotencyAnswer> begin_call(Database& database, const IdempotencyCall& call);

/// Errors: not_found when no such call runs.
Result<void> keep_answer(Database& database, const IdempotencyKey& key, const KeptAnswer& answer);

/// For a call that ended without an answer worth keeping (5xx, refused): the next one runs again.
Result<void> forget_call(Database& database, const IdempotencyKey& key);

/// What a process that was killed left running: its outcome is not known here, so the caller says what became of it.
Result<std::vector<IdempotencyKey>> running_calls(Database& database);

/// Removes what is past its time. Returns how many rows.
Result<std::int64_t> remove_expired_calls(Database& database, WallTime now);

}  // namespace spark::database
