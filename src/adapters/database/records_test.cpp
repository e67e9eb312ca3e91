#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "adapters/database/backtest_result_records.hpp"
#include "adapters/database/idempotency_records.hpp"
#include "adapters/database/settings_records.hpp"
#include "adapters/database/testing/stores.hpp"
#include "adapters/database/trading_records.hpp"

namespace spark::database {
namespace {

using testing::both_stores;
using testing::engine_name;

class RecordsOn : public testing::OnBothStores {};
INSTANTIATE_TEST_SUITE_P(On, RecordsOn, both_stores, engine_name);

constexpr WallTime noon = wall_time_of_ms(1'763'726'400'000);  // 2025-11-21T12:00:00Z
constexpr const char* hostile = "'; DROP TABLE executions; --";

TEST_P(RecordsOn, counts_the_versions_of_a_setting_and_refuses_a_change_of_an_old_one) {
    const auto database = open();
    ASSERT_TRUE(database);
    const SettingChange change{
        .scope = "global", .key = hostile, .value = "{\"b\": 1,  \"a\":2}", .changed_at = noon, .changed_by = "ayşe"};

    ASSERT_FALSE(find_setting(*database, "global", hostile).value().has_value());
    EXPECT_EQ(put_setting(*database, change).value().version, 1);
    SettingChange next = change;
    next.version_expected = 1;
    next.value = "2";
    EXPECT_EQ(put_setting(*database, next).value().version, 2);
    const auto stale = put_setting(*database, next);

    EXPECT_EQ(stale.error().fault, Fault::conflict);
    EXPECT_TRUE(stale.error().message.contains("found version 2"));
    const auto found = find_setting(*database, "global", hostile).value();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->value, "2");
    EXPECT_EQ(found->changed_at, noon);
    EXPECT_EQ(found->changed_by, "ayşe");
    EXPECT_EQ(list_settings(*database, "global").value().size(), 1U);
    EXPECT_TRUE(list_settings(*database, "user:1").value().empty());
}

IdempotencyCall call_with(std::string body, WallTime now = noon) {
    return {.key = {.principal = "p", .route = "POST /x", .key = "k"},
            .body_sha256 = std::move(body),
            .now = now,
            .expires_at = now + std::chrono::hours(24)};
}

TEST_P(RecordsOn, keeps_the_answer_of_a_call_for_its_repetitions_until_it_expires) {
    const auto database = open();
    ASSERT_TRUE(database);
    const IdempotencyCall call = call_with("aa");

    EXPECT_TRUE(std::holds_alternative<CallIsNew>(begin_call(*database, call).value()));
    EXPECT_TRUE(std::holds_alternative<CallIsRunning>(begin_call(*database, call).value()));
    EXPECT_EQ(running_calls(*database).value().size(), 1U);
    const std::string body("{\"a\": \0\xFF}", 9);
    ASSERT_TRUE(keep_answer(*database, call.key, {.status = 201, .headers = "X: 1", .body = body}).has_value());
    EXPECT_EQ(keep_answer(*database, call.key, {.status = 500}).error().fault, Fault::not_found);

    const auto kept = std::get<KeptAnswer>(begin_call(*database, call).value());
    EXPECT_EQ(kept.status, 201);
    EXPECT_EQ(kept.headers, "X: 1");
    EXPECT_EQ(kept.body, body);
    EXPECT_EQ(begin_call(*database, call_with("bb")).error().fault, Fault::conflict);
    const auto late = call_with("bb", noon + std::chrono::hours(24));
    EXPECT_TRUE(std::holds_alternative<CallIsNew>(begin_call(*database, late).value()));
    ASSERT_TRUE(forget_call(*database, call.key).has_value());
    EXPECT_TRUE(std::holds_alternative<CallIsNew>(begin_call(*database, call).value()));
    EXPECT_EQ(remove_expired_calls(*database, noon + std::chrono::hours(24)).value(), 1);
}

TEST_P(RecordsOn, lets_exactly_one_of_many_parallel_calls_run_over_two_processes_stores) {
    const auto one = open();
    const auto two = open();
    ASSERT_TRUE(one && two);
    std::atomic<int> fresh = 0;
    std::atomic<int> running = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                const auto answer = begin_call(thread % 2 == 0 ? *one : *two, call_with("aa"));
                if (!answer) return;
                ++(std::holds_alternative<CallIsNew>(*answer) ? fresh : running);
            });
        }
    }

    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(running, 7);
}

TEST_P(RecordsOn, lists_backtest_results_newest_first_by_pages_and_strategy) {
    const auto database = open();
    ASSERT_TRUE(database);
    for (int number = 0; number < 7; ++number) {
        const auto id = insert_backtest_result(*database, Durability::normal,
                                               {.strategy_name = number % 2 == 0 ? "smaCross" : hostile,
                                                .parameters = "{}",
                                                .results = "{\"n\": " + std::to_string(number) + "}",
                                                .created_at = noon});
        EXPECT_EQ(id.value(), number + 1);
    }

    const auto first = list_backtest_results(*database, {.rows_max = 5}).value();
    const auto second = list_backtest_results(*database, {.before_id = first.back().id, .rows_max = 5}).value();
    const auto hostile_ones = list_backtest_results(*database, {.strategy_name = hostile}).value();

    ASSERT_EQ(first.size(), 5U);
    EXPECT_EQ(first[0].results, "{\"n\": 6}");
    EXPECT_EQ(first[0].created_at, noon);
    ASSERT_EQ(second.size(), 2U);
    EXPECT_EQ(second.back().id, 1);
    EXPECT_EQ(hostile_ones.size(), 3U);
    const auto no_json = insert_backtest_result(
        *database, Durability::normal, {.strategy_name = "s", .parameters = "{", .results = "{}", .created_at = noon});
    EXPECT_EQ(no_json.error().fault, Fault::invalid_input) << no_json.error().message;
}

