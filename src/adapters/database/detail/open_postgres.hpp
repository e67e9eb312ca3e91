#pragma once

#include <memory>
#include <string>

#include "adapters/database/database.hpp"
#include "adapters/database/detail/connection.hpp"

namespace spark::database::detail {

/// Database::open for a server, by a URL that libpq takes.
Result<std::unique_ptr<Database>> open_postgres(const std::string& url, const Options& options);

/// A single connection that may write, without migrations.
Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url, const Options& options);

}  // namespace spark::database::detail
