#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/database/database.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::database {

/// One changed setting. `value` is JSON text, kept byte for byte; `scope` says whose (`global`, `user:usr_…`).
struct SettingRow {
    std::string scope;
    std::string key;
    std::string value;
    std::int64_t version = 0;  ///< Counts the changes of this key, from 1.
    WallTime changed_at{};     ///< Kept to the millisecond.
    std::string changed_by;
};

struct SettingChange {
    std::string scope;
    std::string key;
    std::string value;
    /// What the caller saw: 0 for a key that is not there yet. Without it the last change wins.
    std::optional<std::int64_t> version_expected{};
    WallTime changed_at{};
    std::string changed_by;
};

/// Durable; returns the row as it is now. Errors: conflict when another version is there than was expected, naming it;
/// otherwise as of Database::write.
Result<SettingRow> put_setting(Database& database, const SettingChange& change);

/// Empty when it was never changed.
Result<std::optional<SettingRow>> find_setting(Database& database, std::string_view scope, std::string_view key);

/// All of a scope, by key.
Result<std::vector<SettingRow>> list_settings(Database& database, std::string_view scope);

}  // namespace spark::database
