#include "adapters/database/database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

#include "adapters/database/testing/stores.hpp"

namespace spark::database {
namespace {

using testing::both_stores;
using testing::engine_name;

/// A table of a test's own, made outside the migrations by the SQL both engines take.
class DatabaseOn : public testing::OnBothStores {
  protected:
    /// The store with an empty table `notes (name, amount, ratio, bytes)`.
    std::unique_ptr<Database> open_with_notes(std::string number = "1") {
        Options options{.url = url, .busy_wait_max = std::chrono::seconds(5)};
        auto database = OnBothStores::open(options);
        if (database == nullptr) return nullptr;
        const std::string types = GetParam() == Engine::sqlite ? "amount INTEGER, ratio REAL, bytes BLOB) STRICT"
                                                               : "amount BIGINT, ratio DOUBLE PRECISION, bytes BYTEA)";
        const auto made = database->write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
            SPARK_TRY(transaction.execute("CREATE TABLE notes" + number +
                                          " (name TEXT NOT NULL CONSTRAINT notes_name CHECK (name <> 'bad'), " +
                                          types));
            SPARK_TRY(
                transaction.execute("CREATE UNIQUE INDEX notes_unique" + number + " ON notes" + number + " (name)"));
            return {};
        });
        EXPECT_TRUE(made.has_value()) << made.error().message;
        return database;
    }
};

INSTANTIATE_TEST_SUITE_P(On, DatabaseOn, both_stores, engine_name);

Database::Work insert(std::string name, Value amount = std::int64_t{1}) {
    return [name = std::move(name), amount = std::move(amount)](Transaction& transaction) -> Result<void> {
        SPARK_TRY(transaction.execute("INSERT INTO notes1 (name, amount) VALUES (?, ?)", {name, amount}));
        return {};
    };
}

std::int64_t count_of(Database& database, std::string_view table = "notes1") {
    const auto rows = database.query("SELECT count(*) FROM " + std::string(table));
    EXPECT_TRUE(rows.has_value()) << rows.error().message;
    return rows ? (*rows)[0].integer(0) : -1;
}

TEST_P(DatabaseOn, gives_back_each_value_as_it_was_written) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    Blob bytes;
    for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<std::byte>(byte));
    const std::vector<std::vector<Value>> written{
        {std::string(), std::numeric_limits<std::int64_t>::min(), 0.1, Blob{}},
        {std::string("'; DROP TABLE notes1; --"), std::numeric_limits<std::int64_t>::max(), -1e308, bytes},
        {std::string("şğİ 日本 \xF0\x9F\x98\x80 ? $1 \\ \" \n"), std::int64_t{0}, 5e-324, std::monostate{}},
        {std::string("null"), std::monostate{}, std::monostate{}, std::monostate{}},
        {std::string(100'000, 'x'), std::int64_t{-1}, 1.0, Blob(100'000, std::byte{0x80})},
    };

    const auto done = database->write(Durability::full, [&](Transaction& transaction) -> Result<void> {
        for (const auto& row : written) {
            const std::span<const Value> values(row);
            SPARK_TRY(const std::int64_t changed,
                      transaction.execute("INSERT INTO notes1 VALUES (?, ?, ?, ?)", values));
            EXPECT_EQ(changed, 1);
        }
        return {};
    });

    ASSERT_TRUE(done.has_value()) << done.error().message;
    for (const auto& row : written) {
        const auto found = database->query("SELECT name, amount, ratio, bytes FROM notes1 WHERE name = ?", {row[0]});
        ASSERT_TRUE(found.has_value()) << found.error().message;
        ASSERT_EQ(found->size(), 1U);
        const Row& answer = (*found)[0];
        EXPECT_EQ(answer.text(0), std::get<std::string>(row[0]));
        EXPECT_EQ(answer.is_null(1), std::holds_alternative<std::monostate>(row[1]));
        if (!answer.is_null(1)) {
            EXPECT_EQ(answer.integer(1), std::get<std::int64_t>(row[1]));
        }
        EXPECT_EQ(answer.is_null(2), std::holds_alternative<std::monostate>(row[2]));
        if (!answer.is_null(2)) {
            EXPECT_EQ(answer.number(2), std::get<double>(row[2]));
        }
        EXPECT_EQ(answer.is_null(3), std::holds_alternative<std::monostate>(row[3]));
        if (!answer.is_null(3)) {
            EXPECT_EQ(answer.blob(3), std::get<Blob>(row[3]));
        }
    }
    EXPECT_EQ(count_of(*database), 5);
}

TEST_P(DatabaseOn, leaves_question_marks_in_quotes_and_comments_alone) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->write(Durability::normal, insert("what?")).has_value());

    const auto rows =
        database->query("SELECT name AS \"a?b\", 'it''s?' /* ? */ FROM notes1 -- ?\n WHERE name = ? AND name <> '?'",
                        {std::string("what?")});

    ASSERT_TRUE(rows.has_value()) << rows.error().message;
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ((*rows)[0].text(0), "what?");
    EXPECT_EQ((*rows)[0].text(1), "it's?");
}

