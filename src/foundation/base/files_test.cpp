#include "foundation/base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "foundation/base/testing/file_size_limit.hpp"
#include "foundation/base/testing/fresh_folder.hpp"
#include "foundation/base/testing/unprivileged.hpp"

namespace spark {
namespace {

namespace fs = std::filesystem;

/// Read by the standard library, so that the test does not trust what it tests.
std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
    return names;
}

class Files : public ::testing::Test {
  protected:
    testing::FreshFolder folder_;
};

TEST_F(Files, replace_makes_and_replaces_a_file_whole) {
    const fs::path path = folder_ / "a.txt";

    ASSERT_TRUE(replace_file(path, "long first content").has_value());
    ASSERT_TRUE(replace_file(path, std::string_view("x\0y", 3)).has_value());

    EXPECT_EQ(bytes_of(path), std::string("x\0y", 3));
    EXPECT_EQ(names_in(folder_.path()), std::set<std::string>{"a.txt"});
}

TEST_F(Files, replace_in_a_folder_that_is_absent_is_not_found) {
    const auto replaced = replace_file(folder_ / "absent/a.txt", "x");

    ASSERT_FALSE(replaced.has_value());
    EXPECT_EQ(replaced.error().fault, Fault::not_found);
    EXPECT_NE(replaced.error().message.find("absent"), std::string::npos);
    EXPECT_FALSE(replaced.error().remedy.empty());
}

TEST_F(Files, replace_without_rights_is_denied_and_changes_nothing) {
    const fs::path path = folder_ / "a.txt";
    ASSERT_TRUE(replace_file(path, "old").has_value());
    fs::permissions(path, fs::perms{0444});
    fs::permissions(folder_.path(), fs::perms{0555});
    {
        const testing::Unprivileged unprivileged;
        EXPECT_EQ(replace_file(path, "new").error().fault, Fault::denied);
        EXPECT_EQ(append_durable(path, "new").error().fault, Fault::denied);
        EXPECT_EQ(make_folders(folder_ / "sub").error().fault, Fault::denied);
        EXPECT_EQ(read_file(path, 100).value(), "old");
    }

    EXPECT_EQ(bytes_of(path), "old");
    EXPECT_EQ(names_in(folder_.path()), std::set<std::string>{"a.txt"});
}

TEST_F(Files, replace_past_the_size_limit_is_exhausted_and_keeps_the_old_file) {
    const fs::path path = folder_ / "a.txt";
    ASSERT_TRUE(replace_file(path, "old").has_value());
    Result<void> replaced;
    {
        const testing::FileSizeLimit limit(1'000);
        replaced = replace_file(path, std::string(2'000, 'x'));
    }

    ASSERT_FALSE(replaced.has_value());
    EXPECT_EQ(replaced.error().fault, Fault::exhausted);
    EXPECT_EQ(bytes_of(path), "old");
    EXPECT_EQ(names_in(folder_.path()), std::set<std::string>{"a.txt"});
}

TEST_F(Files, replace_refuses_to_take_a_folders_place) {
    ASSERT_TRUE(make_folders(folder_ / "a").has_value());

    EXPECT_FALSE(replace_file(folder_ / "a", "x").has_value());
    EXPECT_TRUE(fs::is_directory(folder_ / "a"));
    EXPECT_EQ(names_in(folder_.path()), std::set<std::string>{"a"});
}

TEST_F(Files, create_never_replaces) {
    const fs::path path = folder_ / "a.txt";
    ASSERT_TRUE(create_file_exclusive(path, "first").has_value());

    const auto second = create_file_exclusive(path, "second");

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().fault, Fault::conflict);
    EXPECT_EQ(bytes_of(path), "first");
    EXPECT_EQ(names_in(folder_.path()), std::set<std::string>{"a.txt"});
}

TEST_F(Files, append_adds_lines) {
    const fs::path path = folder_ / "log";

    ASSERT_TRUE(append_durable(path, "one").has_value());
    ASSERT_TRUE(append_durable(path, "").has_value());
    ASSERT_TRUE(append_durable(path, "three").has_value());

    EXPECT_EQ(bytes_of(path), "one\n\nthree\n");
    EXPECT_DEATH(static_cast<void>(append_durable(path, "a\nb")), "broken invariant");
}

TEST_F(Files, append_that_does_not_fit_is_exhausted_and_leaves_no_half_line) {
    const fs::path path = folder_ / "log";
    ASSERT_TRUE(append_durable(path, "one").has_value());
    Result<void> appended;
    {
        const testing::FileSizeLimit limit(10);
        appended = append_durable(path, "a line of more than ten bytes");
    }

    EXPECT_EQ(appended.error().fault, Fault::exhausted);
    EXPECT_EQ(bytes_of(path), "one\n");
    EXPECT_EQ(append_durable("/dev/full", "x").error().fault, Fault::exhausted);
}

TEST_F(Files, read_gives_the_bytes_up_to_the_limit_and_refuses_one_more) {
    const fs::path path = folder_ / "a.bin";
    const std::string content(5'000, 'z');
    ASSERT_TRUE(replace_file(path, content).has_value());

    EXPECT_EQ(read_file(path, 5'000).value(), content);
    EXPECT_EQ(read_file(path, 4'999).error().fault, Fault::exhausted);
    ASSERT_TRUE(replace_file(path, "").has_value());
    EXPECT_EQ(read_file(path, 0).value(), "");
}

TEST_F(Files, read_takes_files_without_a_size_and_bounds_endless_ones) {
    EXPECT_FALSE(read_file("/proc/self/status", 1 << 20).value().empty());
    EXPECT_EQ(read_file("/dev/zero", 3'000'000).error().fault, Fault::exhausted);
}

TEST_F(Files, read_names_what_is_wrong) {
    EXPECT_EQ(read_file(folder_ / "absent", 10).error().fault, Fault::not_found);
    EXPECT_EQ(read_file(folder_.path(), 10).error().fault, Fault::invalid_input);
    EXPECT_EQ(read_file(folder_ / std::string(300, 'n'), 10).error().fault, Fault::invalid_input);

    const fs::path secret = folder_ / "secret";
    ASSERT_TRUE(replace_file(secret, "x").has_value());
    fs::permissions(secret, fs::perms::none);
    const testing::Unprivileged unprivileged;
    EXPECT_EQ(read_file(secret, 10).error().fault, Fault::denied);
}

TEST_F(Files, make_folders_makes_the_missing_ones) {
    ASSERT_TRUE(make_folders(folder_ / "a/b/c/").has_value());
    ASSERT_TRUE(make_folders(folder_ / "a/b/c").has_value());

    EXPECT_TRUE(fs::is_directory(folder_ / "a/b/c"));
}

TEST_F(Files, make_folders_refuses_where_a_file_stands) {
    ASSERT_TRUE(replace_file(folder_ / "a", "x").has_value());

    EXPECT_EQ(make_folders(folder_ / "a").error().fault, Fault::conflict);
    EXPECT_FALSE(make_folders(folder_ / "a/b").has_value());
}

TEST_F(Files, sync_of_an_absent_folder_is_not_found) {
    EXPECT_TRUE(sync_folder(folder_.path()).has_value());
    EXPECT_EQ(sync_folder(folder_ / "absent").error().fault, Fault::not_found);
}

TEST(FileFaults, follow_the_documented_table) {
    for (const int number : {EACCES, EPERM, EROFS}) EXPECT_EQ(fault_of_errno(number), Fault::denied);
    for (const int number : {ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE, ENOMEM})
        EXPECT_EQ(fault_of_errno(number), Fault::exhausted);
    for (const int number : {ENOENT, ENOTDIR}) EXPECT_EQ(fault_of_errno(number), Fault::not_found);
    EXPECT_EQ(fault_of_errno(EEXIST), Fault::conflict);
    EXPECT_EQ(fault_of_errno(ENAMETOOLONG), Fault::invalid_input);
    EXPECT_EQ(fault_of_errno(EIO), Fault::unavailable);
    for (int number = 1; number < 134; ++number)
        EXPECT_FALSE(file_error("write", "/x", number).remedy.empty()) << number;
}

}  // namespace
}  // namespace spark
