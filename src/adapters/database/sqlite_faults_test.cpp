#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/database/database.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/testing/file_size_limit.hpp"
#include "foundation/base/testing/fresh_folder.hpp"
#include "foundation/base/testing/unprivileged.hpp"

namespace spark::database {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using Folder = spark::testing::FreshFolder;

Result<std::unique_ptr<Database>> open_at(const fs::path& path, milliseconds wait = milliseconds(5'000)) {
    return Database::open({.url = "sqlite:" + path.string(), .busy_wait_max = wait});
}

/// A row of settings whose value says what its key is.
Database::Work put(std::int64_t key, std::size_t size = 10) {
    return [key, size](Transaction& transaction) -> Result<void> {
        const std::string text = std::to_string(key);
        SPARK_TRY(transaction.execute("INSERT INTO settings VALUES ('test', ?, ?, 1, ?, 'me')",
                                      {text, std::string(size, text.back()), key}));
        return {};
    };
}

bool holds(Database& database, std::int64_t key, std::size_t size = 10) {
    const std::string text = std::to_string(key);
    const auto rows = database.query("SELECT value, changed_at_ms FROM settings WHERE key = ?", {text});
    return rows && rows->size() == 1 && (*rows)[0].text(0) == std::string(size, text.back()) &&
           (*rows)[0].integer(1) == key;
}

void fill(const fs::path& path, int rows) {
    const auto database = open_at(path);
    ASSERT_TRUE(database.has_value()) << database.error().message;
    const auto done = (*database)->write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
        for (int key = 0; key < rows; ++key) SPARK_TRY(put(key, key % 50 == 0 ? 9'000 : 60)(transaction));
        return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().message;
}

TEST(SqliteFaults, makes_the_file_and_its_folder_for_its_owner_alone) {
    const Folder folder;
    const auto database = open_at(folder / "a/b/spark.db");
    ASSERT_TRUE(database.has_value()) << database.error().message;

    for (const char* suffix : {"", "-wal", "-shm"}) {
        const fs::path file = (folder / "a/b/spark.db").string() + suffix;
        EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write) << file;
    }
    EXPECT_FALSE((*database)->report().applied.empty());
}

TEST(SqliteFaults, says_names_of_any_bytes_in_utf8) {
    const Folder folder;
    const auto database = open_at(folder / "spark.db");
    ASSERT_TRUE(database.has_value());

    const auto rows = (*database)->query("SELECT a\xa9\xff FROM settings", {});

    ASSERT_FALSE(rows.has_value());
    EXPECT_TRUE(rows.error().message.contains("a\\xa9\\xff")) << rows.error().message;
}

TEST(SqliteFaults, finds_a_file_deleted_or_replaced_while_it_is_in_use) {
    for (const char* suffix : {"", "-wal"}) {
        for (const bool is_replaced : {false, true}) {
            const Folder folder;
            const fs::path path = folder / "spark.db";
            const auto database = open_at(path);
            ASSERT_TRUE(database.has_value());
            ASSERT_TRUE((*database)->write(Durability::full, put(1)).has_value());
            const fs::path victim = path.string() + suffix;

            fs::rename(victim, folder / "aside");
            if (is_replaced) fs::copy_file(folder / "aside", victim);

            EXPECT_EQ((*database)->probe().error().fault, Fault::corrupt) << suffix << is_replaced;
            const auto write = (*database)->write(Durability::full, put(2));
            ASSERT_FALSE(write.has_value());
            EXPECT_EQ(write.error().fault, Fault::corrupt);
            EXPECT_FALSE(write.error().remedy.empty());
            EXPECT_TRUE(write.error().message.contains(is_replaced ? "replaced" : "deleted"));
        }
    }
}

TEST(SqliteFaults, is_unavailable_in_time_while_another_process_holds_the_lock_and_works_after) {
    const Folder folder;
    const fs::path path = folder / "spark.db";
    const auto database = open_at(path, milliseconds(150));
    ASSERT_TRUE(database.has_value());
    sqlite3* other = nullptr;
    ASSERT_EQ(::sqlite3_open(path.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(::sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);

    const auto before = std::chrono::steady_clock::now();
    const auto refused = (*database)->write(Durability::full, put(1));
    const auto waited = std::chrono::steady_clock::now() - before;

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::unavailable);
    EXPECT_LT(waited, milliseconds(5'000));
    EXPECT_TRUE((*database)->probe().has_value()) << "reading goes on";
    ::sqlite3_close(other);
    EXPECT_TRUE((*database)->write(Durability::full, put(1)).has_value());
}

TEST(SqliteFaults, leaves_nothing_half_when_the_device_is_full_and_goes_on_when_it_is_not) {
    const Folder folder;
    const auto database = open_at(folder / "spark.db");
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE((*database)->write(Durability::full, put(1)).has_value());
    {
        const spark::testing::FileSizeLimit limit(fs::file_size(folder / "spark.db-wal") + 20'000);
        const auto refused = (*database)->write(Durability::full, put(2, 100'000));
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().fault, Fault::exhausted) << refused.error().message;
        EXPECT_TRUE((*database)->probe().has_value());
    }
    {
        const spark::testing::FileSizeLimit limit(10'000);
        const auto refused = (*database)->backup(folder / "copy.db");
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().fault, Fault::exhausted) << refused.error().message;
    }

    EXPECT_TRUE((*database)->write(Durability::full, put(3, 100'000)).has_value());
    EXPECT_TRUE(holds(**database, 1));
    EXPECT_FALSE(holds(**database, 2, 100'000));
    EXPECT_TRUE(holds(**database, 3, 100'000));
    EXPECT_TRUE((*database)->check().has_value());
    EXPECT_FALSE(fs::exists(folder / "copy.db"));
}

TEST(SqliteFaults, is_denied_without_rights_and_says_which_file_is_another_programs) {
    const Folder folder;
    fill(folder / "mine.db", 1);
    sqlite3* other = nullptr;
    ASSERT_EQ(::sqlite3_open((folder / "other.db").c_str(), &other), SQLITE_OK);
    ASSERT_EQ(::sqlite3_exec(other, "CREATE TABLE t (x)", nullptr, nullptr, nullptr), SQLITE_OK);
    ::sqlite3_close(other);
    std::ofstream(folder / "text.db") << std::string(10'000, 'x');

    EXPECT_EQ(open_at(folder / "other.db").error().fault, Fault::conflict);
    EXPECT_EQ(open_at(folder / "text.db").error().fault, Fault::corrupt);
    const spark::testing::Unprivileged ordinary;
    EXPECT_EQ(open_at(folder / "mine.db").error().fault, Fault::denied);
    EXPECT_EQ(open_at(folder / "new.db").error().fault, Fault::denied);
}

/// Flips one byte of the file, opens it, and reads every row: each is right, or the store says that it is corrupt.
void expect_corrupt_or_right(const fs::path& path, const std::string& whole, std::size_t at, unsigned char mask,
                             int rows) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ mask);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
    fs::remove(path.string() + "-wal");
    fs::remove(path.string() + "-shm");

    const auto database = open_at(path);
    if (!database) {
        EXPECT_EQ(database.error().fault, Fault::corrupt) << at << ": " << database.error().message;
        return;
    }
    for (int key = 0; key < rows; ++key)
        ASSERT_TRUE(holds(**database, key, key % 50 == 0 ? 9'000 : 60)) << "byte " << at << ", row " << key;
}

void flip_bytes(int flips) {
    constexpr int rows = 300;
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const Folder folder;
    fill(folder / "whole.db", rows);
    std::ifstream file(folder / "whole.db", std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(file), {});
    ASSERT_GT(whole.size(), 100'000U);

    for (int flip = 0; flip < flips; ++flip) {
        // Every tenth in the header, where each byte means something else.
        const std::int64_t last = flip % 10 == 0 ? 99 : static_cast<std::int64_t>(whole.size()) - 1;
        const auto at = static_cast<std::size_t>(random.uniform(0, last));
        expect_corrupt_or_right(folder / "spark.db", whole, at, static_cast<unsigned char>(1U << random.uniform(0, 7)),
                                rows);
        ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
    }
}

TEST(SqliteFaults, never_answers_wrong_from_a_damaged_file) { flip_bytes(25); }
TEST(SqliteFaultsSlow, never_answers_wrong_from_a_damaged_file) { flip_bytes(400); }

TEST(SqliteFaults, finds_a_page_in_the_place_of_another_and_a_file_cut_short) {
    const Folder folder;
    fill(folder / "whole.db", 300);
    std::ifstream file(folder / "whole.db", std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(file), {});
    std::string swapped = whole;
    swapped.replace(5 * 4096, 4096, whole, 6 * 4096, 4096);
    std::ofstream(folder / "swapped.db", std::ios::binary) << swapped;
    std::ofstream(folder / "short.db", std::ios::binary) << whole.substr(0, whole.size() - 8192);

    EXPECT_EQ(open_at(folder / "swapped.db").error().fault, Fault::corrupt);
    EXPECT_EQ(open_at(folder / "short.db").error().fault, Fault::corrupt);
    EXPECT_TRUE(open_at(folder / "whole.db").has_value());
}

TEST(SqliteFaults, backs_up_under_load_to_a_file_that_opens_and_holds_one_moment) {
    const Folder folder;
    const auto database = open_at(folder / "spark.db");
    ASSERT_TRUE(database.has_value());
    std::atomic<bool> is_over = false;
    std::atomic<std::int64_t> written = 0;
    std::jthread writer([&] {
        for (std::int64_t key = 0; !is_over; ++key) {
            // Two rows in one transaction: a copy of one moment has both or none.
            const auto done = (*database)->write(Durability::normal, [key](Transaction& transaction) -> Result<void> {
                SPARK_TRY(put(2 * key)(transaction));
                return put(2 * key + 1)(transaction);
            });
            if (done) written = key + 1;
        }
    });
    for (int round = 0; round < 3; ++round) {
        const std::int64_t before = written;
        const auto copied = (*database)->backup(folder / "copy.db");
        ASSERT_TRUE(copied.has_value()) << copied.error().message;
        const std::int64_t after = written + 1;

        const auto copy = open_at(folder / "copy.db");
        ASSERT_TRUE(copy.has_value()) << copy.error().message;
        EXPECT_TRUE((*copy)->check().has_value());
        const std::int64_t rows = (*copy)->query("SELECT count(*) FROM settings").value()[0].integer(0);
        EXPECT_EQ(rows % 2, 0);
        EXPECT_GE(rows, 2 * before);
        EXPECT_LE(rows, 2 * after);
        const auto sum = (*copy)->query("SELECT CAST(sum(changed_at_ms) AS BIGINT) FROM settings");
        EXPECT_EQ(sum.value()[0].is_null(0) ? 0 : (*sum)[0].integer(0), rows * (rows - 1) / 2);
        for (std::int64_t key = 0; key < rows; key += 97) ASSERT_TRUE(holds(**copy, key));
    }
    is_over = true;
    writer.join();
    // Only the store, the copy, and what SQLite keeps beside them.
    for (const auto& entry : fs::directory_iterator(folder.path()))
        EXPECT_FALSE(entry.path().filename().string().contains("unfinished")) << entry.path();
}

/// Eight threads write until they are killed; each tells through the pipe what was acknowledged.
[[noreturn]] void write_until_killed(const fs::path& path, int pipe, std::int64_t first) {
    const auto database = open_at(path);
    if (!database) ::_exit(1);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::int64_t key = first + thread;; key += 8) {
                const auto durability = key % 16 < 8 ? Durability::full : Durability::normal;
                const auto done = (*database)->write(durability, [key](Transaction& transaction) -> Result<void> {
                    SPARK_TRY(put(2 * key)(transaction));
                    return put(2 * key + 1)(transaction);
                });
                if (done && ::write(pipe, &key, sizeof key) != sizeof key) ::_exit(2);
            }
        });
    }
    for (;;) ::pause();
}

void kill_writers(int kills) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const Folder folder;
    const fs::path path = folder / "spark.db";
    std::int64_t first = 0;
    std::size_t acknowledged_count = 0;
    for (int round = 0; round < kills; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        const pid_t child = ::fork();
        if (child == 0) write_until_killed(path, ends[1], first);
        ::close(ends[1]);
        const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(random.uniform(0, 80'000));
        std::this_thread::yield();
        while (std::chrono::steady_clock::now() < moment) std::this_thread::yield();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        const auto database = open_at(path);
        ASSERT_TRUE(database.has_value()) << database.error().message << ", seed " << seed;
        std::int64_t key = 0;
        while (::read(ends[0], &key, sizeof key) == sizeof key) {
            ++acknowledged_count;
            ASSERT_TRUE(holds(**database, 2 * key) && holds(**database, 2 * key + 1)) << key << ", seed " << seed;
            first = std::max(first, key + 100);
        }
        ::close(ends[0]);
        const auto half = (*database)->query(
            "SELECT count(*) FROM (SELECT changed_at_ms / 2 FROM settings GROUP BY 1 HAVING count(*) <> 2) AS t");
        ASSERT_EQ(half.value()[0].integer(0), 0) << "seed " << seed;
        const auto last = (*database)->query("SELECT max(changed_at_ms) FROM settings");
        if (!last.value()[0].is_null(0)) first = std::max(first, (*last)[0].integer(0) / 2 + 1);
    }
    EXPECT_GT(acknowledged_count, static_cast<std::size_t>(kills)) << "or nothing was tested";
}

TEST(SqliteFaults, keeps_what_it_acknowledged_and_nothing_half_when_killed) { kill_writers(6); }
TEST(SqliteFaultsSlow, keeps_what_it_acknowledged_and_nothing_half_when_killed) { kill_writers(40); }

TEST(SqliteFaults, lets_several_processes_make_and_write_one_store_at_once) {
    const Folder folder;
    std::vector<pid_t> children;
    for (int process = 0; process < 4; ++process) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto database = open_at(folder / "spark.db");
            if (!database) ::_exit(10 + static_cast<int>(database.error().fault));
            for (int key = 0; key < 10; ++key) {
                if (!(*database)->write(Durability::normal, put(process * 10 + key))) ::_exit(2);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0) << "exit " << WEXITSTATUS(status);
    }
    const auto database = open_at(folder / "spark.db");
    ASSERT_TRUE(database.has_value());
    for (int key = 0; key < 40; ++key) EXPECT_TRUE(holds(**database, key)) << key;
}

}  // namespace
}  // namespace spark::database
