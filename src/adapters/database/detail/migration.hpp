#pragma once

#include <string_view>

namespace spark::database {

/// One step of the schema, applied whole or not at all and never changed afterwards: each topic is one file in
/// src/adapters/database/migrations/, and migrations.hpp lists them in the order they are applied. To change a table of
/// an earlier topic, add a new file (`jobs_priority.hpp`) at the end of the list.
///
/// `sql` is for both engines, with these words for what they spell differently:
/// {integer} {real} {text} {blob} column types, `results {json results}` a column of JSON, {serial} an `id` that counts
/// up and is the primary key, {strict} at the end of CREATE TABLE, {now_ms} the time in milliseconds since 1970 UTC.
struct Migration {
    std::string_view name;          ///< Lower-case words, unique.
    std::string_view sql;           ///< Statements for both engines.
    std::string_view sqlite{};      ///< And then those for SQLite alone.
    std::string_view postgresql{};  ///< Or those for PostgreSQL alone.
};

}  // namespace spark::database
