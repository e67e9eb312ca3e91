#include "foundation/base/unfinished_file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <utility>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/file_size_limit.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark {
namespace {

namespace fs = std::filesystem;
using WhenThere = UnfinishedFile::WhenThere;

bool has_no_entries(const fs::path& folder) { return fs::directory_iterator(folder) == fs::directory_iterator(); }

class Unfinished : public ::testing::Test {
  protected:
    testing::FreshFolder folder_;
    fs::path path_ = folder_ / "data.bin";
};

TEST_F(Unfinished, appears_whole_under_its_name_only_when_published) {
    UnfinishedFile file = UnfinishedFile::create(path_).value();
    ASSERT_TRUE(file.write("head----").has_value());
    ASSERT_TRUE(file.write("tail").has_value());
    const std::string head = "HEAD";
    ASSERT_TRUE(file.write_at(4, std::as_bytes(std::span(head))).has_value());
    EXPECT_FALSE(fs::exists(path_));
    EXPECT_TRUE(is_unfinished_name(file.temporary_path().filename().string()));
    EXPECT_EQ(file.size(), 12U);

    ASSERT_TRUE(file.publish(path_, WhenThere::refuse).has_value());

    EXPECT_EQ(read_file(path_, 100).value(), "headHEADtail");
    EXPECT_FALSE(fs::exists(file.temporary_path()));
}

TEST_F(Unfinished, leaves_nothing_when_it_is_given_up) {
    {
        UnfinishedFile file = UnfinishedFile::create(path_).value();
        ASSERT_TRUE(file.write("x").has_value());
        UnfinishedFile moved = std::move(file);
        moved = UnfinishedFile::create(path_).value();
    }

    EXPECT_TRUE(has_no_entries(folder_.path()));
}

TEST_F(Unfinished, refuses_to_replace_or_replaces_as_told) {
    ASSERT_TRUE(replace_file(path_, "old").has_value());
    UnfinishedFile refused = UnfinishedFile::create(path_).value();
    EXPECT_EQ(refused.publish(path_, WhenThere::refuse).error().fault, Fault::conflict);
    EXPECT_EQ(read_file(path_, 100).value(), "old");

    UnfinishedFile replacing = UnfinishedFile::create(path_).value();
    ASSERT_TRUE(replacing.write("new").has_value());
    ASSERT_TRUE(replacing.publish(path_, WhenThere::replace).has_value());
    EXPECT_EQ(read_file(path_, 100).value(), "new");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1);
}

TEST_F(Unfinished, is_exhausted_by_the_size_limit_and_leaves_nothing) {
    Result<void> written;
    {
        const testing::FileSizeLimit limit(1'000);
        UnfinishedFile file = UnfinishedFile::create(path_).value();
        written = file.write(std::string(5'000, 'x'));
    }

    EXPECT_EQ(written.error().fault, Fault::exhausted);
    EXPECT_TRUE(has_no_entries(folder_.path()));
}

TEST_F(Unfinished, of_a_killed_process_is_no_finished_file_and_can_be_swept_up) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto file = UnfinishedFile::create(path_);
        if (file && file->write("half").has_value()) ::raise(SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_FALSE(fs::exists(path_));
    EXPECT_FALSE(has_no_entries(folder_.path()));
    ASSERT_TRUE(replace_file(folder_ / "finished", "x").has_value());

    EXPECT_EQ(remove_unfinished_files(folder_.path()).value(), 1);

    EXPECT_TRUE(fs::exists(folder_ / "finished"));
    EXPECT_EQ(remove_unfinished_files(folder_.path()).value(), 0);
    EXPECT_EQ(remove_unfinished_files(folder_ / "absent").value(), 0);
}

TEST_F(Unfinished, needs_its_folder) {
    EXPECT_EQ(UnfinishedFile::create(folder_ / "absent/x").error().fault, Fault::not_found);
}

TEST_F(Unfinished, is_not_overwritten_past_its_end) {
    UnfinishedFile file = UnfinishedFile::create(path_).value();
    const std::string bytes = "ab";

    EXPECT_DEATH(static_cast<void>(file.write_at(0, std::as_bytes(std::span(bytes)))), "broken invariant");
}

}  // namespace
}  // namespace spark
