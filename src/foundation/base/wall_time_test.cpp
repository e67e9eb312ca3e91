#include "foundation/base/wall_time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace spark {
namespace {

/// Days since the epoch by counting, year by year and month by month.
std::int64_t days_by_counting(int year, int month, int day) {
    const auto is_leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
    const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::int64_t days = 0;
    for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
    for (int y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; ++m) days += lengths[m - 1] + (m == 2 && is_leap(year) ? 1 : 0);
    return days + day - 1;
}

TEST(WallTimeText, is_iso_8601_with_a_fraction_only_where_there_is_one) {
    EXPECT_EQ(format_iso8601(wall_time_of_ms(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ms(1'640'995'200'000)), "2022-01-01T00:00:00Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ms(1'640'995'200'005)), "2022-01-01T00:00:00.005Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ns(1'640'995'200'000'120'000)), "2022-01-01T00:00:00.000120Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ns(-1)), "1969-12-31T23:59:59.999999999Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ns(std::numeric_limits<std::int64_t>::min())),
              "1677-09-21T00:12:43.145224192Z");
    EXPECT_EQ(format_iso8601(wall_time_of_ns(std::numeric_limits<std::int64_t>::max())),
              "2262-04-11T23:47:16.854775807Z");
}

TEST(WallTimeText, reads_every_allowed_form) {
    const WallTime new_year = wall_time_of_ms(1'640'995'200'000);
    for (const char* text : {"2022-01-01", "2022-01-01T00:00", "2022-01-01 00:00", "2022-01-01T00:00:00",
                             "2022-01-01T00:00:00Z", "2022-01-01T00:00Z", "2022-01-01T03:00:00+03:00",
                             "2021-12-31T19:00:00.000-05:00", "2022-01-01 00:00:00.000000000+00:00"}) {
        EXPECT_EQ(parse_iso8601(text), new_year) << text;
    }
    EXPECT_EQ(parse_iso8601("1970-01-01T00:00:00.1Z"), wall_time_of_ms(100));
    EXPECT_EQ(parse_iso8601("1970-01-01T00:00:00.000000001"), wall_time_of_ns(1));
    EXPECT_EQ(format_iso8601(parse_iso8601("1678-01-01T00:00:00+14:00").value()), "1677-12-31T10:00:00Z");
    EXPECT_EQ(format_iso8601(parse_iso8601("2261-12-31T23:59:59.999999999-14:00").value()),
              "2262-01-01T13:59:59.999999999Z");
}

TEST(WallTimeText, refuses_days_and_times_that_do_not_exist) {
    const std::vector<std::string> refused{"",
                                           "2022",
                                           "2022-1-1",
                                           "2022-02-29",
                                           "1900-02-29",
                                           "2022-04-31",
                                           "2022-13-01",
                                           "2022-00-10",
                                           "2022-01-00",
                                           "2022-01-32",
                                           "1677-12-31",
                                           "2262-01-01",
                                           "2022-01-01T",
                                           "2022-01-01T24:00",
                                           "2022-01-01T23:60",
                                           "2022-01-01T23:59:60",
                                           "2022-01-01T1:00",
                                           "2022-01-01T00",
                                           "2022-01-01Z",
                                           "2022-01-01t00:00",
                                           "2022-01-01T00:00:00.",
                                           "2022-01-01T00:00:00.1234567890",
                                           "2022-01-01T00:00z",
                                           "2022-01-01T00:00+3:00",
                                           "2022-01-01T00:00+0300",
                                           "2022-01-01T00:00+15:00",
                                           "2022-01-01T00:00+14:01",
                                           "2022-01-01T00:00+03:60",
                                           "2022-01-01T00:00ZZ",
                                           " 2022-01-01",
                                           "2022-01-01 ",
                                           "01.01.2022",
                                           "2022/01/01",
                                           "-2022-01-01",
                                           "2022-01-0\xC3\xA7",
                                           std::string("2022-01-01\0", 11)};
    for (const std::string& text : refused) {
        const auto parsed = parse_iso8601(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().fault, Fault::invalid_input);
    }
    EXPECT_TRUE(parse_iso8601("2024-02-29").has_value());
    EXPECT_TRUE(parse_iso8601("2000-02-29").has_value());
}

TEST(WallTimeText, says_what_was_found_and_gives_an_example) {
    const Error error = parse_iso8601("yesterday").error();

    EXPECT_NE(error.message.find("'yesterday'"), std::string::npos);
    EXPECT_NE(error.message.find("2022-01-31"), std::string::npos);
}

RC_GTEST_PROP(WallTimeText, reads_back_what_it_writes, ()) {
    const std::int64_t ns = *rc::gen::inRange<std::int64_t>(-9'214'560'000'000'000'000, 9'214'646'399'999'999'999);
    const WallTime time = wall_time_of_ns(ns);

    RC_ASSERT(parse_iso8601(format_iso8601(time)).value() == time);
}

RC_GTEST_PROP(WallTimeText, agrees_with_a_calendar_counted_by_hand, ()) {
    const int year = *rc::gen::inRange(1678, 2262);
    const int month = *rc::gen::inRange(1, 13);
    const int day = *rc::gen::inRange(1, 29);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);

    RC_ASSERT(ns_of(parse_iso8601(text).value()) == days_by_counting(year, month, day) * 86'400'000'000'000);
}

TEST(WallTime, milliseconds_are_floored_also_before_the_epoch) {
    EXPECT_EQ(ms_of(wall_time_of_ns(1'999'999)), 1);
    EXPECT_EQ(ms_of(wall_time_of_ns(-1)), -1);
}

}  // namespace
}  // namespace spark
