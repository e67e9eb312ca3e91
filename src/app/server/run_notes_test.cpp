#include "app/server/run_notes.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace spark::server {
namespace {

namespace fs = std::filesystem;

class RunNotesTest : public ::testing::Test {
  protected:
    RunNotesTest() : folder_(fs::temp_directory_path() / ("spark-run-notes-" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
    }
    ~RunNotesTest() override { fs::remove_all(folder_); }
    fs::path file() const { return folder_ / "notes" / "backtests.json"; }
    fs::path folder_;
};

TEST_F(RunNotesTest, keeps_what_was_said_for_the_next_process) {
    RunNotes notes(file());
    ASSERT_TRUE(notes.change("bt_1", {.note = "first", .tags = {{"a", "b"}}, .now = "2026-01-01T00:00:00Z"}));
    ASSERT_TRUE(notes.change("bt_1", {.tags = {{"c"}}, .now = "2026-01-02T00:00:00Z"}));

    RunNotes again(file());

    const RunNote found = again.find("bt_1").value();
    EXPECT_EQ(found.note, "first");
    EXPECT_EQ(found.tags, std::vector<std::string>{"c"});
    EXPECT_EQ(found.version, 2);
    EXPECT_EQ(again.find("bt_2").value().version, 0);
}

TEST_F(RunNotesTest, changes_nothing_for_who_saw_another_version) {
    RunNotes notes(file());
    ASSERT_TRUE(notes.change("bt_1", {.note = "first", .version_expected = 0}));

    const auto refused = notes.change("bt_1", {.note = "second", .version_expected = 0});

    EXPECT_EQ(refused.error().fault, Fault::conflict);
    EXPECT_EQ(notes.find("bt_1").value().note, "first");
}

TEST_F(RunNotesTest, never_writes_over_a_file_it_does_not_understand) {
    fs::create_directories(file().parent_path());
    std::ofstream(file()) << "{";
    RunNotes notes(file());

    EXPECT_EQ(notes.change("bt_1", {.note = "x"}).error().fault, Fault::corrupt);
    EXPECT_EQ(fs::file_size(file()), 1U);
}

}  // namespace
}  // namespace spark::server
