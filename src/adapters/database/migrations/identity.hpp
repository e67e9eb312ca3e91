#pragma once

#include "adapters/database/detail/migration.hpp"

namespace spark::database {

/// Users, their sessions and API keys (engine/identity/records.hpp). Tokens and secrets as SHA-256 in hexadecimal;
/// lists as words parted by blanks or commas.
inline constexpr Migration identity_tables{.name = "identity", .sql = R"(
CREATE TABLE users (
    id {text} PRIMARY KEY CHECK (id <> ''),
    name {text} NOT NULL,
    name_folded {text} NOT NULL CONSTRAINT users_name_taken UNIQUE,
    role {text} NOT NULL,
    password_phc {text} NOT NULL,
    password_changed_at_ms {integer} NOT NULL,
    totp_secret {blob},
    is_totp_confirmed {integer} NOT NULL CHECK (is_totp_confirmed IN (0, 1)),
    totp_last_step {integer} NOT NULL,
    recovery_code_hashes {text} NOT NULL,
    is_disabled {integer} NOT NULL CHECK (is_disabled IN (0, 1)),
    must_change_password {integer} NOT NULL CHECK (must_change_password IN (0, 1)),
    language {text} NOT NULL,
    role_since_ms {integer} NOT NULL,
    created_at_ms {integer} NOT NULL,
    changed_at_ms {integer} NOT NULL,
    version {integer} NOT NULL CHECK (version > 0)
) {strict};

CREATE TABLE sessions (
    id {text} PRIMARY KEY CHECK (id <> ''),
    token_sha256 {text} NOT NULL CONSTRAINT sessions_token_taken UNIQUE,
    user_id {text} NOT NULL CONSTRAINT sessions_user REFERENCES users (id),
    created_at_ms {integer} NOT NULL,
    last_seen_at_ms {integer} NOT NULL,
    absolute_end_ms {integer} NOT NULL,
    address {text} NOT NULL,
    user_agent {text} NOT NULL,
    ended_at_ms {integer},
    ended_why {text}
) {strict};
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE api_keys (
    id {text} PRIMARY KEY CHECK (id <> ''),
    secret_sha256 {text} NOT NULL CONSTRAINT api_keys_secret_taken UNIQUE,
    hint {text} NOT NULL,
    name {text} NOT NULL,
    user_id {text} NOT NULL CONSTRAINT api_keys_owner REFERENCES users (id),
    scopes {text} NOT NULL,
    addresses {text} NOT NULL,
    created_at_ms {integer} NOT NULL,
    expires_at_ms {integer},
    last_used_at_ms {integer},
    revoked_at_ms {integer}
) {strict};
CREATE INDEX api_keys_by_user ON api_keys (user_id);
)"};

}  // namespace spark::database
