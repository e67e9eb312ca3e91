#pragma once

#include "adapters/database/detail/migration.hpp"

namespace spark::database {

/// Answers kept for a repeated Idempotency-Key. A row without a status is a call that runs now.
inline constexpr Migration idempotency_table{.name = "idempotency", .sql = R"(
CREATE TABLE idempotency (
    principal {text} NOT NULL,
    route {text} NOT NULL,
    key {text} NOT NULL,
    body_sha256 {text} NOT NULL,
    status {integer},
    headers {text},
    body {blob},
    created_at_ms {integer} NOT NULL,
    expires_at_ms {integer} NOT NULL,
    PRIMARY KEY (principal, route, key)
) {strict};
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at_ms);
)"};

}  // namespace spark::database
