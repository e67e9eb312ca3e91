#include "adapters/store/stream_journal.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

const std::vector<std::string> three{"one", std::string("t\0o\n", 4), ""};

class StreamJournalTest : public ::testing::Test {
  protected:
    StreamJournal open(std::size_t segment_bytes = 1U << 20U, const std::string& boot = "boot-1") const {
        return {folder_.path() / "stream", boot, segment_bytes};
    }
    fs::path odd() const { return folder_.path() / "stream" / "stream_odd.journal"; }
    void write_three() const {
        StreamJournal journal = open();
        ASSERT_TRUE(journal.restart(7).has_value());
        ASSERT_TRUE(journal.append(three).has_value());
    }

    spark::testing::FreshFolder folder_;
};

TEST_F(StreamJournalTest, is_missing_before_its_first_start) {
    EXPECT_EQ(open().load().error().fault, Fault::not_found);
}

TEST_F(StreamJournalTest, gives_back_what_was_appended_and_goes_on_behind_it) {
    write_three();
    StreamJournal journal = open();

    const auto tail = journal.load();
    ASSERT_TRUE(tail.has_value()) << tail.error().message;
    EXPECT_EQ(tail->epoch, 7);
    EXPECT_EQ(tail->records, three);
    ASSERT_TRUE(journal.append(std::vector<std::string>{"four"}).has_value());

    EXPECT_EQ(open().load()->records.size(), 4U);
    EXPECT_EQ(open().load()->records.back(), "four");
}

TEST_F(StreamJournalTest, cuts_off_a_record_half_written_wherever_it_ends) {
    write_three();
    const std::string whole = bytes_of(odd());
    std::size_t complete_last = 3;
    for (std::size_t size = whole.size(); size-- > 40;) {
        write(odd(), std::string_view(whole).substr(0, size));
        StreamJournal journal = open();

        const auto tail = journal.load();
        ASSERT_TRUE(tail.has_value()) << size << ": " << tail.error().message;
        ASSERT_LE(tail->records.size(), complete_last);
        complete_last = tail->records.size();
        ASSERT_TRUE(std::equal(tail->records.begin(), tail->records.end(), three.begin()));
        ASSERT_TRUE(journal.append(std::vector<std::string>{"next"}).has_value());
        ASSERT_EQ(open().load()->records.back(), "next");
    }
    EXPECT_EQ(complete_last, 0U);
}

TEST_F(StreamJournalTest, believes_no_journal_with_any_bit_changed) {
    write_three();
    const std::string whole = bytes_of(odd());
    for (std::size_t index = 0; index < whole.size(); ++index) {
        std::string damaged = whole;
        damaged[index] = static_cast<char>(damaged[index] ^ 0x10);
        write(odd(), damaged);

        const auto tail = open().load();
        ASSERT_FALSE(tail.has_value()) << index;
        ASSERT_EQ(tail.error().fault, Fault::corrupt);
    }
}

TEST_F(StreamJournalTest, believes_no_journal_from_before_a_restart_of_the_machine) {
    write_three();

    EXPECT_EQ(open(1U << 20U, "boot-2").load().error().fault, Fault::corrupt);
    EXPECT_FALSE(read_boot_id().empty());
}

TEST_F(StreamJournalTest, keeps_between_one_and_two_segments_without_a_hole) {
    StreamJournal journal = open(1'000);
    ASSERT_TRUE(journal.restart(7).has_value());
    for (int record = 1; record <= 500; ++record) {
        ASSERT_TRUE(journal.append(std::vector<std::string>{std::to_string(record)}).has_value());
    }

    const auto records = open(1'000).load()->records;
    EXPECT_GE(records.size(), 50U);
    EXPECT_LE(records.size(), 110U);
    for (std::size_t index = 0; index < records.size(); ++index) {
        EXPECT_EQ(records[index], std::to_string(501 - records.size() + index));
    }
    for (const auto& entry : fs::directory_iterator(folder_.path() / "stream")) EXPECT_LE(entry.file_size(), 1'000U);
}

TEST_F(StreamJournalTest, takes_a_record_longer_than_a_segment) {
    StreamJournal journal = open(1'000);
    ASSERT_TRUE(journal.restart(7).has_value());
    ASSERT_TRUE(journal.append(std::vector<std::string>{std::string(5'000, 'x')}).has_value());
    ASSERT_TRUE(journal.append(std::vector<std::string>{"y"}).has_value());

    EXPECT_EQ(open(1'000).load()->records, (std::vector<std::string>{std::string(5'000, 'x'), "y"}));
}

TEST_F(StreamJournalTest, has_everything_when_it_ended_while_a_segment_was_being_begun) {
    StreamJournal journal = open(100);
    ASSERT_TRUE(journal.restart(7).has_value());
    ASSERT_TRUE(journal.append(three).has_value());
    for (const std::size_t size : {0U, 20U, 39U}) {
        write(folder_.path() / "stream" / "stream_even.journal", std::string(size, 'S'));
        EXPECT_EQ(open(100).load()->records, three) << size;
    }
}

TEST_F(StreamJournalTest, is_gone_after_a_discard_and_empty_after_a_restart) {
    write_three();
    StreamJournal journal = open();
    ASSERT_TRUE(journal.load().has_value());
    journal.discard();
    EXPECT_EQ(open().load().error().fault, Fault::not_found);

    ASSERT_TRUE(journal.restart(8).has_value());
    EXPECT_EQ(open().load()->epoch, 8);
    EXPECT_TRUE(open().load()->records.empty());
}

}  // namespace
}  // namespace spark::store
