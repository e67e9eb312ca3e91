#include "foundation/base/ulid.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace spark {
namespace {

constexpr WallTime moment = wall_time_of_ms(1'763'625'600'123);

TEST(Ulid, writes_the_examples_of_the_specification) {
    EXPECT_EQ((Ulid{0, 0}.text()), "00000000000000000000000000");
    EXPECT_EQ((Ulid{~0ULL, ~0ULL}.text()), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    EXPECT_EQ((Ulid{1'469'918'176'385ULL << 16U, 0}.text().substr(0, 10)), "01ARYZ6S41");
    EXPECT_EQ((Ulid{0, 31}.text()), "0000000000000000000000000Z");
}

TEST(Ulid, reads_either_case) {
    EXPECT_EQ(Ulid::parse("7zzzzzzzzzzzzzzzzzzzzzzzzz").value(), (Ulid{~0ULL, ~0ULL}));
    EXPECT_EQ(Ulid::parse("01ARYZ6S410000000000000000").value().time(), wall_time_of_ms(1'469'918'176'385));
}

TEST(Ulid, refuses_what_is_none) {
    for (const char* text :
         {"", "0", "80000000000000000000000000", "0000000000000000000000000", "000000000000000000000000000",
          "0000000000000000000000000I", "0000000000000000000000000L", "0000000000000000000000000O",
          "0000000000000000000000000U", "0000000000000000000000000-"}) {
        EXPECT_EQ(Ulid::parse(text).has_value(), false) << text;
    }
}

RC_GTEST_PROP(Ulid, text_reads_back_and_sorts_like_the_number,
              (std::uint64_t high, std::uint64_t low, std::uint64_t other)) {
    const Ulid a{high, low};
    const Ulid b{high, other};

    RC_ASSERT(Ulid::parse(a.text()).value() == a);
    RC_ASSERT((a < b) == (a.text() < b.text()));
}

TEST(UlidMaker, rises_within_one_millisecond_and_when_the_clock_is_set_back) {
    UlidMaker maker(Rng(1));

    Ulid last = maker.make(moment);
    for (const WallTime time :
         {moment, moment, moment - std::chrono::hours(1), moment, moment + std::chrono::milliseconds(1)}) {
        const Ulid next = maker.make(time);
        EXPECT_LT(last, next);
        last = next;
    }
    EXPECT_EQ(last.time(), moment + std::chrono::milliseconds(1));
}

TEST(UlidMaker, carries_its_time) { EXPECT_EQ(UlidMaker(Rng(1)).make(moment).time(), moment); }

TEST(UlidMaker, counts_a_time_before_1970_as_1970) {
    EXPECT_EQ(UlidMaker(Rng(1)).make(wall_time_of_ms(-5)).time(), wall_time_of_ms(0));
}

TEST(Id, is_prefix_and_ulid) {
    UlidMaker maker(Rng(9));
    const Ulid ulid = maker.make(moment);

    const std::string id = make_id("bt", ulid);

    EXPECT_EQ(id, "bt_01KAG4E13VK5D6W0SMDKNTNG1G");
    EXPECT_EQ(parse_id("bt", id).value(), ulid);
    EXPECT_FALSE(parse_id("opt", id).has_value());
    EXPECT_FALSE(parse_id("bt", "bt").has_value());
    EXPECT_FALSE(parse_id("bt", "bt_").has_value());
    EXPECT_FALSE(parse_id("bt", id + "0").has_value());
    EXPECT_DEATH(make_id("", ulid), "broken invariant");
    EXPECT_DEATH(make_id("BT", ulid), "broken invariant");
}

TEST(Nonce, is_date_time_and_six_digits) {
    Rng rng(5);

    EXPECT_EQ(make_nonce(moment, rng), "20251120080000-292022");
    for (int draw = 0; draw < 1'000; ++draw) ASSERT_TRUE(is_nonce(make_nonce(moment, rng)));
}

TEST(Nonce, is_not_any_text_of_that_length) {
    EXPECT_TRUE(is_nonce("20251120074512-004217"));
    for (const char* text :
         {"", "20251120074512-00421", "20251120074512-0042170", "20251120074512_004217", "20251320074512-004217",
          "20250229074512-004217", "20251120240000-004217", "2025112007451a-004217", "20251120074512-00421x"}) {
        EXPECT_FALSE(is_nonce(text)) << text;
    }
}

}  // namespace
}  // namespace spark
