#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/identity/principal.hpp"
#include "engine/identity/records.hpp"
#include "foundation/wire/json.hpp"

/// Users, sessions and keys as the API shows them: never a hash, a secret or what is only half of one.
namespace spark::server {

wire::Json user_json(const identity::User& user);

/// `is_live`: whether it can still be used. `current`: the id of the session that asks.
wire::Json login_json(const identity::Session& session, bool is_live, std::string_view current);

wire::Json key_json(const identity::ApiKey& key);

wire::Json rights_json(identity::Rights rights);

/// Who somebody is: `spark.session/1`. What a caller does not have is null.
struct SessionShown {
    std::string_view kind;
    std::optional<identity::User> user{};
    std::optional<identity::Role> role{};
    identity::Rights rights{};
    bool must_change_password = false;
    std::string csrf_token{};
    std::optional<WallTime> expires_at{};
};
wire::Json session_json(const SessionShown& shown);

}  // namespace spark::server
