#pragma once

#include <filesystem>
#include <memory>

#include "adapters/database/database.hpp"

namespace spark::database::detail {

/// Database::open for a file; makes the file (readable by this user alone) and its folder where absent.
Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const Options& options);

}  // namespace spark::database::detail
