#pragma once

namespace spark::database::detail {

/// Bytes at the end of each page that SQLite leaves to its file layer (byte 20 of the file's header).
inline constexpr int page_checksum_bytes = 8;
inline constexpr int page_bytes = 4'096;

/// The name of SQLite's file layer that keeps a checksum in every page of the database file: computed when a page is
/// written, compared when it is read, so that a flipped bit is an error (corrupt) and never an answer. SQLite alone
/// notices damage of its structures, not of a value. The -wal has checksums of its own. Registered at the first call.
const char* checked_files();

/// The errno of this thread's last write that the system refused; SQLite does not keep it on every path.
int last_write_errno();

}  // namespace spark::database::detail
