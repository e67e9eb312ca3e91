#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/database/database.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::database {

/// A row of `backtest_results`. Both JSON columns are kept as the engine keeps JSON: SQLite byte for byte, PostgreSQL
/// as JSONB, which sorts keys and drops blanks.
struct BacktestResultRow {
    std::int64_t id = 0;  ///< Given by the store; rises.
    std::string strategy_name;
    std::string parameters;  ///< JSON text.
    std::string results;     ///< JSON text.
    WallTime created_at{};   ///< Kept to the millisecond.
};

/// Returns the new row's id. Errors: invalid_input when a text is not JSON; otherwise as of Database::write.
Result<std::int64_t> insert_backtest_result(Database& database, Durability durability, const BacktestResultRow& row);

struct BacktestResultPage {
    std::optional<std::int64_t> before_id{};     ///< The last id of the page before; empty for the newest.
    std::optional<std::string> strategy_name{};  ///< Only this one's.
    std::int64_t rows_max = 100;
};

/// Newest first.
Result<std::vector<BacktestResultRow>> list_backtest_results(Database& database, const BacktestResultPage& page);

}  // namespace spark::database
