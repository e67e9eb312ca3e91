#include "adapters/database/detail/open_sqlite.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "adapters/database/detail/migrator.hpp"
#include "adapters/database/detail/queued_database.hpp"
#include "adapters/database/detail/sqlite_connection.hpp"
#include "adapters/database/migrations/migrations.hpp"
#include "foundation/base/files.hpp"

namespace spark::database::detail {
namespace {

/// The file holds password hashes: nobody but its owner reads it. SQLite gives its -wal and -shm the same rights.
constexpr mode_t file_rights = 0600;

Result<void> create_where_absent(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    SPARK_TRY(make_folders(folder));
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, file_rights);
    if (descriptor < 0) {
        if (errno == EEXIST) return {};
        return fail(file_error("create", path, errno));
    }
    ::close(descriptor);
    return sync_folder(folder);
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const Options& options) {
    SPARK_TRY(create_where_absent(path));
    const auto connect = [path, wait = options.busy_wait_max](QueuedDatabase::Use use) {
        return SqliteConnection::open(
            {.path = path, .busy_wait_max = wait, .may_write = use == QueuedDatabase::Use::writing});
    };
    SPARK_TRY(std::unique_ptr<SqliteConnection> writer, connect(QueuedDatabase::Use::writing));
    SPARK_TRY(writer->claim());
    OpenReport report;
    const auto started = std::chrono::steady_clock::now();
    SPARK_TRY(writer->quick_check());
    report.check_duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    SPARK_TRY(report.applied, migrate(*writer, Engine::sqlite, migrations));
    return QueuedDatabase::start({.engine = Engine::sqlite,
                                  .options = options,
                                  .report = std::move(report),
                                  .writer = std::move(writer),
                                  .connect = [connect](QueuedDatabase::Use use) -> Result<std::unique_ptr<Connection>> {
                                      return connect(use);
                                  }});
}

}  // namespace spark::database::detail
