#include <gtest/gtest.h>

#include <chrono>

#include "adapters/database/database.hpp"
#include "adapters/database/testing/postgres_server.hpp"

namespace spark::database {
namespace {

using std::chrono::milliseconds;

/// A server of the test's own, which it may stop, and a store on it.
class PostgresFaults : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string why_not;
        server = testing::PostgresServer::start(why_not);
        if (server == nullptr) GTEST_SKIP() << why_not;
        url = server->new_store();
        auto opened = Database::open(options());
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        database = *std::move(opened);
    }
    Options options() const {
        return {.url = url, .busy_wait_max = milliseconds(1'000), .statement_wait_max = milliseconds(200)};
    }
    static Database::Work put(std::string key) {
        return [key = std::move(key)](Transaction& transaction) -> Result<void> {
            SPARK_TRY(transaction.execute("INSERT INTO settings VALUES ('test', ?, '1', 1, 1, 'me')", {key}));
            return {};
        };
    }
    std::int64_t rows() { return database->query("SELECT count(*) FROM settings").value()[0].integer(0); }

    std::unique_ptr<testing::PostgresServer> server;
    std::string url;
    std::unique_ptr<Database> database;
};

class PostgresFaultsSlow : public PostgresFaults {};

TEST_F(PostgresFaults, is_unavailable_while_the_server_is_stopped_and_works_when_it_is_back) {
    ASSERT_TRUE(database->write(Durability::full, put("before")).has_value());
    for (int round = 0; round < 2; ++round) {
        server->stop();
        EXPECT_EQ(database->query("SELECT 1").error().fault, Fault::unavailable);
        EXPECT_EQ(database->write(Durability::full, put("meanwhile")).error().fault, Fault::unavailable);
        EXPECT_EQ(database->probe().error().fault, Fault::unavailable);
        EXPECT_EQ(Database::open(options()).error().fault, Fault::unavailable);
        server->start_again();

        EXPECT_TRUE(database->probe().has_value());
        EXPECT_EQ(rows(), round + 1);
        EXPECT_TRUE(database->write(Durability::full, put("after" + std::to_string(round))).has_value());
    }
}

TEST_F(PostgresFaults, writes_again_after_a_restart_that_nobody_noticed) {
    for (int round = 0; round < 2; ++round) {
        server->stop();
        server->start_again();

        EXPECT_TRUE(database->write(Durability::full, put(std::to_string(round))).has_value());
        EXPECT_EQ(rows(), round + 1);
    }
}

TEST_F(PostgresFaultsSlow, does_not_hang_when_the_server_freezes) {
    server->freeze();
    const auto before = std::chrono::steady_clock::now();

    const auto read = database->query("SELECT 1");
    const auto write = database->write(Durability::full, put("frozen"));

    const auto waited = std::chrono::steady_clock::now() - before;
    server->thaw();
    EXPECT_EQ(read.error().fault, Fault::unavailable);
    EXPECT_EQ(write.error().fault, Fault::unavailable);
    EXPECT_LT(waited, std::chrono::seconds(15));
    EXPECT_TRUE(database->probe().has_value());
    EXPECT_TRUE(database->write(Durability::full, put("thawed")).has_value());
}

TEST_F(PostgresFaultsSlow, does_not_know_the_outcome_of_a_commit_without_an_answer_and_never_repeats_it) {
    for (const bool is_stopped : {true, false}) {
        int runs = 0;
        const auto done = database->write(Durability::full, [&](Transaction& transaction) -> Result<void> {
            ++runs;
            SPARK_TRY(put(is_stopped ? "stopped" : "frozen")(transaction));
            is_stopped ? server->stop() : server->freeze();
            return {};
        });
        is_stopped ? server->start_again() : server->thaw();

        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(done.error().fault, Fault::outcome_unknown);
        EXPECT_EQ(runs, 1);
        EXPECT_TRUE(database->probe().has_value());
    }
}

TEST_F(PostgresFaultsSlow, gives_up_a_statement_that_takes_too_long_and_a_transaction_that_lost_its_server) {
    EXPECT_EQ(database->query("SELECT CAST(pg_sleep(30) AS TEXT)").error().fault, Fault::unavailable);
    EXPECT_TRUE(database->probe().has_value());

    const auto done = database->write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(put("one")(transaction));
        server->stop();
        return put("two")(transaction);
    });
    server->start_again();

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::unavailable) << "nothing was sent to be committed";
    EXPECT_EQ(rows(), 0);
}

TEST_F(PostgresFaults, says_what_is_wrong_with_an_address_and_no_password) {
    const std::string secret = "hunter2";
    const std::string address = url.substr(url.find('@'));
    const auto no_database =
        Database::open({.url = "postgresql://spark" + address.substr(0, address.find('/')) + "/nothing"});
    const auto no_role = Database::open({.url = "postgresql://nobody:" + secret + address});
    const auto no_url = Database::open({.url = "postgresql://spark:" + secret + "%zz" + address});

    EXPECT_EQ(no_database.error().fault, Fault::not_found) << no_database.error().message;
    EXPECT_EQ(no_role.error().fault, Fault::denied) << no_role.error().message;
    EXPECT_EQ(no_url.error().fault, Fault::invalid_input);
    for (const auto* refused : {&no_database, &no_role, &no_url})
        EXPECT_FALSE(refused->error().message.contains(secret)) << refused->error().message;
    EXPECT_EQ(database->backup("/tmp/copy").error().fault, Fault::denied);
    EXPECT_TRUE(database->backup("/tmp/copy").error().remedy.contains("pg_dump"));
}

}  // namespace
}  // namespace spark::database
