#include "adapters/database/detail/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>

#include "adapters/database/detail/sqlite_checked_files.hpp"
#include "foundation/base/files.hpp"

namespace spark::database::detail {
namespace {

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

Fault fault_of_constraint(int code) {
    // STRICT tables: a value of another type than the column's.
    return code == SQLITE_CONSTRAINT_DATATYPE ? Fault::invalid_input : Fault::conflict;
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
        case SQLITE_CONSTRAINT: return fault_of_constraint(code);
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
    return {fault, std::string(action) + ": " + text, path.string(), remedy_for(fault)};
}

}  // namespace spark::database::detail
