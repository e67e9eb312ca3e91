#pragma once

#include <span>
#include <string>
#include <vector>

#include "adapters/database/detail/connection.hpp"
#include "adapters/database/detail/migration.hpp"

namespace spark::database::detail {

/// The migration's statements for one engine. An unknown {word} is a bug of the migration (asserted).
std::string sql_of(const Migration& migration, Engine engine);

/// SHA-256 of name and statements, 64 hexadecimal digits: what spark_migrations remembers.
std::string hash_of(const Migration& migration, Engine engine);

/// Brings the schema up to date, one transaction a migration; several processes may do it at once. Returns the names of
/// those it applied. Errors: corrupt when an applied migration is not the one of this list; conflict when more are
/// applied than the list has; otherwise those of the connection.
Result<std::vector<std::string>> migrate(Connection& connection, Engine engine, std::span<const Migration> list);

}  // namespace spark::database::detail
