#include "adapters/database/backtest_result_records.hpp"

#include <limits>

namespace spark::database {

Result<std::int64_t> insert_backtest_result(Database& database, Durability durability, const BacktestResultRow& row) {
    std::int64_t id = 0;
    SPARK_TRY(database.write(durability, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(const auto rows,
                  transaction.query("INSERT INTO backtest_results (strategy_name, parameters, results, created_at) "
                                    "VALUES (?, ?, ?, ?) RETURNING id",
                                    {row.strategy_name, row.parameters, row.results, ms_of(row.created_at)}));
        id = rows[0].integer(0);
        return {};
    }));
    return id;
}

Result<std::vector<BacktestResultRow>> list_backtest_results(Database& database, const BacktestResultPage& page) {
    std::string sql = "SELECT id, strategy_name, parameters, results, created_at FROM backtest_results WHERE id < ?";
    std::vector<Value> values{page.before_id.value_or(std::numeric_limits<std::int64_t>::max())};
    if (page.strategy_name) {
        sql += " AND strategy_name = ?";
        values.emplace_back(*page.strategy_name);
    }
    sql += " ORDER BY id DESC LIMIT ?";
    values.emplace_back(page.rows_max);
    SPARK_TRY(const auto rows, database.query(sql, std::span<const Value>(values)));
    std::vector<BacktestResultRow> results;
    results.reserve(rows.size());
    for (const Row& row : rows) {
        results.push_back({.id = row.integer(0),
                           .strategy_name = row.text(1),
                           .parameters = row.text(2),
                           .results = row.text(3),
                           .created_at = wall_time_of_ms(row.integer(4))});
    }
    return results;
}

}  // namespace spark::database
