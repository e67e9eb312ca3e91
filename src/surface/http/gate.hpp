#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identity/refusal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/net/message.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/call.hpp"

namespace spark::http {

/// What a request says of who sends it; at most one of them may be there.
struct Credentials {
    std::optional<std::string_view> session{};  ///< The cookie's value.
    std::optional<std::string_view> key{};      ///< After `Authorization: Bearer`.
    std::optional<std::string_view> admin_token{};
    std::string_view address{};
};

/// Somebody, or why not: a code of the problem table.
struct Identified {
    std::optional<Caller> caller{};
    std::string_view code{};
    std::string detail{};
    std::chrono::seconds retry_after{0};
};

/// The code of the problem table for what identity refuses.
std::string_view problem_code_of(identity::Refusal refusal);

/// One line of the audit log.
struct AuditNote {
    Caller caller{};
    std::string action{};      ///< The route's operation.
    std::string object{};      ///< What stands in the path's braces.
    std::string_view outcome;  ///< allowed, refused, failed
    int status = 0;            ///< 0 while it is not known yet.
    std::string code{};        ///< Of the problem, when refused or failed.
    std::string request_id{};
    std::string address{};
};

/// What an Idempotency-Key has led to before.
enum class OnceState : std::uint8_t { fresh, running, replay, other_body };

struct OnceKey {
    std::string principal;
    std::string operation;
    std::string key;
    std::string body_sha256;
};

struct KeptAnswer {
    int status = 200;
    std::string media_type{};
    std::string location{};
    std::string body{};
};

struct OnceFound {
    OnceState state = OnceState::fresh;
    KeptAnswer answer{};  ///< For replay.
};

/// What the API asks of the house around it; the app wires it. Functions marked *pool* may wait for a disk; the others
/// are quick and are called on the I/O thread. None throws on purpose.
class Gate {
  public:
    virtual ~Gate() = default;

    virtual WallTime now() const = 0;
    virtual std::string new_id(std::string_view prefix) = 0;  ///< Any thread.
    virtual void log(const wire::Json& line) = 0;             ///< One line of the log. Any thread.

    virtual Identified identify(const Credentials& credentials) = 0;
    /// Whether the token belongs to the session of this cookie. Constant time.
    virtual bool is_csrf_right(std::string_view session_token, std::string_view token) const = 0;
    /// What somebody on this machine who names nobody may do; none: nothing.
    virtual std::optional<Caller> local_caller() const = 0;

    /// Makes the note durable and then calls `done` with whether that came about, on another thread. Any thread.
    virtual void audit(AuditNote note, std::function<void(bool is_kept)> done) = 0;

    /// Takes the key for this call, or says what it has led to. *pool*
    virtual Result<OnceFound> begin_once(const OnceKey& key) = 0;
    /// Keeps the answer; without one the key is free again. *pool*
    virtual void end_once(const OnceKey& key, const std::optional<KeptAnswer>& answer) = 0;
};

}  // namespace spark::http
