#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identity/principal.hpp"
#include "engine/identity/role.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/net/message.hpp"
#include "foundation/net/target.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/words.hpp"

namespace spark::http {

struct Route;

/// How the caller showed who it is. `nobody`: not at all. `local`: not at all, but from this machine, where the server
/// lets anybody look. `admin_token`: the planning documents' x-admin-token; no person.
enum class CallerKind : std::uint8_t { nobody, local, session, key, admin_token };

std::string_view to_text(CallerKind kind);

/// Who calls, and what it may do.
struct Caller {
    CallerKind kind = CallerKind::nobody;
    std::string user_id{};        ///< Empty where there is no user.
    std::string name{};           ///< For people and the audit log.
    std::string credential_id{};  ///< `ses_…` or `key_…`.
    std::optional<identity::Role> role{};
    identity::Rights rights{};
    std::optional<identity::Principal> principal{};  ///< As the directory knows it; none for nobody and local.
    std::string session_token{};                     ///< Of a session: its cookie.

    bool is_person() const { return kind == CallerKind::session || kind == CallerKind::key; }
    /// What shares one rate limit and one space of idempotency keys: the user, or the address of who names none.
    std::string owner(std::string_view address) const;
};

/// One request on its way through its route. Used by one thread at a time.
struct Call {
    net::Request request;
    net::Target target{};
    std::vector<std::string> captured{};  ///< What stands in the path's braces, in order, decoded.
    Language language = Language::en;
    std::string request_id{};
    std::string address{};  ///< Of the client, as far as it can be believed.
    WallTime received_at{};
    const Route* route = nullptr;
    Caller caller{};
    wire::Json body{};  ///< Read and held against the route's schema; null without a JSON body.
    /// What the audit log names as acted on, where it does not stand in the path's braces; set by the operation.
    std::string object{};

    const std::string& path_part(std::size_t index) const { return captured.at(index); }
    /// A query parameter that was given.
    std::optional<std::string_view> query(std::string_view name) const;
    /// `limit`, within 1 to `most`. Errors: invalid_input.
    Result<std::size_t> limit(std::size_t usual = 20, std::size_t most = 200) const;
    /// A whole number within bounds; `usual` where it is not given. Errors: invalid_input.
    Result<std::int64_t> whole_number(std::string_view name, std::int64_t usual, std::int64_t least,
                                      std::int64_t most) const;
    /// An ISO 8601 time; none where it is not given. Errors: invalid_input.
    Result<std::optional<WallTime>> time(std::string_view name) const;
    /// `Prefer: wait` or `wait=5` (seconds), at most a minute; none without it.
    std::optional<std::chrono::milliseconds> wanted_wait() const;
    /// The version of an If-Match header (`"7"`). Errors: invalid_input when it is no version; none where not given.
    Result<std::optional<std::int64_t>> if_match() const;
};

}  // namespace spark::http
