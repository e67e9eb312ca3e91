#include "adapters/database/trading_records.hpp"

#include <limits>

namespace spark::database {
namespace {

constexpr std::string_view execution_columns =
    "execution_id, order_id, client_order_id, symbol, side, quantity, status, exchange_order_id, created_at, exchange";
constexpr std::string_view trade_columns =
    "trade_id, execution_id, order_id, symbol, side, quantity, price, commission, timestamp, exchange";

Result<void> insert_one(Database& database, const std::string& sql, std::initializer_list<Value> values) {
    return database.write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(transaction.execute(sql, values));
        return {};
    });
}

ExecutionRow execution_of(const Row& row) {
    return {.execution_id = row.text(0),
            .order_id = row.text(1),
            .client_order_id = row.text(2),
            .symbol = row.text(3),
            .side = row.text(4),
            .quantity_units = row.integer(5),
            .status = row.text(6),
            .exchange_order_id = row.is_null(7) ? std::nullopt : std::optional(row.text(7)),
            .created_at = wall_time_of_ms(row.integer(8)),
            .exchange = row.text(9)};
}

TradeRow trade_of(const Row& row) {
    return {.trade_id = row.text(0),
            .execution_id = row.text(1),
            .order_id = row.text(2),
            .symbol = row.text(3),
            .side = row.text(4),
            .quantity_units = row.integer(5),
            .price_units = row.integer(6),
            .commission_units = row.integer(7),
            .timestamp = wall_time_of_ms(row.integer(8)),
            .exchange = row.text(9)};
}

/// Newest first behind the cursor. Names of tables and columns are this file's own.
Result<std::vector<Row>> page_of(Database& database, std::string_view columns, std::string_view table,
                                 std::string_view order, const std::optional<RowCursor>& behind,
                                 std::int64_t rows_max) {
    const std::string time(order.substr(0, order.find(',')));
    const std::string id(order.substr(order.find(',') + 1));
    std::string sql = "SELECT " + std::string(columns) + " FROM " + std::string(table);
    std::vector<Value> values;
    if (behind) {
        sql += " WHERE (" + time + ", " + id + ") < (?, ?)";
        values.emplace_back(ms_of(behind->time));
        values.emplace_back(behind->id);
    }
    sql += " ORDER BY " + time + " DESC, " + id + " DESC LIMIT ?";
    values.emplace_back(rows_max);
    return database.query(sql, std::span<const Value>(values));
}

}  // namespace

Result<void> insert_execution(Database& database, const ExecutionRow& row) {
    const Value exchange_order_id = row.exchange_order_id ? Value(*row.exchange_order_id) : Value();
    return insert_one(
        database,
        "INSERT INTO executions (" + std::string(execution_columns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {row.execution_id, row.order_id, row.client_order_id, row.symbol, row.side, row.quantity_units, row.status,
         exchange_order_id, ms_of(row.created_at), row.exchange});
}

Result<void> insert_trade(Database& database, const TradeRow& row) {
    return insert_one(database,
                      "INSERT INTO trades (" + std::string(trade_columns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      {row.trade_id, row.execution_id, row.order_id, row.symbol, row.side, row.quantity_units,
                       row.price_units, row.commission_units, ms_of(row.timestamp), row.exchange});
}

Result<std::vector<ExecutionRow>> list_executions(Database& database, const std::optional<RowCursor>& behind,
                                                  std::int64_t rows_max) {
    SPARK_TRY(const auto rows,
              page_of(database, execution_columns, "executions", "created_at,execution_id", behind, rows_max));
    std::vector<ExecutionRow> executions;
    for (const Row& row : rows) executions.push_back(execution_of(row));
    return executions;
}

Result<std::vector<TradeRow>> list_trades(Database& database, const std::optional<RowCursor>& behind,
                                          std::int64_t rows_max) {
    SPARK_TRY(const auto rows, page_of(database, trade_columns, "trades", "timestamp,trade_id", behind, rows_max));
    std::vector<TradeRow> trades;
    for (const Row& row : rows) trades.push_back(trade_of(row));
    return trades;
}

}  // namespace spark::database
