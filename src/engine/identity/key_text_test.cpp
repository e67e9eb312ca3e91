#include "engine/identity/key_text.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

TEST(KeySecret, says_what_it_is_and_does_not_repeat_in_ten_thousand) {
    const auto fill_random = testing::seeded_random(11);
    std::set<std::string> seen;
    for (int count = 0; count < 10'000; ++count) {
        const std::string secret = make_key_secret("paper", fill_random);

        ASSERT_EQ(secret.size(), 68U);
        ASSERT_TRUE(is_key_secret("paper", secret));
        ASSERT_TRUE(seen.insert(secret).second);
    }
    EXPECT_TRUE(seen.begin()->starts_with("spk_paper_"));
    EXPECT_EQ(key_hint("spk_paper_abcdefgh"), "spk_paper_abcd");
}

TEST(KeySecret, is_told_from_every_mistyped_one) {
    const std::string secret = make_key_secret("paper", testing::seeded_random(12));

    for (std::size_t at = 0; at < secret.size(); ++at) {
        std::string wrong = secret;
        wrong[at] = wrong[at] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(is_key_secret("paper", wrong)) << at;
        if (at > 0 && secret[at] != secret[at - 1]) {
            std::string swapped = secret;
            std::swap(swapped[at], swapped[at - 1]);
            EXPECT_FALSE(is_key_secret("paper", swapped)) << at;
        }
    }
    EXPECT_FALSE(is_key_secret("paper", secret.substr(1)));
    EXPECT_FALSE(is_key_secret("paper", secret.substr(0, secret.size() - 1)));
    EXPECT_FALSE(is_key_secret("paper", secret + "a"));
    EXPECT_FALSE(is_key_secret("live", secret));
    EXPECT_FALSE(is_key_secret("paper", ""));
}

}  // namespace
}  // namespace spark::identity
