#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/database/database.hpp"
#include "adapters/database/testing/postgres_server.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::database {
namespace {

/// A store with a table `numbers (key, value)`; null where there is no server.
struct Store {
    explicit Store(Engine engine) {
        std::string url = "sqlite:" + (folder / "spark.db").string();
        if (engine == Engine::postgresql) {
            std::string why_not;
            testing::PostgresServer* const server = testing::PostgresServer::shared(why_not);
            if (server == nullptr) return;
            url = server->new_store();
        }
        database = *Database::open({.url = url});
        const auto made = database->write(Durability::normal, [](Transaction& transaction) -> Result<void> {
            SPARK_TRY(transaction.execute("CREATE TABLE numbers (key BIGINT PRIMARY KEY, value TEXT NOT NULL)"));
            return {};
        });
        SPARK_ASSERT(made.has_value());
    }
    void add(Durability durability, std::int64_t first, std::int64_t count) {
        const auto done = database->write(durability, [&](Transaction& transaction) -> Result<void> {
            for (std::int64_t key = first; key < first + count; ++key)
                SPARK_TRY(transaction.execute("INSERT INTO numbers VALUES (?, ?)", {key, std::string("some text")}));
            return {};
        });
        SPARK_ASSERT(done.has_value());
    }

    spark::testing::FreshFolder folder;
    std::unique_ptr<Database> database;
};

double at_quantile(std::vector<double>& values, double quantile) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(quantile * static_cast<double>(values.size() - 1))];
}

void one_row_commit(benchmark::State& state, Engine engine, Durability durability) {
    Store store(engine);
    if (!store.database) return state.SkipWithError("no PostgreSQL here");
    std::vector<double> took_us;
    std::int64_t key = 0;
    for (auto _ : state) {
        const auto before = std::chrono::steady_clock::now();
        store.add(durability, key++, 1);
        took_us.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
    }
    state.counters["p50_us"] = at_quantile(took_us, 0.5);
    state.counters["p99_us"] = at_quantile(took_us, 0.99);
}

void rows_in_10k_transactions(benchmark::State& state, Engine engine) {
    Store store(engine);
    if (!store.database) return state.SkipWithError("no PostgreSQL here");
    std::int64_t key = 0;
    for (auto _ : state) {
        store.add(Durability::normal, key, 10'000);
        key += 10'000;
    }
    state.SetItemsProcessed(key);
}

void read_by_key(benchmark::State& state, Engine engine) {
    Store store(engine);
    if (!store.database) return state.SkipWithError("no PostgreSQL here");
    store.add(Durability::normal, 0, 100'000);
    std::int64_t key = 0;
    for (auto _ : state) {
        const auto rows = store.database->query("SELECT value FROM numbers WHERE key = ?", {key});
        SPARK_ASSERT(rows.has_value() && rows->size() == 1);
        key = (key + 7'919) % 100'000;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK_CAPTURE(one_row_commit, sqlite_full, Engine::sqlite, Durability::full)->UseRealTime();
BENCHMARK_CAPTURE(one_row_commit, sqlite_normal, Engine::sqlite, Durability::normal)->UseRealTime();
BENCHMARK_CAPTURE(one_row_commit, postgresql_full, Engine::postgresql, Durability::full)->UseRealTime();
BENCHMARK_CAPTURE(one_row_commit, postgresql_normal, Engine::postgresql, Durability::normal)->UseRealTime();
BENCHMARK_CAPTURE(rows_in_10k_transactions, sqlite, Engine::sqlite)->UseRealTime();
BENCHMARK_CAPTURE(rows_in_10k_transactions, postgresql, Engine::postgresql)->UseRealTime();
BENCHMARK_CAPTURE(read_by_key, sqlite, Engine::sqlite)->UseRealTime();
BENCHMARK_CAPTURE(read_by_key, postgresql, Engine::postgresql)->UseRealTime();

}  // namespace
}  // namespace spark::database