TEST_P(DatabaseOn, leaves_nothing_of_a_write_whose_work_fails) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    const auto done = database->write(Durability::full, [](Transaction& transaction) -> Result<void> {
        SPARK_TRY(insert("one")(transaction));
        return fail(Fault::not_found, "changed my mind");
    });

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().message, "changed my mind");
    EXPECT_EQ(count_of(*database), 0);
}

TEST_P(DatabaseOn, dooms_a_transaction_with_its_first_error_even_when_the_work_ignores_it) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->write(Durability::normal, insert("one")).has_value());

    const auto done = database->write(Durability::full, [](Transaction& transaction) -> Result<void> {
        SPARK_TRY(insert("two")(transaction));
        EXPECT_FALSE(insert("one")(transaction).has_value());
        EXPECT_EQ(transaction.query("SELECT 1").error().fault, Fault::conflict);
        EXPECT_EQ(insert("three")(transaction).error().fault, Fault::conflict);
        return {};
    });

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::conflict);
    EXPECT_EQ(count_of(*database), 1);
    EXPECT_TRUE(database->write(Durability::full, insert("two")).has_value());
}

TEST_P(DatabaseOn, names_the_constraint_that_refuses) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->write(Durability::normal, insert("one")).has_value());

    const auto unique = database->write(Durability::normal, insert("one"));
    const auto check = database->write(Durability::normal, insert("bad"));
    const auto missing = database->write(Durability::normal, [](Transaction& transaction) -> Result<void> {
        SPARK_TRY(transaction.execute("INSERT INTO notes1 (amount) VALUES (1)"));
        return {};
    });

    EXPECT_EQ(unique.error().fault, Fault::conflict);
    EXPECT_TRUE(unique.error().message.contains(GetParam() == Engine::sqlite ? "notes1.name" : "notes_unique1"));
    EXPECT_EQ(check.error().fault, Fault::conflict);
    EXPECT_TRUE(check.error().message.contains("notes_name")) << check.error().message;
    EXPECT_EQ(missing.error().fault, Fault::conflict);
    EXPECT_TRUE(missing.error().message.contains("name")) << missing.error().message;
}

TEST_P(DatabaseOn, refuses_what_the_other_engine_could_not_hold) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    const std::vector<Value> bad_names{std::string("a\0b", 3), std::string("\xC3\x28"), std::string("\xED\xA0\x80")};
    for (const Value& name : bad_names) {
        const auto done = database->write(Durability::normal, insert(std::get<std::string>(name)));
        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(done.error().fault, Fault::invalid_input);
        EXPECT_EQ(database->query("SELECT 1 FROM notes1 WHERE name = ?", {name}).error().fault, Fault::invalid_input);
    }
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double number : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_EQ(database->query("SELECT 1 FROM notes1 WHERE ratio = ?", {number}).error().fault,
                  Fault::invalid_input);
    // Text in a column of numbers.
    EXPECT_EQ(database->write(Durability::normal, insert("text", std::string("many"))).error().fault,
              Fault::invalid_input);
    EXPECT_EQ(count_of(*database), 0);
}

TEST_P(DatabaseOn, refuses_broken_sql_and_two_statements_in_one) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    for (const char* sql : {"SELEC 1", "SELECT 1; DROP TABLE notes1", "SELECT nothing FROM notes1", "SELECT 1 FROM no"})
        EXPECT_EQ(database->query(sql).error().fault, Fault::invalid_input) << sql;

    EXPECT_EQ(count_of(*database), 0) << "and the store goes on";
}

TEST_P(DatabaseOn, lets_nobody_write_through_a_query) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    const auto done = database->query("INSERT INTO notes1 (name) VALUES ('sly')");

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::denied) << done.error().message;
    EXPECT_EQ(count_of(*database), 0);
}

TEST_P(DatabaseOn, counts_changed_rows_and_gives_back_returned_ones) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    const auto done = database->write(Durability::normal, [](Transaction& transaction) -> Result<void> {
        const auto twice = "INSERT INTO notes1 (name, amount) VALUES ('a', 1), ('b', 2)";
        EXPECT_EQ(transaction.execute(twice).value(), 2);
        EXPECT_EQ(transaction.execute("INSERT INTO notes1 (name) VALUES ('a') ON CONFLICT DO NOTHING").value(), 0);
        EXPECT_EQ(transaction.execute("UPDATE notes1 SET amount = amount + 10").value(), 2);
        EXPECT_EQ(transaction.execute("SELECT 1 FROM notes1").value(), 0);
        const auto gone = transaction.query("DELETE FROM notes1 WHERE name = 'a' RETURNING amount, amount > 5");
        EXPECT_EQ(gone.value()[0].integer(0), 11);
        EXPECT_EQ(gone.value()[0].integer(1), 1) << "a truth value is 0 or 1";
        return {};
    });

    ASSERT_TRUE(done.has_value()) << done.error().message;
    EXPECT_EQ(count_of(*database), 1);
}

