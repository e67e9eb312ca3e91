#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "adapters/database/database.hpp"

namespace spark::database::detail {

/// A statement as PostgreSQL takes it.
struct NumberedStatement {
    std::string sql;             ///< Each `?` outside quotes and comments became `$1`, `$2`, …
    std::size_t parameters = 0;  ///< How many there were.
};

/// Respects '…', "…", `-- …` and `/* … */` (quotes doubled inside are part of the text).
NumberedStatement number_parameters(std::string_view sql);

/// The rules both engines share, so that what one store takes the other takes, too. Errors: invalid_input for text that
/// is not UTF-8 or holds a zero byte, and for a double that is not finite, saying which value by its number.
Result<void> check_values(std::span<const Value> values);

}  // namespace spark::database::detail
