#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/database/detail/connection.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace spark::database::detail {

/// 'SPRK' in the file's header: `file var/spark.db` then says whose it is.
inline constexpr std::int64_t sqlite_application_id = 0x5350524B;

/// A connection to one SQLite file in WAL mode. One thread at a time.
class SqliteConnection final : public Connection {
  public:
    struct Settings {
        std::filesystem::path path;
        std::chrono::milliseconds busy_wait_max{5'000};
        bool may_write = false;
    };

    /// The file must exist (an empty one is a new store). Errors: as of Database::open.
    static Result<std::unique_ptr<SqliteConnection>> open(Settings settings);
    ~SqliteConnection() override;

    Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) override;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override;
    Result<void> ready() override;
    Result<void> begin(Durability durability) override;
    Result<void> begin_migration() override;
    Result<void> commit() override;
    void rollback() override;
    Result<void> script(std::string_view sql) override;
    Result<bool> has_table(std::string_view name) override;
    bool asks_for_retry() const override { return false; }
    Result<void> check() override;
    Result<void> backup(const std::filesystem::path& path) override;

    /// The first of `check()`'s parts, without comparing indexes with their tables. Errors: corrupt.
    Result<void> quick_check();

    /// Marks an empty store as ours. Errors: corrupt when it is neither empty nor ours.
    Result<void> claim();

  private:
    struct CloseHandle {
        void operator()(sqlite3* handle) const;
    };
    struct FinalizeStatement {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;
    using FileIdentity = std::pair<dev_t, ino_t>;

    SqliteConnection(Settings settings, sqlite3* handle);
    Result<void> configure();
    Result<void> set_pragmas();
    Result<void> set_durability(Durability durability);
    Result<sqlite3_stmt*> prepared(std::string_view sql);
    Result<std::vector<Row>> run(sqlite3_stmt* statement);
    Result<void> expect_ok(std::string_view pragma);
    Result<void> same_file(const std::filesystem::path& path, FileIdentity& known) const;
    std::filesystem::path wal_path() const;
    Error error(int code, std::string_view action) const;

    Settings settings_;
    std::unique_ptr<sqlite3, CloseHandle> handle_;
    std::map<std::string, Statement, std::less<>> statements_;
    Durability durability_ = Durability::full;
    FileIdentity file_{};
    FileIdentity wal_{};
};

}  // namespace spark::database::detail
