#include <sqlite3.h>
#include <unistd.h>

#include <memory>

#include "adapters/database/detail/sqlite_checked_files.hpp"
#include "adapters/database/detail/sqlite_connection.hpp"
#include "adapters/database/detail/sqlite_error.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::database::detail {
namespace {

struct Close {
    void operator()(sqlite3* handle) const { ::sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

}  // namespace

Result<void> SqliteConnection::backup(const std::filesystem::path& path) {
    SPARK_TRY(ready());
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    sqlite3* opened = nullptr;
    int code = ::sqlite3_open_v2(file.temporary_path().c_str(), &opened,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, checked_files());
    Handle copy(opened);
    const auto refuse = [&] { return fail(sqlite_error(copy.get(), code, "backup", file.temporary_path())); };
    if (code != SQLITE_OK) return refuse();
    int reserved = page_checksum_bytes;
    ::sqlite3_file_control(copy.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    // The copy needs no journal of its own: until it is whole it has no name.
    code = ::sqlite3_exec(copy.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return refuse();
    sqlite3_backup* const pages = ::sqlite3_backup_init(copy.get(), "main", handle_.get(), "main");
    if (pages == nullptr) {
        code = ::sqlite3_extended_errcode(copy.get());
        return refuse();
    }
    // All in one step: one snapshot, beside which others read and write.
    const int step = ::sqlite3_backup_step(pages, -1);
    code = ::sqlite3_backup_finish(pages);
    if (step != SQLITE_DONE) {
        if (code == SQLITE_OK) code = step;
        return refuse();
    }
    copy.reset();
    SPARK_TRY(file.publish(path, UnfinishedFile::WhenThere::replace));
    return {};
}

}  // namespace spark::database::detail
