#include "app/optimizer/holdout.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::optimizer {
namespace {

WallTime day(std::int64_t number) { return wall_time_of_ns(number * 86'400'000'000'000); }

HoldoutLook look_at(std::int64_t from, std::int64_t to, std::string optimization = "opt_1",
                    std::string data_set = "ds_binance_BTCUSDT_1h") {
    return {.time = day(20'000),
            .optimization = std::move(optimization),
            .kind = "finish",
            .strategy = "smaCross",
            .strategy_sha256 = std::string(64, 'a'),
            .data_set = std::move(data_set),
            .from = day(from),
            .to = day(to),
            .sets = 20};
}

class HoldoutLedgerTest : public ::testing::Test {
  protected:
    std::filesystem::path path() const { return folder_ / "optimize/holdouts.jsonl"; }
    std::filesystem::path head() const { return folder_ / "optimize/holdouts.head"; }
    std::string text(const std::filesystem::path& file) const { return read_file(file, 1'000'000).value(); }

    /// Records so many looks, each with a ledger of its own, as processes do.
    void record(int count) {
        for (int number = 0; number < count; ++number) {
            auto ledger = HoldoutLedger::open(folder_.path());
            ASSERT_TRUE(ledger.has_value()) << ledger.error().message;
            ASSERT_TRUE(ledger->record(look_at(10, 20)).has_value());
        }
    }
    /// Without a sync: nothing here crashes.
    void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
    Fault fault_of_open() const {
        const auto ledger = HoldoutLedger::open(folder_.path());
        return ledger ? Fault::conflict : ledger.error().fault;
    }

    testing::FreshFolder folder_;
};

TEST_F(HoldoutLedgerTest, counts_overlapping_looks_at_a_data_set_whoever_looked) {
    auto ledger = HoldoutLedger::open(folder_.path());
    ASSERT_TRUE(ledger.has_value());

    ASSERT_TRUE(ledger->record(look_at(10, 20, "opt_1")).has_value());
    ASSERT_TRUE(ledger->record(look_at(15, 25, "opt_2")).has_value());
    ASSERT_TRUE(ledger->record(look_at(20, 30, "opt_3")).has_value());
    ASSERT_TRUE(ledger->record(look_at(10, 20, "opt_4", "ds_binance_ETHUSDT_1h")).has_value());

    EXPECT_EQ(ledger->seen("ds_binance_BTCUSDT_1h", day(10), day(20)), 2U) << "the end is not part of a range";
    EXPECT_EQ(ledger->seen("ds_binance_BTCUSDT_1h", day(19), day(21)), 3U);
    EXPECT_EQ(ledger->seen("ds_binance_BTCUSDT_1h", day(30), day(40)), 0U);
    EXPECT_EQ(ledger->seen("ds_binance_ETHUSDT_1h", day(0), day(11)), 1U);
    EXPECT_EQ(ledger->finish_of("opt_2")->sequence, 2U);
    EXPECT_EQ(ledger->finish_of("opt_9"), nullptr);
}

TEST_F(HoldoutLedgerTest, goes_on_where_another_process_ended) {
    record(3);

    const auto ledger = HoldoutLedger::open(folder_.path());

    ASSERT_TRUE(ledger.has_value());
    EXPECT_EQ(ledger->entries().size(), 3U);
    EXPECT_EQ(ledger->entries()[2].previous, ledger->entries()[1].hash);
}

TEST_F(HoldoutLedgerTest, sees_every_changed_byte) {
    record(3);
    const std::string whole = text(path());

    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string changed = whole;
        changed[at] = changed[at] == '1' ? '2' : '1';
        write(changed);
        ASSERT_EQ(fault_of_open(), Fault::corrupt) << "byte " << at;
    }
    write(whole);
    EXPECT_TRUE(HoldoutLedger::open(folder_.path()).has_value());
}

TEST_F(HoldoutLedgerTest, sees_lines_taken_from_any_place) {
    record(3);
    const std::string whole = text(path());
    const std::size_t first = whole.find('\n') + 1;
    const std::size_t second = whole.find('\n', first) + 1;

    for (const std::string& left : {whole.substr(first), whole.substr(0, first) + whole.substr(second),
                                    whole.substr(0, second), whole.substr(0, first), std::string()}) {
        ASSERT_TRUE(replace_file(path(), left).has_value());
        EXPECT_EQ(fault_of_open(), Fault::corrupt) << left.size() << " of " << whole.size() << " bytes";
    }
    ASSERT_TRUE(replace_file(path(), whole).has_value());
    std::filesystem::remove(head());
    EXPECT_EQ(fault_of_open(), Fault::corrupt);
}

TEST_F(HoldoutLedgerTest, cuts_a_torn_line_and_mends_a_head_that_is_one_behind) {
    record(2);
    const std::string head_before = text(head());
    record(1);
    const std::string whole = text(path());
    ASSERT_TRUE(replace_file(path(), whole + R"({"sequence":4,"time)").has_value());
    ASSERT_TRUE(replace_file(head(), head_before).has_value());

    const auto ledger = HoldoutLedger::open(folder_.path());

    ASSERT_TRUE(ledger.has_value()) << ledger.error().message;
    EXPECT_EQ(ledger->entries().size(), 3U);
    EXPECT_EQ(text(path()), whole);
    EXPECT_NE(text(head()), head_before);
}

TEST_F(HoldoutLedgerTest, loses_no_look_of_processes_that_look_at_once) {
    constexpr int processes = 4;
    constexpr int looks = 10;
    for (int process = 0; process < processes; ++process) {
        if (::fork() != 0) continue;
        for (int number = 0; number < looks; ++number) {
            auto ledger = HoldoutLedger::open(folder_.path());
            if (!ledger || !ledger->record(look_at(10, 20))) ::_exit(1);
        }
        ::_exit(0);
    }
    for (int process = 0; process < processes; ++process) {
        int status = 1;
        ASSERT_GT(::wait(&status), 0);
        EXPECT_EQ(status, 0);
    }

    const auto ledger = HoldoutLedger::open(folder_.path());

    ASSERT_TRUE(ledger.has_value()) << ledger.error().message;
    EXPECT_EQ(ledger->entries().size(), static_cast<std::size_t>(processes * looks));
    EXPECT_EQ(ledger->seen("ds_binance_BTCUSDT_1h", day(10), day(20)), static_cast<std::uint64_t>(processes * looks));
}

}  // namespace
}  // namespace spark::optimizer
