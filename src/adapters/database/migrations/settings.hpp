#pragma once

#include "adapters/database/detail/migration.hpp"

namespace spark::database {

/// Settings that were changed while the server ran; `version` counts the changes of one key.
inline constexpr Migration settings_table{.name = "settings", .sql = R"(
CREATE TABLE settings (
    scope {text} NOT NULL,
    key {text} NOT NULL,
    value {text} NOT NULL,
    version {integer} NOT NULL CHECK (version > 0),
    changed_at_ms {integer} NOT NULL,
    changed_by {text} NOT NULL,
    PRIMARY KEY (scope, key)
) {strict};
)"};

}  // namespace spark::database
