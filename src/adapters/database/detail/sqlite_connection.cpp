#include "adapters/database/detail/sqlite_connection.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>

#include "adapters/database/detail/sqlite_checked_files.hpp"
#include "adapters/database/detail/sqlite_error.hpp"
#include "adapters/database/detail/sqlite_values.hpp"
#include "foundation/base/assert.hpp"

namespace spark::database::detail {
namespace {

/// More texts than this means that somebody pastes values into SQL; the cache then begins again.
constexpr std::size_t statements_max = 256;

/// WAL mode; the journal is cut back to 64 MiB after a checkpoint. Page contents are checked as they are read, and text
/// in double quotes is a name, as in PostgreSQL.
constexpr std::string_view pragmas = R"(
PRAGMA page_size = 4096;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA journal_size_limit = 67108864;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
PRAGMA cell_size_check = ON;
)";

}  // namespace

void SqliteConnection::CloseHandle::operator()(sqlite3* handle) const { ::sqlite3_close(handle); }
void SqliteConnection::FinalizeStatement::operator()(sqlite3_stmt* statement) const { ::sqlite3_finalize(statement); }

SqliteConnection::SqliteConnection(Settings settings, sqlite3* handle)
    : settings_(std::move(settings)), handle_(handle) {}

SqliteConnection::~SqliteConnection() = default;

Error SqliteConnection::error(int code, std::string_view action) const {
    return sqlite_error(handle_.get(), code, action, settings_.path);
}

std::filesystem::path SqliteConnection::wal_path() const {
    std::filesystem::path path = settings_.path;
    return path += "-wal";
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(Settings settings) {
    sqlite3* handle = nullptr;
    const int code =
        ::sqlite3_open_v2(settings.path.c_str(), &handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, checked_files());
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(settings), handle));
    if (code != SQLITE_OK) return fail(connection->error(code, "open the store"));
    SPARK_TRY(connection->configure());
    return connection;
}

Result<void> SqliteConnection::configure() {
    ::sqlite3_busy_timeout(handle_.get(), static_cast<int>(settings_.busy_wait_max.count()));
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    // For a new store; an old one has them.
    int reserved = page_checksum_bytes;
    ::sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    SPARK_TRY(set_pragmas());
    // The first read makes the -wal file, whose identity is then known.
    SPARK_TRY(query("SELECT count(*) FROM sqlite_master", {}));
    if (!settings_.may_write) SPARK_TRY(script("PRAGMA query_only = ON"));
    return ready();
}

/// SQLite does not wait where two connections turn a new file to WAL at the same time: one of them is refused at once.
Result<void> SqliteConnection::set_pragmas() {
    const auto deadline = std::chrono::steady_clock::now() + settings_.busy_wait_max;
    for (;;) {
        auto done = script(pragmas);
        if (done || done.error().fault != Fault::unavailable || std::chrono::steady_clock::now() >= deadline)
            return done;
        ::sqlite3_sleep(2);
    }
}

Result<void> SqliteConnection::claim() {
    SPARK_TRY(const auto id, query("PRAGMA application_id", {}));
    if (id[0].integer(0) == sqlite_application_id) return {};
    SPARK_TRY(const auto tables, query("SELECT count(*) FROM sqlite_master", {}));
    if (id[0].integer(0) != 0 || tables[0].integer(0) != 0)
        return fail(Fault::corrupt, "the file's header is not the one of a store", settings_.path.string(),
                    std::string(restore_remedy));
    return script("PRAGMA application_id = " + std::to_string(sqlite_application_id));
}

Result<void> SqliteConnection::same_file(const std::filesystem::path& path, FileIdentity& known) const {
    struct stat found{};
    const bool is_there = ::stat(path.c_str(), &found) == 0;
    const FileIdentity identity = is_there ? FileIdentity{found.st_dev, found.st_ino} : FileIdentity{};
    if (known == FileIdentity{}) known = identity;
    if (is_there && known == identity) return {};
    return fail(Fault::corrupt,
                std::string("the store's file was ") + (is_there ? "replaced" : "deleted") + " while it was in use",
                path.string(), "stop all that use it, put the file (with its -wal) or a backup in place, start again");
}

