#include "engine/identity/session_token.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

// S-005 of the planning documents, on the kernel's random numbers.
TEST(SessionToken, has_256_bits_and_does_not_repeat_in_ten_thousand) {
    std::set<std::string> seen;
    std::array<int, 64> counts{};
    for (int count = 0; count < 10'000; ++count) {
        const std::string token = make_session_token(crypto::random_bytes);

        ASSERT_EQ(token.size(), 43U);
        ASSERT_TRUE(is_session_token(token));
        ASSERT_TRUE(seen.insert(token).second);
        for (const char letter : token.substr(0, 42)) {
            constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            ++counts[alphabet.find(letter)];
        }
    }
    // 420,000 letters of 64 kinds: 6,563 each, standard deviation 80; ten of them off is not chance.
    for (const int count : counts) EXPECT_NEAR(count, 6'563, 800);
}

TEST(SessionToken, has_one_form_alone) {
    const std::string token = make_session_token(testing::seeded_random(1));

    for (const std::string& text : {std::string(), token.substr(1), token + "A", token.substr(0, 42) + "=",
                                    token.substr(0, 42) + "B", std::string(100'000, 'A')}) {
        EXPECT_FALSE(is_session_token(text)) << text.substr(0, 50);
    }
}

// S-031 of the planning documents.
TEST(CsrfToken, is_right_for_its_own_session_alone) {
    const auto fill_random = testing::seeded_random(1);
    const std::string token = make_session_token(fill_random);
    const std::string other = make_session_token(fill_random);
    const std::string csrf_token = csrf_token_of(token);

    EXPECT_TRUE(check_csrf(token, csrf_token).has_value());
    EXPECT_EQ(testing::reason_of(check_csrf(token, csrf_token_of(other))), Refusal::csrf_mismatch);
    EXPECT_EQ(testing::reason_of(check_csrf(other, csrf_token)), Refusal::csrf_mismatch);
    EXPECT_EQ(testing::reason_of(check_csrf(token, "")), Refusal::csrf_mismatch);
    EXPECT_EQ(testing::reason_of(check_csrf(token, token)), Refusal::csrf_mismatch);
    EXPECT_EQ(testing::reason_of(check_csrf(token, csrf_token.substr(1))), Refusal::csrf_mismatch);
}

}  // namespace
}  // namespace spark::identity
