#include "foundation/crypto/constant_time.hpp"

#include <gtest/gtest.h>

namespace spark::crypto {
namespace {

TEST(EqualInConstantTime, sees_a_difference_in_any_byte) {
    const Sha256Digest right = sha256("token");

    EXPECT_TRUE(equal_in_constant_time(right, sha256("token")));
    for (std::size_t at = 0; at < Sha256Digest::size; ++at) {
        Sha256Digest wrong = right;
        wrong.bytes[at] ^= 1;
        EXPECT_FALSE(equal_in_constant_time(right, wrong)) << at;
    }
}

TEST(EqualInConstantTime, compares_texts_byte_by_byte_also_behind_a_nul) {
    const std::string_view right("a\0b", 3);

    EXPECT_TRUE(equal_in_constant_time(right, std::string(right)));
    EXPECT_FALSE(equal_in_constant_time(right, std::string_view("a\0c", 3)));
    EXPECT_FALSE(equal_in_constant_time(right, std::string_view("a\0b\0", 4)));
    EXPECT_FALSE(equal_in_constant_time(right, "a"));
    EXPECT_TRUE(equal_in_constant_time(std::string_view(), std::string_view()));
}

}  // namespace
}  // namespace spark::crypto