TEST_P(DatabaseOn, shows_every_answered_write_to_the_next_query_of_any_thread) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);
    constexpr int writers = 4;
    constexpr int writes_each = 40;
    std::atomic<int> unseen = 0;
    {
        std::vector<std::jthread> threads;
        for (int writer = 0; writer < writers; ++writer) {
            threads.emplace_back([&, writer] {
                for (int count = 0; count < writes_each; ++count) {
                    const std::string name = std::to_string(writer) + "/" + std::to_string(count);
                    const auto done =
                        database->write(count % 8 == 0 ? Durability::full : Durability::normal, insert(name));
                    const auto rows = database->query("SELECT 1 FROM notes1 WHERE name = ?", {name});
                    if (!done || !rows || rows->size() != 1) ++unseen;
                }
            });
        }
    }

    EXPECT_EQ(unseen, 0);
    EXPECT_EQ(count_of(*database), writers * writes_each);
}

TEST_P(DatabaseOn, reads_the_rows_of_before_while_a_write_runs) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    const auto done = database->write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
        SPARK_TRY(insert("one")(transaction));
        EXPECT_EQ(count_of(*database), 0);
        EXPECT_EQ(transaction.query("SELECT count(*) FROM notes1").value()[0].integer(0), 1);
        return {};
    });

    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(count_of(*database), 1);
}

/// A write that stands in the writer's turn until it is let go.
class HeldWrite {
  public:
    explicit HeldWrite(Database& database)
        : thread_([this, &database] {
              result_ = database.write(Durability::normal, [this](Transaction& transaction) -> Result<void> {
                  is_running_ = true;
                  is_running_.notify_all();
                  is_released_.wait(false);
                  SPARK_TRY(transaction.query("SELECT 1"));
                  return {};
              });
          }) {
        is_running_.wait(false);
    }
    void release() {
        is_released_ = true;
        is_released_.notify_all();
        thread_.join();
    }
    const Result<void>& result() const { return result_; }

  private:
    std::atomic<bool> is_running_ = false;
    std::atomic<bool> is_released_ = false;
    Result<void> result_{};
    std::thread thread_;
};

TEST_P(DatabaseOn, gives_up_a_write_that_has_waited_too_long_and_never_runs_it) {
    open_with_notes();
    const auto database = OnBothStores::open({.url = url, .busy_wait_max = std::chrono::milliseconds(50)});
    ASSERT_TRUE(database);
    HeldWrite held(*database);

    const auto late = database->write(Durability::normal, insert("late"));
    held.release();

    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().fault, Fault::unavailable);
    EXPECT_TRUE(held.result().has_value());
    ASSERT_TRUE(database->write(Durability::normal, insert("next")).has_value());
    EXPECT_EQ(count_of(*database), 1);
}

TEST_P(DatabaseOn, tells_a_writer_too_many_that_it_is_exhausted) {
    open_with_notes();
    const auto database =
        OnBothStores::open({.url = url, .busy_wait_max = std::chrono::seconds(5), .writes_waiting_max = 1});
    ASSERT_TRUE(database);
    HeldWrite held(*database);
    std::atomic<int> exhausted = 0;
    std::atomic<int> written = 0;
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < 3; ++number) {
            threads.emplace_back([&, number] {
                const auto done = database->write(Durability::normal, insert(std::to_string(number)));
                if (done) {
                    ++written;
                } else if (done.error().fault == Fault::exhausted) {
                    // Two of three: the place is taken, and the writer is held.
                    if (++exhausted == 2) held.release();
                }
            });
        }
    }

    EXPECT_EQ(exhausted, 2);
    EXPECT_EQ(written, 1);
    EXPECT_EQ(count_of(*database), 1);
}

TEST_P(DatabaseOn, finishes_what_is_queued_before_it_closes) {
    auto database = open_with_notes();
    ASSERT_TRUE(database);
    auto held = std::make_unique<HeldWrite>(*database);
    std::atomic<int> written = 0;
    std::vector<std::jthread> threads;
    for (int number = 0; number < 3; ++number) {
        threads.emplace_back([&, number] {
            if (database->write(Durability::normal, insert(std::to_string(number)))) ++written;
        });
    }
    held->release();
    threads.clear();
    database.reset();

    EXPECT_EQ(written, 3);
    EXPECT_EQ(count_of(*OnBothStores::open({.url = url})), 3);
}

TEST_P(DatabaseOn, answers_a_probe_and_a_check) {
    const auto database = open_with_notes();
    ASSERT_TRUE(database);

    EXPECT_TRUE(database->probe().has_value());
    EXPECT_TRUE(database->check().has_value());
    EXPECT_EQ(database->engine(), GetParam());
}

}  // namespace
}  // namespace spark::database