ExecutionRow execution(std::string id) {
    return {.execution_id = std::move(id),
            .order_id = "o",
            .client_order_id = hostile,
            .symbol = "BTCUSDT",
            .side = "buy",
            .quantity_units = 9'223'372'036'854'775'807,
            .status = "NEW",
            .created_at = noon,
            .exchange = "Binance"};
}

TEST_P(RecordsOn, keeps_executions_and_trades_with_their_rules) {
    const auto database = open();
    ASSERT_TRUE(database);
    for (const char* id : {"e1", "e3", "e2"}) ASSERT_TRUE(insert_execution(*database, execution(id)).has_value());
    const TradeRow trade{.trade_id = "t1",
                         .execution_id = "e1",
                         .order_id = "o",
                         .symbol = "BTCUSDT",
                         .side = "sell",
                         .quantity_units = 1,
                         .price_units = 2,
                         .commission_units = -3,
                         .timestamp = noon,
                         .exchange = "Binance"};
    ASSERT_TRUE(insert_trade(*database, trade).has_value());

    EXPECT_EQ(insert_execution(*database, execution("e1")).error().fault, Fault::conflict);
    ExecutionRow wrong = execution("e9");
    wrong.side = "hold";
    EXPECT_EQ(insert_execution(*database, wrong).error().fault, Fault::conflict);
    wrong = execution("e9");
    wrong.quantity_units = 0;
    EXPECT_EQ(insert_execution(*database, wrong).error().fault, Fault::conflict);
    TradeRow orphan = trade;
    orphan.trade_id = "t2";
    orphan.execution_id = "nobody";
    EXPECT_EQ(insert_trade(*database, orphan).error().fault, Fault::conflict);

    const auto page = list_executions(*database, std::nullopt, 2).value();
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].execution_id, "e3");
    EXPECT_EQ(page[0].quantity_units, 9'223'372'036'854'775'807);
    EXPECT_EQ(page[0].client_order_id, hostile);
    EXPECT_FALSE(page[0].exchange_order_id.has_value());
    const auto rest = list_executions(*database, RowCursor{.time = page[1].created_at, .id = page[1].execution_id}, 2);
    ASSERT_EQ(rest.value().size(), 1U);
    EXPECT_EQ((*rest)[0].execution_id, "e1");
    const auto trades = list_trades(*database, std::nullopt, 10).value();
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].commission_units, -3);
    EXPECT_EQ(trades[0].timestamp, noon);
}

TEST_P(RecordsOn, keeps_market_data_of_any_month_and_lists_it_by_time) {
    const auto database = open();
    ASSERT_TRUE(database);
    const WallTime december = parse_iso8601("2025-12-01").value();
    std::vector<MarketDataRow> rows;
    for (const WallTime time : {december, december - std::chrono::milliseconds(1), parse_iso8601("1969-12-31").value(),
                                parse_iso8601("2025-12-31T23:59:59.999").value()})
        rows.push_back({.symbol = "SHIBTRY",
                        .price_units = 1,
                        .volume = "999999999999999.12345678",
                        .timestamp = time,
                        .exchange = "BTCTurk"});
    ASSERT_TRUE(insert_market_data(*database, Durability::normal, rows).has_value());
    ASSERT_TRUE(insert_market_data(*database, Durability::normal, rows).has_value()) << "partitions are there";

    const auto found = list_market_data(
        *database,
        {.exchange = "BTCTurk", .symbol = "SHIBTRY", .from = december, .to = december + std::chrono::days(31)});

    ASSERT_EQ(found.value().size(), 4U);
    EXPECT_EQ((*found)[0].timestamp, december);
    EXPECT_EQ((*found)[0].volume, "999999999999999.12345678");
    rows[1].volume = "1e5";
    EXPECT_EQ(insert_market_data(*database, Durability::normal, rows).error().fault, Fault::invalid_input);
    EXPECT_EQ(database->query("SELECT count(*) FROM market_data").value()[0].integer(0), 8);
}

TEST_P(RecordsOn, has_the_planning_documents_tables_with_their_columns) {
    const auto database = open();
    ASSERT_TRUE(database);
    for (const char* sql :
         {"SELECT execution_id, order_id, client_order_id, symbol, side, quantity, status, exchange_order_id, "
          "created_at, exchange FROM executions",
          "SELECT trade_id, execution_id, order_id, symbol, side, quantity, price, commission, timestamp, exchange "
          "FROM "
          "trades",
          "SELECT id, symbol, price, volume, timestamp, exchange FROM market_data",
          "SELECT id, strategy_name, parameters, results, created_at FROM backtest_results"})
        EXPECT_TRUE(database->query(sql).has_value()) << sql;
}

}  // namespace
}  // namespace spark::database
