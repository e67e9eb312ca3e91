#include "adapters/database/settings_records.hpp"

namespace spark::database {
namespace {

constexpr std::string_view columns = "scope, key, value, version, changed_at_ms, changed_by";

SettingRow setting_of(const Row& row) {
    return {.scope = row.text(0),
            .key = row.text(1),
            .value = row.text(2),
            .version = row.integer(3),
            .changed_at = wall_time_of_ms(row.integer(4)),
            .changed_by = row.text(5)};
}

Result<std::int64_t> version_of(Transaction& transaction, const SettingChange& change) {
    SPARK_TRY(const auto rows, transaction.query("SELECT version FROM settings WHERE scope = ? AND key = ?",
                                                 {change.scope, change.key}));
    return rows.empty() ? 0 : rows[0].integer(0);
}

}  // namespace

Result<SettingRow> put_setting(Database& database, const SettingChange& change) {
    std::int64_t version = 0;
    const auto put = [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(const std::int64_t found, version_of(transaction, change));
        if (change.version_expected && *change.version_expected != found)
            return fail(
                Fault::conflict,
                "found version " + std::to_string(found) + ", expected " + std::to_string(*change.version_expected),
                change.key, "read the setting again and repeat the change");
        version = found + 1;
        SPARK_TRY(transaction.execute(
            "INSERT INTO settings (scope, key, value, version, changed_at_ms, changed_by) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value, version = excluded.version, "
            "changed_at_ms = excluded.changed_at_ms, changed_by = excluded.changed_by",
            {change.scope, change.key, change.value, version, ms_of(change.changed_at), change.changed_by}));
        return {};
    };
    SPARK_TRY(database.write(Durability::full, put));
    return SettingRow{.scope = change.scope,
                      .key = change.key,
                      .value = change.value,
                      .version = version,
                      .changed_at = wall_time_of_ms(ms_of(change.changed_at)),
                      .changed_by = change.changed_by};
}

Result<std::optional<SettingRow>> find_setting(Database& database, std::string_view scope, std::string_view key) {
    SPARK_TRY(const auto rows,
              database.query("SELECT " + std::string(columns) + " FROM settings WHERE scope = ? AND key = ?",
                             {std::string(scope), std::string(key)}));
    if (rows.empty()) return std::optional<SettingRow>{};
    return std::optional(setting_of(rows[0]));
}

Result<std::vector<SettingRow>> list_settings(Database& database, std::string_view scope) {
    SPARK_TRY(const auto rows,
              database.query("SELECT " + std::string(columns) + " FROM settings WHERE scope = ? ORDER BY key",
                             {std::string(scope)}));
    std::vector<SettingRow> settings;
    for (const Row& row : rows) settings.push_back(setting_of(row));
    return settings;
}

}  // namespace spark::database
