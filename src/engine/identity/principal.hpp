#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/identity/role.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::identity {

enum class PrincipalKind : std::uint8_t { session, key, admin_token };

/// Who a request comes from, as of now. A plain value, made anew for each request: rights that were taken away are
/// gone with the next one.
struct Principal {
    PrincipalKind kind = PrincipalKind::session;
    std::string user_id;  ///< Empty for the admin token.
    std::string name;
    Role role = Role::viewer;
    /// What may be done: a session's are its role's (none while the password must be changed), a key's those of its
    /// scopes that its owner has now.
    Rights rights{};
    std::string credential_id{};           ///< Of the session or the key.
    bool must_change_password = false;     ///< Then only the own password may be changed and the session ended.
    std::optional<WallTime> role_since{};  ///< Four eyes refuse who was raised within the last day.

    /// Whether it counts for four eyes: nobody but a person at a browser.
    bool is_person() const { return kind == PrincipalKind::session; }
    /// Browsers send cookies without being asked to: what changes state needs the session's csrf token beside it.
    bool needs_csrf() const { return kind == PrincipalKind::session; }
};

/// Who `x-admin-token` stands for: an admin's rights and no person. When it is accepted is decided by who calls.
Principal admin_token_principal();

}  // namespace spark::identity
