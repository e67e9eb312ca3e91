#include "foundation/base/mapped_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark {
namespace {

std::string_view text_of(const MappedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

TEST(MappedFile, shows_the_files_bytes) {
    const testing::FreshFolder folder;
    const std::string content = std::string(10'000, 'a') + "end";
    ASSERT_TRUE(replace_file(folder / "a", content).has_value());

    for (const auto paging : {MappedFile::Paging::on_demand, MappedFile::Paging::populate}) {
        EXPECT_EQ(text_of(MappedFile::open(folder / "a", paging).value()), content);
    }
}

TEST(MappedFile, moves_with_its_bytes_and_outlives_the_name) {
    const testing::FreshFolder folder;
    ASSERT_TRUE(replace_file(folder / "a", "first").has_value());
    ASSERT_TRUE(replace_file(folder / "b", "second").has_value());

    MappedFile mapped = MappedFile::open(folder / "a").value();
    mapped = MappedFile::open(folder / "b").value();
    const MappedFile moved = std::move(mapped);
    ASSERT_TRUE(replace_file(folder / "b", "other").has_value());

    EXPECT_EQ(text_of(moved), "second");
}

TEST(MappedFile, of_an_empty_file_has_no_bytes) {
    const testing::FreshFolder folder;
    ASSERT_TRUE(replace_file(folder / "a", "").has_value());

    EXPECT_TRUE(MappedFile::open(folder / "a")->bytes().empty());
}

TEST(MappedFile, refuses_what_is_absent_or_no_regular_file) {
    const testing::FreshFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);

    EXPECT_EQ(MappedFile::open(folder / "absent").error().fault, Fault::not_found);
    EXPECT_EQ(MappedFile::open(folder.path()).error().fault, Fault::invalid_input);
    EXPECT_EQ(MappedFile::open(folder / "pipe").error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace spark
