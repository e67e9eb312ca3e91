#pragma once

#include "adapters/database/detail/migration.hpp"

namespace spark::database {

/// Jobs (engine/jobs/records.hpp) and their logs. Times are milliseconds since 1970 UTC; request, result and problem
/// are JSON as it was given, key order included.
inline constexpr Migration jobs_tables{.name = "jobs", .sql = R"(
CREATE TABLE jobs (
    id {text} PRIMARY KEY CHECK (id <> ''),
    kind {text} NOT NULL,
    owner {text} NOT NULL,
    priority {text} NOT NULL CHECK (priority IN ('interactive', 'normal', 'batch')),
    status {text} NOT NULL
        CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'canceled', 'interrupted')),
    request {text} NOT NULL,
    progress_ratio {real} NOT NULL,
    eta_ms {integer},
    created_at_ms {integer} NOT NULL,
    started_at_ms {integer},
    ended_at_ms {integer},
    attempt {integer} NOT NULL CHECK (attempt >= 0),
    cancel_asked {integer} NOT NULL CHECK (cancel_asked IN (0, 1)),
    result {text} NOT NULL,
    problem {text} NOT NULL,
    idempotency_key {text} NOT NULL
) {strict};
CREATE INDEX jobs_by_owner ON jobs (owner, id DESC);
CREATE INDEX jobs_unfinished ON jobs (id) WHERE status IN ('queued', 'running');
CREATE UNIQUE INDEX jobs_by_key ON jobs (owner, idempotency_key) WHERE idempotency_key <> '';

CREATE TABLE job_log (
    job {text} NOT NULL,
    sequence {integer} NOT NULL CHECK (sequence > 0),
    time_ms {integer} NOT NULL,
    level {text} NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
    line {text} NOT NULL,
    PRIMARY KEY (job, sequence)
) {strict};
)"};

}  // namespace spark::database
