#include "adapters/database/detail/open_sqlite.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>

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

/// Refuses a healthy SQLite file that no store has made: looked at by hand, since its pages have no checksums. Whatever
/// else is wrong with a file SQLite and the checksums find.
Result<void> refuse_foreign(const std::filesystem::path& path) {
    constexpr std::string_view magic("SQLite format 3\0", 16);
    constexpr std::size_t reserved_at = 20;
    std::string header(100, '\0');
    std::ifstream(path, std::ios::binary).read(header.data(), static_cast<std::streamsize>(header.size()));
    if (!header.starts_with(magic) || header[reserved_at] != 0) return {};
    return fail(Fault::conflict, "the file is a database of another program", path.string(),
                "give another path in store.url");
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const Options& options) {
    SPARK_TRY(create_where_absent(path));
    SPARK_TRY(refuse_foreign(path));
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
