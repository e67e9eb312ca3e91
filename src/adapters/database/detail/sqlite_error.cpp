#include "adapters/database/detail/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>

#include "adapters/database/detail/sqlite_checked_files.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::database::detail {
namespace {

constexpr std::size_t text_bytes_max = 300;

Fault fault_of_io_error(sqlite3* handle, int code) {
    switch (code) {
        case SQLITE_IOERR_DATA:
        case SQLITE_IOERR_CORRUPTFS:
        case SQLITE_IOERR_SHORT_READ: return Fault::corrupt;
        case SQLITE_IOERR_NOMEM: return Fault::exhausted;
        case SQLITE_IOERR_WRITE: return fault_of_errno(last_write_errno());
        default: break;
    }
    const int error_number = handle == nullptr ? 0 : ::sqlite3_system_errno(handle);
    return error_number == 0 ? Fault::unavailable : fault_of_errno(error_number);
}

/// A value of another type than the column's is input, as PostgreSQL has it: STRICT tables, and text that is no JSON.
Fault fault_of_constraint(sqlite3* handle, int code) {
    if (code == SQLITE_CONSTRAINT_DATATYPE) return Fault::invalid_input;
    const std::string_view text = handle == nullptr ? "" : ::sqlite3_errmsg(handle);
    return code == SQLITE_CONSTRAINT_CHECK && text.contains("json_valid") ? Fault::invalid_input : Fault::conflict;
}

Fault fault_of_code(sqlite3* handle, int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_NOMEM: return Fault::exhausted;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
        case SQLITE_INTERRUPT: return Fault::unavailable;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Fault::corrupt;
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH: return Fault::denied;
        case SQLITE_CONSTRAINT: return fault_of_constraint(handle, code);
        case SQLITE_IOERR: return fault_of_io_error(handle, code);
        default: return Fault::invalid_input;
    }
}

std::string remedy_for(Fault fault) {
    switch (fault) {
        case Fault::exhausted: return "free some space on the device and repeat";
        case Fault::unavailable: return "repeat later; see which process holds the store";
        case Fault::corrupt: return std::string(restore_remedy);
        case Fault::denied: return "give this user the rights to the file and its folder";
        case Fault::invalid_input:
        case Fault::not_found:
        case Fault::conflict:
        case Fault::outcome_unknown: break;
    }
    return {};
}

}  // namespace

Error sqlite_error(sqlite3* handle, int code, std::string_view action, const std::filesystem::path& path) {
    const Fault fault = fault_of_code(handle, code);
    const char* const text = handle == nullptr ? ::sqlite3_errstr(code) : ::sqlite3_errmsg(handle);
    // SQLite repeats names as they stand in the file, and a damaged file holds any bytes.
    return {fault, std::string(action) + ": " + shown(text, text_bytes_max), path.string(), remedy_for(fault)};
}

}  // namespace spark::database::detail
