#include "surface/http/words.hpp"

#include <gtest/gtest.h>

#include "surface/http/detail/guards.hpp"

namespace spark::http {
namespace {

TEST(LanguageOf, takes_the_best_of_ours_and_english_for_all_else) {
    EXPECT_EQ(language_of("tr"), Language::tr);
    EXPECT_EQ(language_of("tr-TR,tr;q=0.9,en-US;q=0.8"), Language::tr);
    EXPECT_EQ(language_of("en, tr"), Language::en) << "the first of two that weigh the same";
    EXPECT_EQ(language_of("en;q=0.5, tr;q=0.51"), Language::tr);
    EXPECT_EQ(language_of("tr;q=0"), Language::en) << "q=0 means: not this one";
    for (const std::string_view text : {"", "de", "*", ",;,", "tr;q=x", "trx", "t"})
        EXPECT_EQ(language_of(text), Language::en) << text;
}

TEST(WantedWait, reads_seconds_up_to_a_minute) {
    using std::chrono::milliseconds;

    EXPECT_EQ(detail::wanted_wait("wait"), milliseconds(30'000));
    EXPECT_EQ(detail::wanted_wait("respond-async, wait=5"), milliseconds(5'000));
    EXPECT_EQ(detail::wanted_wait("wait=60"), milliseconds(60'000));
    EXPECT_EQ(detail::wanted_wait("wait=61"), milliseconds(60'000));
    EXPECT_EQ(detail::wanted_wait("wait=9999999999"), milliseconds(60'000));
    for (const std::string_view text : {"", "respond-async", "wait=", "wait=-1", "wait=x", "waiting"})
        EXPECT_FALSE(detail::wanted_wait(text).has_value()) << text;
}

}  // namespace
}  // namespace spark::http
