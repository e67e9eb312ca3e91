#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "adapters/database/database.hpp"

namespace spark::database::detail {

/// Where a store is, by Options::url.
struct StoreUrl {
    Engine engine = Engine::sqlite;
    std::filesystem::path sqlite_path;  ///< Of SQLite.
    std::string text;                   ///< Of PostgreSQL: what libpq takes.
};

/// Reads `sqlite:PATH`, a path alone, `postgresql://…` or `postgres://…`. Errors: invalid_input for nothing, another
/// scheme (`mysql://…`) and SQLite's own special names (`:memory:`, `file:…`), which would not last.
Result<StoreUrl> parse_store_url(std::string_view url);

}  // namespace spark::database::detail
