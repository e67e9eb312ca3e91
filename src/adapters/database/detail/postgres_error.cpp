#include "adapters/database/detail/postgres_error.hpp"

#include <array>

#include "foundation/base/shown_text.hpp"

namespace spark::database::detail {
namespace {

struct StateRow {
    std::string_view prefix;  ///< A whole SQLSTATE or its class; the first row that fits counts.
    Fault fault;
    std::string_view remedy;
};

constexpr std::string_view later = "repeat later";
constexpr std::string_view rights = "give the store's user the rights (docs/reference/store.md)";
constexpr std::string_view space = "free some of what the server ran out of and repeat";

constexpr std::array states{
    StateRow{"08", Fault::unavailable, later},  // connection
    StateRow{"22", Fault::invalid_input, ""},   // data
    StateRow{"23", Fault::conflict, ""},        // constraints
    StateRow{"25006", Fault::denied, rights},   // read-only transaction
    StateRow{"28", Fault::denied, rights},      // who are you
    StateRow{"3D000", Fault::not_found, "create the database (createdb), or correct its name in store.url"},
    StateRow{"40", Fault::unavailable, later},  // serialization, deadlock
    StateRow{"42501", Fault::denied, rights},   // privilege
    StateRow{"53", Fault::exhausted, space},    // disk, memory, connections
    StateRow{"54", Fault::exhausted, ""},       // program limits
    StateRow{"55", Fault::unavailable, later},  // locked
    StateRow{"57", Fault::unavailable, later},  // cancelled, shutting down, starting up
    StateRow{"58", Fault::unavailable, "look into the server's log"},
    StateRow{"XX001", Fault::corrupt, "look into the server's log and restore a backup"},
    StateRow{"XX002", Fault::corrupt, "look into the server's log and reindex"},
    StateRow{"XX", Fault::unavailable, "look into the server's log"},
};

}  // namespace

Error postgres_error(const PostgresComplaint& complaint, std::string_view action) {
    std::string message = std::string(action) + ": " + shown(complaint.message, 300);
    if (!complaint.constraint.empty()) message += " (" + complaint.constraint + ")";
    if (complaint.sqlstate.empty()) return {Fault::unavailable, std::move(message), "store.url", std::string(later)};
    for (const StateRow& row : states) {
        if (complaint.sqlstate.starts_with(row.prefix))
            return {row.fault, std::move(message), "store.url", std::string(row.remedy)};
    }
    return {Fault::invalid_input, std::move(message), "store.url", {}};
}

bool asks_for_retry(std::string_view sqlstate) { return sqlstate == "40001" || sqlstate == "40P01"; }

}  // namespace spark::database::detail
