#include "foundation/crypto/wipe.hpp"

#include <gtest/gtest.h>

#include <array>

namespace spark::crypto {
namespace {

TEST(Wipe, leaves_nothing_of_a_secret) {
    std::array<std::byte, 5> bytes{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}, std::byte{5}};
    std::string text(100, 's');
    const char* const kept = text.data();

    wipe(std::span(bytes).subspan(1, 3));
    wipe(text);

    EXPECT_EQ(bytes, (std::array<std::byte, 5>{std::byte{1}, {}, {}, {}, std::byte{5}}));
    EXPECT_TRUE(text.empty());
    EXPECT_EQ(std::string(kept + 1, 99), std::string(99, '\0'));  // The first byte is the empty text's end.
}

}  // namespace
}  // namespace spark::crypto
