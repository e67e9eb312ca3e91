#include "foundation/wire/tar.hpp"

#include <gtest/gtest.h>

#include <charconv>

namespace spark::wire {
namespace {

TEST(Tar, writes_a_header_of_ustar_the_bytes_and_whole_blocks) {
    std::string archive;

    ASSERT_TRUE(append_tar_file(archive, {.name = "a.txt", .changed_at_s = 8}, "hello").has_value());
    end_tar(archive);

    ASSERT_EQ(archive.size(), 4U * 512U);
    EXPECT_EQ(archive.substr(0, 6), std::string("a.txt\0", 6));
    EXPECT_EQ(archive.substr(124, 11), "00000000005");
    EXPECT_EQ(archive.substr(136, 11), "00000000010");
    EXPECT_EQ(archive.substr(257, 8), std::string("ustar\0"
                                                  "00",
                                                  8));
    EXPECT_EQ(archive.substr(512, 5), "hello");
    EXPECT_EQ(archive.find_first_not_of('\0', 517), std::string::npos);
    unsigned sum = 0;
    for (std::size_t at = 0; at < 512; ++at)
        sum += at >= 148 && at < 156 ? 32U : static_cast<unsigned>(static_cast<unsigned char>(archive[at]));
    unsigned written = 0;
    std::from_chars(archive.data() + 148, archive.data() + 154, written, 8);
    EXPECT_EQ(written, sum);
}

TEST(Tar, leaves_no_block_behind_a_file_that_fills_its_last_one) {
    std::string archive;

    ASSERT_TRUE(append_tar_file(archive, {.name = "a"}, std::string(512, 'x')).has_value());

    EXPECT_EQ(archive.size(), 1024U);
}

TEST(Tar, parts_long_names_at_the_folder_and_refuses_what_does_not_fit) {
    std::string archive;

    EXPECT_TRUE(
        append_tar_file(archive, {.name = std::string(155, 'a') + "/" + std::string(100, 'b')}, "").has_value());
    EXPECT_FALSE(append_tar_file(archive, {.name = std::string(156, 'a') + "/b"}, "").has_value());
    EXPECT_FALSE(append_tar_file(archive, {.name = std::string(101, 'b')}, "").has_value());
    for (const char* const name : {"", "/etc/passwd", "../x", "a/../../b", "a/"})
        EXPECT_FALSE(append_tar_file(archive, {.name = name}, "").has_value()) << name;
    EXPECT_EQ(archive.substr(345, 155), std::string(155, 'a'));
}

}  // namespace
}  // namespace spark::wire
