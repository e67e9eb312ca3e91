#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/database/database.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::database {

// The planning documents' tables `executions`, `trades` and `market_data`, column for column. Amounts are whole counts
// of 1e-8 (units), times are kept to the millisecond, `side` is `buy` or `sell`.

struct ExecutionRow {
    std::string execution_id;
    std::string order_id;
    std::string client_order_id;
    std::string symbol;
    std::string side;
    std::int64_t quantity_units = 0;
    std::string status;
    std::optional<std::string> exchange_order_id{};  ///< Empty until the exchange has answered.
    WallTime created_at{};
    std::string exchange;
};

struct TradeRow {
    std::string trade_id;
    std::string execution_id;
    std::string order_id;
    std::string symbol;
    std::string side;
    std::int64_t quantity_units = 0;
    std::int64_t price_units = 0;
    std::int64_t commission_units = 0;
    WallTime timestamp{};
    std::string exchange;
};

struct MarketDataRow {
    std::int64_t id = 0;  ///< Given by the store.
    std::string symbol;
    std::int64_t price_units = 0;
    std::string volume;  ///< Exact decimal text: a coin counted in trillions passes 2^63 units.
    WallTime timestamp{};
    std::string exchange;
};

/// Where a page that goes on begins: behind this row of the page before.
struct RowCursor {
    WallTime time{};
    std::string id;
};

/// Durable. Errors: conflict when the id is there, or a rule of the table is broken, naming it.
Result<void> insert_execution(Database& database, const ExecutionRow& row);
/// Durable. Errors: as above; conflict when its execution is not there.
Result<void> insert_trade(Database& database, const TradeRow& row);
/// All or none, in one transaction. PostgreSQL's partition of a month is made when its first row comes.
/// Errors: invalid_input for a volume that is not a decimal number without sign.
Result<void> insert_market_data(Database& database, Durability durability, std::span<const MarketDataRow> rows);

/// Newest first; by id where times are equal.
Result<std::vector<ExecutionRow>> list_executions(Database& database, const std::optional<RowCursor>& behind,
                                                  std::int64_t rows_max);
Result<std::vector<TradeRow>> list_trades(Database& database, const std::optional<RowCursor>& behind,
                                          std::int64_t rows_max);

struct MarketDataRange {
    std::string exchange;
    std::string symbol;
    WallTime from{};  ///< Included.
    WallTime to{};    ///< Not included.
    std::int64_t rows_max = 1'000;
};

/// Oldest first.
Result<std::vector<MarketDataRow>> list_market_data(Database& database, const MarketDataRange& range);

}  // namespace spark::database
