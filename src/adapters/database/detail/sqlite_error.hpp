#pragma once

#include <filesystem>
#include <string_view>

#include "foundation/base/result.hpp"

struct sqlite3;

namespace spark::database::detail {

inline constexpr std::string_view restore_remedy = "stop, keep the file aside, and restore a backup";

/// The fault table of SQLite's result codes. `code` is an extended one; `handle` may be null.
Error sqlite_error(sqlite3* handle, int code, std::string_view action, const std::filesystem::path& path);

}  // namespace spark::database::detail
