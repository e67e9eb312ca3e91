#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "adapters/database/trading_records.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::database {
namespace {

using Month = std::chrono::year_month;

Month month_of(WallTime time) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    return day.year() / day.month();
}

std::int64_t first_ms_of(Month month) { return ms_of(WallTime(std::chrono::sys_days(month / 1))); }

/// PostgreSQL's partition of the month, made once. Two processes that make it at the same time wait for each other.
Result<void> make_partition(Transaction& transaction, Month month) {
    const std::string name =
        fmt::format("market_data_{:04}_{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
    const auto is_there = [&]() -> Result<bool> {
        SPARK_TRY(const auto rows, transaction.query("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = "
                                                     "current_schema() AND tablename = ?",
                                                     {name}));
        return !rows.empty();
    };
    SPARK_TRY(const bool found, is_there());
    if (found) return {};
    SPARK_TRY(transaction.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(1397772876)) AS t"));
    SPARK_TRY(
        transaction.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} PARTITION OF market_data "
                                        "FOR VALUES FROM ({}) TO ({})",
                                        name, first_ms_of(month), first_ms_of(month + std::chrono::months(1)))));
    return {};
}

Result<void> check_volumes(std::span<const MarketDataRow> rows) {
    for (const MarketDataRow& row : rows) {
        const auto volume = parse_wide_units(row.volume);
        if (!volume || volume->rounded || volume->units < 0)
            return fail(Fault::invalid_input,
                        "found volume '" + shown(row.volume) + "', allowed a decimal number with up to 8 decimals",
                        "volume");
    }
    return {};
}

}  // namespace

Result<void> insert_market_data(Database& database, Durability durability, std::span<const MarketDataRow> rows) {
    SPARK_TRY(check_volumes(rows));
    return database.write(durability, [&](Transaction& transaction) -> Result<void> {
        if (database.engine() == Engine::postgresql) {
            std::set<Month> months;
            for (const MarketDataRow& row : rows) months.insert(month_of(row.timestamp));
            for (const Month month : months) SPARK_TRY(make_partition(transaction, month));
        }
        for (const MarketDataRow& row : rows) {
            SPARK_TRY(
                transaction.execute("INSERT INTO market_data (symbol, price, volume, timestamp, exchange) "
                                    "VALUES (?, ?, ?, ?, ?)",
                                    {row.symbol, row.price_units, row.volume, ms_of(row.timestamp), row.exchange}));
        }
        return {};
    });
}

Result<std::vector<MarketDataRow>> list_market_data(Database& database, const MarketDataRange& range) {
    SPARK_TRY(
        const auto rows,
        database.query("SELECT id, symbol, price, volume, timestamp, exchange FROM market_data WHERE exchange = ? "
                       "AND symbol = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp, id LIMIT ?",
                       {range.exchange, range.symbol, ms_of(range.from), ms_of(range.to), range.rows_max}));
    std::vector<MarketDataRow> found;
    for (const Row& row : rows) {
        found.push_back({.id = row.integer(0),
                         .symbol = row.text(1),
                         .price_units = row.integer(2),
                         .volume = row.text(3),
                         .timestamp = wall_time_of_ms(row.integer(4)),
                         .exchange = row.text(5)});
    }
    return found;
}

}  // namespace spark::database
