#include "engine/identity/principal.hpp"

namespace spark::identity {

Principal admin_token_principal() {
    return {.kind = PrincipalKind::admin_token,
            .user_id = {},
            .name = "admin-token",
            .role = Role::admin,
            .rights = rights_of(Role::admin)};
}

}  // namespace spark::identity
