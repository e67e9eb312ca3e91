#include "foundation/crypto/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>

namespace spark::crypto {
namespace {

TEST(RandomBytes, do_not_repeat_and_leave_their_neighbours_alone) {
    std::set<std::array<std::byte, 16>> seen;
    for (int count = 0; count < 1'000; ++count) {
        std::array<std::byte, 18> bytes{};
        random_bytes(std::span(bytes).subspan(1, 16));

        ASSERT_EQ(bytes.front(), std::byte{0});
        ASSERT_EQ(bytes.back(), std::byte{0});
        std::array<std::byte, 16> inner{};
        std::copy(bytes.begin() + 1, bytes.end() - 1, inner.begin());
        EXPECT_TRUE(seen.insert(inner).second);
    }
}

// One getrandom() call gives at most 32 MiB - 1; more must not stay zero.
TEST(RandomBytes, fill_also_what_is_larger_than_one_call_gives) {
    std::vector<std::byte> bytes((32U << 20U) + 64);

    random_bytes(bytes);

    std::size_t zeros = 0;
    for (const std::byte byte : std::span(bytes).last(64)) zeros += byte == std::byte{0} ? 1U : 0U;
    EXPECT_LT(zeros, 16U);
}

}  // namespace
}  // namespace spark::crypto
