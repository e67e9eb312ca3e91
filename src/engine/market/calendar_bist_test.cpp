// The built-in BIST calendar against two lists nobody here wrote.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "engine/market/calendar.hpp"
#include "engine/market/testing/candles.hpp"
#include "engine/market/testing/shared_csv.hpp"

namespace spark::market {
namespace {

using std::chrono::days;
using testing::at;
using testing::timeframe;

const Calendar& bist() { return *find_calendar("bist").value(); }

Date date_of(const std::string& text) { return std::chrono::floor<days>(parse_iso8601(text.substr(0, 10)).value()); }

TEST(BistCalendar, equals_the_session_list_of_1990_to_2020_day_by_day_and_minute_by_minute) {
    const auto path = testing::shared_file("bist/xist_sessions_1990_2020.csv");
    if (!path) GTEST_SKIP() << "SPARK_SHARED has no bist/xist_sessions_1990_2020.csv";
    std::map<Date, Session> listed;
    for (const auto& fields : testing::csv_rows(*path)) {
        if (!fields[0].empty())
            listed[date_of(fields[0])] = {.open = at(fields[1].c_str()), .close = at(fields[2].c_str())};
    }
    ASSERT_EQ(listed.size(), 7'732U);

    std::size_t half_days = 0;
    for (Date date{std::chrono::year{1990} / 1 / 1}; date <= Date{std::chrono::year{2020} / 9 / 30}; date += days{1}) {
        const auto theirs = listed.find(date);
        const auto ours = bist().session(date);
        ASSERT_EQ(ours.has_value(), theirs != listed.end()) << format_iso8601(date);
        if (!ours) continue;
        EXPECT_EQ(*ours, theirs->second) << format_iso8601(date);
        const bool is_half = theirs->second.close - theirs->second.open < std::chrono::hours{4};
        EXPECT_EQ(bist().kind_of(date) == DayKind::half, is_half) << format_iso8601(date);
        half_days += is_half ? 1 : 0;
    }
    EXPECT_EQ(half_days, 60U);
}

TEST(BistCalendar, equals_the_traded_weekdays_of_2021_to_2026_but_for_the_half_day_missing_at_the_source) {
    const auto path = testing::shared_file("bist/weekdays_20210810_20260807_derived.csv");
    if (!path) GTEST_SKIP() << "SPARK_SHARED has no bist/weekdays_20210810_20260807_derived.csv";
    std::set<std::string> differing;
    std::size_t weekdays = 0;

    for (const auto& fields : testing::csv_rows(*path)) {
        if (fields[0] == "date") continue;
        ++weekdays;
        if (bist().is_session(date_of(fields[0])) != (fields[4] == "1")) differing.insert(fields[0]);
    }

    EXPECT_EQ(weekdays, 1'304U);
    EXPECT_EQ(differing, std::set<std::string>{"2024-04-09"});
    EXPECT_EQ(bist().kind_of(date_of("2024-04-09")), DayKind::half);
}

/// `11/26/21` as 2021-11-26.
Date american_date(const std::string& text) {
    return date_of("20" + text.substr(6, 2) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2));
}

TEST(BistCalendar, equals_the_days_of_the_index_from_2009_to_2021) {
    const auto path = testing::shared_file("bist/XU100-daily-20081231-20211126.csv");
    if (!path) GTEST_SKIP() << "SPARK_SHARED has no bist/XU100-daily-20081231-20211126.csv";
    std::set<Date> listed;
    for (const auto& fields : testing::csv_rows(*path)) {
        if (fields[0].size() == 8) listed.insert(american_date(fields[0]));
    }
    ASSERT_GT(listed.size(), 3'000U);

    for (Date date{std::chrono::year{2009} / 1 / 1}; date <= Date{std::chrono::year{2021} / 11 / 26}; date += days{1}) {
        EXPECT_EQ(bist().is_session(date), listed.contains(date)) << format_iso8601(date);
    }
}

TEST(BistCalendar, knows_the_days_that_are_no_rule) {
    EXPECT_EQ(bist().kind_of(date_of("2023-02-07")), DayKind::full);
    EXPECT_EQ(bist().kind_of(date_of("2023-02-08")), DayKind::disputed);
    for (const char* closed : {"2023-02-09", "2023-02-10", "2023-02-13", "2023-02-14"})
        EXPECT_EQ(bist().kind_of(date_of(closed)), DayKind::closed);
    EXPECT_EQ(bist().kind_of(date_of("2023-02-15")), DayKind::full);
    EXPECT_EQ(bist().kind_of(date_of("2026-07-31")), DayKind::full);
    EXPECT_EQ(bist().kind_of(date_of("2026-10-28")), DayKind::half);
    EXPECT_EQ(bist().kind_of(date_of("2026-12-31")), DayKind::full);
    EXPECT_EQ(bist().kind_of(date_of("2027-01-04")), DayKind::unknown);
}

TEST(BistCalendar, summer_time_moves_the_session_until_2016) {
    EXPECT_EQ(bist().session(date_of("2014-03-28"))->open, at("2014-03-28T08:00"));
    EXPECT_EQ(bist().session(date_of("2014-03-31"))->open, at("2014-03-31T07:00"));
    EXPECT_EQ(bist().session(date_of("2016-03-25"))->open, at("2016-03-25T08:00"));
    EXPECT_EQ(bist().session(date_of("2016-12-30"))->open, at("2016-12-30T07:00"));
    EXPECT_EQ(bist().session(date_of("2024-10-28"))->close, at("2024-10-28T09:30"));
}

TEST(BistCalendar, expects_eight_hours_a_full_day_and_three_a_half_day) {
    EXPECT_EQ(bist().expected_bars(timeframe("1h"), at("2024-10-25"), at("2024-10-26")), 8);
    EXPECT_EQ(bist().expected_bars(timeframe("1h"), at("2024-10-28"), at("2024-10-29")), 3);
    EXPECT_EQ(bist().expected_bars(timeframe("1m"), at("2024-10-28"), at("2024-10-30")), 150);
    EXPECT_EQ(bist().expected_bars(timeframe("1d"), at("2024-01-01"), at("2025-01-01")), 250);
}

}  // namespace
}  // namespace spark::market