Result<void> SqliteConnection::ready() {
    SPARK_TRY(same_file(settings_.path, file_));
    return same_file(wal_path(), wal_);
}

Result<void> SqliteConnection::set_durability(Durability durability) {
    if (durability == durability_) return {};
    SPARK_TRY(script(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"));
    durability_ = durability;
    return {};
}

Result<void> SqliteConnection::begin(Durability durability) {
    SPARK_TRY(set_durability(durability));
    return script("BEGIN IMMEDIATE");
}

Result<void> SqliteConnection::begin_migration() { return begin(Durability::full); }

Result<void> SqliteConnection::commit() {
    const int code = ::sqlite3_exec(handle_.get(), "COMMIT", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    Error found = error(code, "commit");
    // Its record may have reached the journal and be found there by whoever opens the store next.
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        found.fault = Fault::outcome_unknown;
        found.remedy = "check the device, start again, and look at what is there";
    }
    rollback();
    return fail(std::move(found));
}

void SqliteConnection::rollback() {
    // SQLite has rolled back by itself after some errors.
    if (::sqlite3_get_autocommit(handle_.get()) != 0) return;
    ::sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> SqliteConnection::script(std::string_view sql) {
    const std::string text(sql);
    const int code = ::sqlite3_exec(handle_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(error(code, "statement"));
    return {};
}

Result<bool> SqliteConnection::has_table(std::string_view name) {
    const Value value = std::string(name);
    SPARK_TRY(const auto rows,
              query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", std::span(&value, 1)));
    return !rows.empty();
}

Result<sqlite3_stmt*> SqliteConnection::prepared(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = ::sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    Statement owned(statement);
    if (code != SQLITE_OK) return fail(error(code, "statement"));
    const std::string_view behind(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (statement == nullptr || behind.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        return fail(Fault::invalid_input, "statement: found none or several, allowed one");
    if (statements_.size() >= statements_max) statements_.clear();
    return statements_.emplace(sql, std::move(owned)).first->second.get();
}

Result<std::vector<Row>> SqliteConnection::run(sqlite3_stmt* statement) {
    std::vector<Row> rows;
    int code = SQLITE_ROW;
    while ((code = ::sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(row_of(statement));
    if (code == SQLITE_DONE) return rows;
    return fail(error(code, "statement"));
}

Result<std::vector<Row>> SqliteConnection::query(std::string_view sql, std::span<const Value> values) {
    SPARK_TRY(sqlite3_stmt* const statement, prepared(sql));
    bind_values(statement, values);
    auto rows = run(statement);
    ::sqlite3_reset(statement);
    ::sqlite3_clear_bindings(statement);
    return rows;
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, std::span<const Value> values) {
    SPARK_TRY(query(sql, values));
    SPARK_TRY(sqlite3_stmt* const statement, prepared(sql));
    return ::sqlite3_stmt_readonly(statement) != 0 ? 0 : ::sqlite3_changes64(handle_.get());
}

Result<void> SqliteConnection::expect_ok(std::string_view pragma) {
    SPARK_TRY(const auto rows, query(pragma, {}));
    if (rows.size() == 1 && rows[0].text(0) == "ok") return {};
    return fail(Fault::corrupt, "the store is damaged: " + (rows.empty() ? "no answer" : rows[0].text(0)),
                settings_.path.string(), std::string(restore_remedy));
}

Result<void> SqliteConnection::quick_check() { return expect_ok("PRAGMA quick_check(1)"); }

Result<void> SqliteConnection::check() {
    SPARK_TRY(expect_ok("PRAGMA integrity_check(1)"));
    SPARK_TRY(const auto broken, query("PRAGMA foreign_key_check", {}));
    if (broken.empty()) return {};
    return fail(Fault::corrupt,
                "a row of '" + broken[0].text(0) + "' names a row of '" + broken[0].text(2) + "' that is not there",
                settings_.path.string(), "restore a backup");
}

}  // namespace spark::database::detail
