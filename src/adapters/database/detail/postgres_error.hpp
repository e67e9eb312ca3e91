#pragma once

#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::database::detail {

/// What the server said about one error.
struct PostgresComplaint {
    std::string sqlstate;    ///< Five characters; empty when the server said nothing.
    std::string severity;    ///< ERROR, FATAL or PANIC.
    std::string message;     ///< The primary message.
    std::string constraint;  ///< Name of the constraint, where one is meant.
};

/// The fault table of SQLSTATE. Source: PostgreSQL 15 manual, appendix A.
Error postgres_error(const PostgresComplaint& complaint, std::string_view action);

/// Whether the server rolled everything back and asks for the whole transaction again.
bool asks_for_retry(std::string_view sqlstate);

}  // namespace spark::database::detail
