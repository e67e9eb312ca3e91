#include "adapters/database/detail/sqlite_checked_files.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "foundation/base/assert.hpp"
#include "foundation/crypto/checksum.hpp"

namespace spark::database::detail {
namespace {

constexpr const char* name = "spark-checked";
constexpr std::size_t content_bytes = page_bytes - page_checksum_bytes;

using Page = std::array<std::byte, page_bytes>;
using PageChecksum = std::array<std::byte, page_checksum_bytes>;

// Set once, before anything is read or written, and never changed: the system's file layer and its functions.
sqlite3_vfs* system_files = nullptr;
sqlite3_vfs checked_layer{};
decltype(sqlite3_io_methods::xRead) system_read = nullptr;
decltype(sqlite3_io_methods::xWrite) system_write = nullptr;
thread_local int refused_write_errno = 0;

/// With the page's place in it: a page in the place of another is as wrong as a flipped bit.
PageChecksum checksum_of(const std::byte* page, sqlite3_int64 offset) {
    const auto sum = crypto::checksum128({page, content_bytes}).low ^ static_cast<std::uint64_t>(offset);
    PageChecksum bytes{};
    for (std::size_t index = 0; index < bytes.size(); ++index) bytes[index] = static_cast<std::byte>(sum >> 8 * index);
    return bytes;
}

bool is_page(int amount, sqlite3_int64 offset) { return amount == page_bytes && offset % page_bytes == 0; }

/// A page that SQLite took for the file but has not written yet is a hole of zeros.
bool is_hole(const std::byte* page) {
    return std::all_of(page, page + page_bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

int read_checked(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
    const int code = system_read(file, buffer, amount, offset);
    if (code != SQLITE_OK || !is_page(amount, offset)) return code;
    const auto* page = static_cast<const std::byte*>(buffer);
    const PageChecksum expected = checksum_of(page, offset);
    if (std::memcmp(page + content_bytes, expected.data(), expected.size()) == 0 || is_hole(page)) return SQLITE_OK;
    return SQLITE_IOERR_DATA;
}

int write_plain(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset) {
    const int code = system_write(file, buffer, amount, offset);
    if (code != SQLITE_OK) refused_write_errno = errno;
    return code;
}

int write_checked(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset) {
    if (!is_page(amount, offset)) return write_plain(file, buffer, amount, offset);
    Page page;
    std::memcpy(page.data(), buffer, content_bytes);
    const PageChecksum checksum = checksum_of(page.data(), offset);
    std::memcpy(page.data() + content_bytes, checksum.data(), checksum.size());
    return write_plain(file, page.data(), amount, offset);
}

bool remember(const sqlite3_io_methods& methods) {
    system_read = methods.xRead;
    system_write = methods.xWrite;
    return true;
}

sqlite3_io_methods exchanged(sqlite3_io_methods methods, decltype(sqlite3_io_methods::xRead) read,
                             decltype(sqlite3_io_methods::xWrite) write) {
    methods.iVersion = std::min(methods.iVersion, 2);  // From 3 on pages are mapped, not read.
    methods.xRead = read;
    methods.xWrite = write;
    return methods;
}

/// The system's own file with a function or two exchanged.
int open_checked(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    const int code = system_files->xOpen(system_files, path, file, flags, flags_out);
    if (code != SQLITE_OK) return code;
    // The database file has locks and the others have none: two tables, with the same functions to read and write.
    const bool is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    static const bool is_known = remember(*file->pMethods);
    SPARK_ASSERT(is_known && file->pMethods->xWrite == system_write && file->pMethods->xRead == system_read);
    if (is_database) {
        static const sqlite3_io_methods checked = exchanged(*file->pMethods, &read_checked, &write_checked);
        file->pMethods = &checked;
    } else {
        static const sqlite3_io_methods plain = exchanged(*file->pMethods, file->pMethods->xRead, &write_plain);
        file->pMethods = &plain;
    }
    return code;
}

}  // namespace

int last_write_errno() { return refused_write_errno; }

const char* checked_files() {
    static const bool is_registered = [] {
        system_files = ::sqlite3_vfs_find(nullptr);
        SPARK_ASSERT(system_files != nullptr);
        checked_layer = *system_files;
        checked_layer.pNext = nullptr;
        checked_layer.zName = name;
        checked_layer.xOpen = &open_checked;
        return ::sqlite3_vfs_register(&checked_layer, 0) == SQLITE_OK;
    }();
    SPARK_ASSERT(is_registered);
    return name;
}

}  // namespace spark::database::detail
