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

}  // namespace
}  // namespace spark::crypto
