#include "surface/http/download.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace spark::http {
namespace {

std::string value_of(std::string_view name) { return attachment_header(name).value; }

TEST(AttachmentHeader, says_a_plain_name_as_it_is) {
    EXPECT_EQ(value_of("bt_01K7-trades.csv"), "attachment; filename=\"bt_01K7-trades.csv\"");
}

TEST(AttachmentHeader, gives_other_letters_twice_plain_and_encoded) {
    EXPECT_EQ(value_of("işlem 1.csv"), "attachment; filename=\"i_lem_1.csv\"; filename*=UTF-8''i%C5%9Flem%201.csv");
}

TEST(AttachmentHeader, lets_no_quote_line_end_or_folder_through) {
    EXPECT_EQ(value_of("a\"b.csv"), "attachment; filename=\"a_b.csv\"; filename*=UTF-8''a%22b.csv");
    EXPECT_EQ(value_of("a\r\nSet-Cookie: x=1"),
              "attachment; filename=\"a__Set-Cookie__x_1\"; filename*=UTF-8''a__Set-Cookie%3A%20x%3D1");
    EXPECT_EQ(value_of("../../etc/passwd"), "attachment; filename=\"passwd\"");
    EXPECT_EQ(value_of("..\\x"), "attachment; filename=\"x\"");
    EXPECT_EQ(value_of(""), "attachment; filename=\"file\"; filename*=UTF-8''");
}

TEST(AttachmentHeader, is_one_line_of_ascii_whatever_the_name) {
    for (int first = 0; first < 256; ++first) {
        for (const int second : {0, 10, 13, 34, 37, 92, 128, 195, 255}) {
            const std::string name{static_cast<char>(first), static_cast<char>(second), 'x'};

            const std::string value = value_of(name);

            EXPECT_TRUE(std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; })) << value;
            EXPECT_EQ(std::ranges::count(value, '"'), 2) << value;
        }
    }
}

}  // namespace
}  // namespace spark::http
