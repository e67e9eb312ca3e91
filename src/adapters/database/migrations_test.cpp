#include "adapters/database/migrations/migrations.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/database/detail/migrator.hpp"
#include "adapters/database/detail/open_postgres.hpp"
#include "adapters/database/detail/sqlite_connection.hpp"
#include "adapters/database/testing/stores.hpp"

namespace spark::database {
namespace {

using detail::Connection;
using testing::both_stores;
using testing::engine_name;

/// Kills this process (SIGKILL) before the call number `kill_at` reaches the connection.
class KilledConnection final : public Connection {
  public:
    KilledConnection(Connection& connection, int kill_at) : connection_(connection), calls_left_(kill_at) {}

    Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) override {
        return counted().query(sql, values);
    }
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override {
        return counted().execute(sql, values);
    }
    Result<void> ready() override { return counted().ready(); }
    Result<void> begin(Durability durability) override { return counted().begin(durability); }
    Result<void> begin_migration() override { return counted().begin_migration(); }
    Result<void> commit() override { return counted().commit(); }
    void rollback() override { counted().rollback(); }
    Result<void> script(std::string_view sql) override { return counted().script(sql); }
    Result<bool> has_table(std::string_view name) override { return counted().has_table(name); }
    bool asks_for_retry() const override { return connection_.asks_for_retry(); }
    Result<void> check() override { return counted().check(); }
    Result<void> backup(const std::filesystem::path& path) override { return counted().backup(path); }

  private:
    Connection& counted() {
        if (calls_left_-- == 0) ::kill(::getpid(), SIGKILL);
        return connection_;
    }
    Connection& connection_;
    int calls_left_;
};

class MigrationsOn : public testing::OnBothStores {
  protected:
    std::unique_ptr<Connection> connect() const {
        if (GetParam() == Engine::sqlite) {
            const std::string path = url.substr(std::string_view("sqlite:").size());
            std::ofstream(path, std::ios::app).flush();
            auto connection = detail::SqliteConnection::open({.path = path, .may_write = true});
            return connection ? *std::move(connection) : nullptr;
        }
        auto connection = detail::connect_postgres(url, {});
        return connection ? *std::move(connection) : nullptr;
    }

    /// Migrates in a child that dies before its call number `kill_at`; false when it ended by itself.
    bool migrate_and_kill(int kill_at) const {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto connection = connect();
            if (connection == nullptr) ::_exit(2);
            KilledConnection killed(*connection, kill_at);
            ::_exit(detail::migrate(killed, GetParam(), migrations).has_value() ? 0 : 1);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        return WIFSIGNALED(status);
    }
};

INSTANTIATE_TEST_SUITE_P(On, MigrationsOn, both_stores, engine_name);

class MigrationsOnSlow : public MigrationsOn {};
INSTANTIATE_TEST_SUITE_P(On, MigrationsOnSlow, both_stores, engine_name);

/// One table that each migration of the beginning of the list makes.
constexpr std::array made_tables{"backtest_results", "settings", "idempotency"};

TEST_P(MigrationsOnSlow, are_each_whole_or_not_at_all_when_killed_at_any_step) {
    std::size_t partly = 0;
    bool is_killed = true;
    for (int kill_at = 0; is_killed; ++kill_at) {
        SetUp();  // A new empty store.
        if (GetParam() == Engine::sqlite) url = "sqlite:" + (folder / (std::to_string(kill_at) + ".db")).string();
        is_killed = migrate_and_kill(kill_at);

        const auto connection = connect();
        ASSERT_TRUE(connection) << kill_at;
        std::int64_t applied = 0;
        if (connection->has_table("spark_migrations").value())
            applied = connection->query("SELECT count(*) FROM spark_migrations", {}).value()[0].integer(0);
        if (applied > 0 && applied < static_cast<std::int64_t>(migrations.size())) ++partly;
        for (std::size_t index = 0; index < made_tables.size(); ++index) {
            EXPECT_EQ(connection->has_table(made_tables[index]).value(), static_cast<std::int64_t>(index) < applied)
                << made_tables[index] << ", killed before call " << kill_at;
        }
        const auto rest = detail::migrate(*connection, GetParam(), migrations);
        ASSERT_TRUE(rest.has_value()) << rest.error().message << ", killed before call " << kill_at;
        EXPECT_EQ(static_cast<std::size_t>(applied) + rest->size(), migrations.size());
    }
    EXPECT_GE(partly, 2 * (migrations.size() - 1)) << "or nothing was tested";
}

TEST_P(MigrationsOn, are_applied_once_by_many_that_open_the_store_at_once) {
    std::atomic<std::size_t> applied = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                const auto database = open();
                if (database) applied += database->report().applied.size();
            });
        }
    }

    EXPECT_EQ(applied, migrations.size());
    EXPECT_TRUE(open()->report().applied.empty());
}

TEST_P(MigrationsOn, refuse_a_store_whose_history_is_another) {
    open();
    const auto connection = connect();
    ASSERT_TRUE(connection->script("UPDATE spark_migrations SET sha256 = 'other' WHERE version = 2").has_value());

    const auto refused = Database::open({.url = url});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::corrupt);
    EXPECT_TRUE(refused.error().message.contains("migration 2 'settings'")) << refused.error().message;
}

TEST_P(MigrationsOn, refuse_a_store_that_is_newer_and_name_both_versions) {
    open();
    const auto connection = connect();
    const std::string next = std::to_string(migrations.size() + 1);
    ASSERT_TRUE(connection->script("INSERT INTO spark_migrations VALUES (" + next + ", 'future', 'x', 1)").has_value());

    const auto refused = Database::open({.url = url});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::conflict);
    EXPECT_TRUE(refused.error().message.contains("version " + next)) << refused.error().message;
    EXPECT_TRUE(refused.error().message.contains("up to " + std::to_string(migrations.size())));
}

TEST_P(MigrationsOn, leave_nothing_of_one_that_fails) {
    const std::array list{
        Migration{.name = "good", .sql = "CREATE TABLE good (a {integer}) {strict};"},
        Migration{.name = "bad", .sql = "CREATE TABLE half (a {integer}) {strict}; SELECT nonsense FROM nowhere;"}};
    const auto connection = connect();
    ASSERT_TRUE(connection);

    const auto refused = detail::migrate(*connection, GetParam(), list);

    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(connection->has_table("good").value());
    EXPECT_FALSE(connection->has_table("half").value());
    EXPECT_EQ(connection->query("SELECT count(*) FROM spark_migrations", {}).value()[0].integer(0), 1);
}

TEST(Migrations, spell_each_word_for_each_engine_and_leave_other_braces_alone) {
    const Migration migration{
        .name = "m", .sql = "x {json x} DEFAULT '{\"a\": {}}' {strict}", .sqlite = " lite", .postgresql = " post"};

    EXPECT_EQ(detail::sql_of(migration, Engine::sqlite),
              "x TEXT CHECK (json_valid(x)) DEFAULT '{\"a\": {}}' STRICT lite");
    EXPECT_EQ(detail::sql_of(migration, Engine::postgresql), "x JSONB DEFAULT '{\"a\": {}}'  post");
    EXPECT_NE(detail::hash_of(migration, Engine::sqlite), detail::hash_of(migration, Engine::postgresql));
}

}  // namespace
}  // namespace spark::database
