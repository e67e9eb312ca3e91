#include "app/server/run_index.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/server/testing/many_runs.hpp"

namespace spark::server {
namespace {

namespace fs = std::filesystem;

class RunIndexTest : public ::testing::Test {
  protected:
    RunIndexTest() : folder_(fs::temp_directory_path() / ("spark-run-index-" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
    }
    ~RunIndexTest() override { fs::remove_all(folder_); }

    std::string index_text() const {
        std::ifstream file(folder_ / "INDEX.jsonl");
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    void set_index_text(const std::string& text) const { std::ofstream(folder_ / "INDEX.jsonl") << text; }

    fs::path folder_;
};

TEST_F(RunIndexTest, is_empty_where_nothing_was_written) {
    RunIndex index(folder_);

    EXPECT_TRUE(index.entries().value()->empty());
    EXPECT_EQ(index.find("bt_1").error().fault, Fault::not_found);
}

TEST_F(RunIndexTest, sees_what_was_appended_since_and_finds_it_by_id_and_nonce) {
    testing::write_runs(folder_, 0, 3);
    RunIndex index(folder_);
    ASSERT_EQ(index.entries().value()->size(), 3U);

    testing::write_runs(folder_, 3, 2);

    ASSERT_EQ(index.entries().value()->size(), 5U);
    const auto found = index.find(testing::run_id(4)).value();
    EXPECT_EQ(found.sequence, 5U);
    EXPECT_EQ(index.find(found.nonce).value().id, testing::run_id(4));
    EXPECT_EQ(index.brief(found, true)->row.string_at("strategy").value(), "smaCross");
}

TEST_F(RunIndexTest, leaves_a_line_that_is_being_written_for_the_next_look) {
    testing::write_runs(folder_, 0, 2);
    const std::string whole = index_text();
    set_index_text(whole.substr(0, whole.size() - 9));
    RunIndex index(folder_);
    ASSERT_EQ(index.entries().value()->size(), 1U);

    set_index_text(whole);

    EXPECT_EQ(index.entries().value()->size(), 2U);
}

TEST_F(RunIndexTest, refuses_a_line_that_does_not_follow_and_recovers_when_it_is_put_right) {
    testing::write_runs(folder_, 0, 3);
    RunIndex index(folder_);
    ASSERT_TRUE(index.entries().has_value());
    const std::string whole = index_text();
    const std::string first = whole.substr(0, whole.find('\n') + 1);

    set_index_text(whole + first);
    EXPECT_EQ(index.entries().error().fault, Fault::corrupt);
    set_index_text(whole.substr(first.size()));
    EXPECT_EQ(index.entries().error().fault, Fault::corrupt);
    set_index_text(first);
    EXPECT_EQ(index.entries().value()->size(), 1U);
    set_index_text(whole);
    EXPECT_EQ(index.entries().value()->size(), 3U);
}

TEST_F(RunIndexTest, says_that_a_run_is_damaged_as_soon_as_it_is_shown_again) {
    testing::write_runs(folder_, 0, 1);
    RunIndex index(folder_);
    const auto entry = index.find(testing::run_id(0)).value();
    ASSERT_FALSE(index.brief(entry, true)->is_damaged);

    std::ofstream(folder_ / "backtest" / (entry.id + ".json"), std::ios::app) << " ";

    const auto brief = index.brief(entry, true);
    EXPECT_TRUE(brief->is_damaged);
    EXPECT_EQ(brief->row.find("net_pnl"), nullptr);
    EXPECT_NE(brief->row.string_at("damage").value().find(entry.id), std::string::npos);
}

}  // namespace
}  // namespace spark::server
