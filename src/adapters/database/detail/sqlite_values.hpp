#pragma once

#include <span>

#include "adapters/database/database.hpp"

struct sqlite3_stmt;

namespace spark::database::detail {

/// Binds each value to its `?`; they must live until the statement was run. Precondition (asserted): as many values as
/// `?`.
void bind_values(sqlite3_stmt* statement, std::span<const Value> values);

/// The row the statement stands on.
Row row_of(sqlite3_stmt* statement);

}  // namespace spark::database::detail
