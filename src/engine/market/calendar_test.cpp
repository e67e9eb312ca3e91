#include "engine/market/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "engine/market/testing/candles.hpp"

namespace spark::market {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::timeframe;

/// A small exchange: Monday to Friday 09:30-16:00 at -05:00, summer in July 2024.
constexpr std::string_view small = R"(# a comment
calendar    small
about       an exchange that does not exist
valid       2024-01-01 to 2024-12-31
offset      -05:00 from 2024-01-01
summer      -04:00 from 2024-07-01 to 2024-07-31   # one month
week        mon-fri 09:30-16:00 from 2024-01-01
half-close  12:00 from 2024-01-01
yearly      closed 01-01 from 2000 New Year
yearly      half   12-24 from 2000 Christmas Eve
closed      2024-02-05 to 2024-02-06 storm
half        2024-02-07
open        2024-02-10 a Saturday
disputed    2024-02-08 nobody knows
)";

Calendar small_calendar() { return Calendar::parse(small, "small.cal").value(); }

Date date(int month, int day) { return std::chrono::sys_days{std::chrono::year{2024} / month / day}; }

TEST(Calendar, tells_the_kind_of_every_day) {
    const Calendar calendar = small_calendar();

    EXPECT_EQ(calendar.name(), "small");
    EXPECT_EQ(calendar.kind_of(date(1, 1)), DayKind::closed);
    EXPECT_EQ(calendar.kind_of(date(1, 2)), DayKind::full);
    EXPECT_EQ(calendar.kind_of(date(1, 6)), DayKind::closed);
    EXPECT_EQ(calendar.kind_of(date(2, 5)), DayKind::closed);
    EXPECT_EQ(calendar.kind_of(date(2, 6)), DayKind::closed);
    EXPECT_EQ(calendar.kind_of(date(2, 7)), DayKind::half);
    EXPECT_EQ(calendar.kind_of(date(2, 8)), DayKind::disputed);
    EXPECT_EQ(calendar.kind_of(date(2, 10)), DayKind::full);
    EXPECT_EQ(calendar.kind_of(date(12, 24)), DayKind::half);
    EXPECT_EQ(calendar.kind_of(date(12, 31)), DayKind::full);
    EXPECT_EQ(calendar.kind_of(date(12, 31) + std::chrono::days{1}), DayKind::unknown);
    EXPECT_EQ(calendar.kind_of(date(1, 1) - std::chrono::days{1}), DayKind::unknown);
}

TEST(Calendar, sessions_are_told_in_utc_with_summer_time_and_half_days) {
    const Calendar calendar = small_calendar();

    EXPECT_EQ(calendar.session(date(1, 2)), (Session{.open = at("2024-01-02T14:30"), .close = at("2024-01-02T21:00")}));
    EXPECT_EQ(calendar.session(date(7, 1)), (Session{.open = at("2024-07-01T13:30"), .close = at("2024-07-01T20:00")}));
    EXPECT_EQ(calendar.session(date(7, 31)),
              (Session{.open = at("2024-07-31T13:30"), .close = at("2024-07-31T20:00")}));
    EXPECT_EQ(calendar.session(date(8, 1)), (Session{.open = at("2024-08-01T14:30"), .close = at("2024-08-01T21:00")}));
    EXPECT_EQ(calendar.session(date(2, 7)), (Session{.open = at("2024-02-07T14:30"), .close = at("2024-02-07T17:00")}));
    EXPECT_EQ(calendar.session(date(2, 10))->close, at("2024-02-10T21:00"));
    EXPECT_FALSE(calendar.session(date(1, 1)).has_value());
    EXPECT_FALSE(calendar.is_session(date(12, 31) + std::chrono::days{1}));
    EXPECT_TRUE(calendar.is_session(date(2, 8)));
}

TEST(Calendar, a_bar_stamped_at_midnight_carries_its_date_and_any_other_is_local) {
    const Calendar calendar = small_calendar();

    EXPECT_EQ(calendar.date_of(at("2024-01-02T00:00")), date(1, 2));
    EXPECT_EQ(calendar.date_of(at("2024-01-02T05:00")), date(1, 2));
    EXPECT_EQ(calendar.date_of(at("2024-01-02T04:59")), date(1, 1));
    EXPECT_EQ(calendar.date_of(at("2024-07-02T04:00")), date(7, 2));
}

TEST(Calendar, expects_a_daily_bar_for_every_certain_session) {
    const Calendar calendar = small_calendar();

    // Monday 5 to Sunday 11 February: two closed, one half, one disputed, Friday, Saturday open.
    EXPECT_EQ(calendar.expected_bars(timeframe("1d"), at("2024-02-05"), at("2024-02-12")), 3);
    EXPECT_EQ(calendar.expected_times(timeframe("1d"), at("2024-02-05"), at("2024-02-12"), 2),
              (std::vector{at("2024-02-07"), at("2024-02-09")}));
    EXPECT_EQ(calendar.expected_bars(timeframe("1w"), at("2024-02-05"), at("2024-02-19")), 2);
    EXPECT_EQ(calendar.expected_bars(timeframe("1d"), at("2024-02-12"), at("2024-02-05")), 0);
}

TEST(Calendar, expects_the_intraday_bars_that_overlap_a_session) {
    const Calendar calendar = small_calendar();

    // 14:30 to 21:00 touches the hours 14 to 20; the half day 14:30 to 17:00 the hours 14 to 16.
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-01-02"), at("2024-01-03")), 7);
    EXPECT_EQ(calendar.expected_bars(timeframe("30m"), at("2024-01-02"), at("2024-01-03")), 13);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-02-07"), at("2024-02-08")), 3);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-01-02T15:00"), at("2024-01-02T17:00")), 2);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-02-08"), at("2024-02-09")), 0);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2023-01-01"), at("2024-01-02")), 0);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-12-31"), at("2025-12-31")), 7);
}

TEST(AlwaysOpen, expects_every_bar_by_arithmetic) {
    const Calendar& calendar = Calendar::always_open();

    EXPECT_TRUE(calendar.is_always_open());
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-01-01"), at("2024-01-02")), 24);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-01-01T00:00:01"), at("2024-01-02T00:00:01")), 24);
    EXPECT_EQ(calendar.expected_bars(timeframe("1h"), at("2024-01-01"), at("2024-01-01")), 0);
    EXPECT_EQ(calendar.expected_bars(timeframe("1w"), at("2024-01-02"), at("2024-01-08")), 0);
    EXPECT_EQ(calendar.expected_bars(timeframe("1w"), at("2024-01-02"), at("2024-01-08T00:00:01")), 1);
    EXPECT_EQ(calendar.kind_of(date(1, 1)), DayKind::full);
    EXPECT_EQ(calendar.session(date(1, 1)), (Session{.open = at("2024-01-01"), .close = at("2024-01-02")}));
}

TEST(FindCalendar, knows_the_built_in_names_and_names_the_nearest) {
    for (const std::string_view name : calendar_names) {
        const auto found = find_calendar(name);
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ((*found)->name(), name);
    }

    const auto unknown = find_calendar("bits");

    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().fault, Fault::not_found);
    EXPECT_EQ(unknown.error().remedy, "did you mean 'bist'?");
}

TEST(CalendarName, only_the_venue_bist_keeps_hours) {
    EXPECT_EQ(calendar_name_of(Venue::parse("bist").value()), "bist");
    EXPECT_EQ(calendar_name_of(Venue::parse("binance").value()), "24/7");
}

struct Refusal {
    std::string_view name;
    std::string_view text;
    std::string_view place;
    std::string_view message;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }

class CalendarText : public ::testing::TestWithParam<Refusal> {};

TEST_P(CalendarText, refuses_with_place_and_reason) {
    const auto parsed = Calendar::parse(GetParam().text, "x.cal");

    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().fault, Fault::invalid_input);
    EXPECT_EQ(parsed.error().place, GetParam().place);
    EXPECT_NE(parsed.error().message.find(GetParam().message), std::string::npos) << parsed.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, CalendarText,
    ::testing::Values(
        Refusal{"empty", "", "x.cal", "no 'calendar' line"},
        Refusal{"no_valid", "calendar a\n", "x.cal", "no 'valid' line"},
        Refusal{"no_offset", "calendar a\nvalid 2024-01-01 to 2024-01-02\n", "x.cal", "no 'offset' line"},
        Refusal{"no_week", "calendar a\nvalid 2024-01-01 to 2024-01-02\noffset +00:00 from 2024-01-01\n", "x.cal",
                "no 'week' line"},
        Refusal{"late_offset", "calendar a\nvalid 2024-01-01 to 2024-01-02\noffset +00:00 from 2024-01-02\n", "x.cal",
                "no 'offset' line"},
        Refusal{"unknown_word", "calendar a\nclsed 2024-01-01\n", "x.cal:2", "found 'clsed'"},
        Refusal{"bad_date", "valid 2024-02-30 to 2024-03-01", "x.cal:1", "found '2024-02-30'"},
        Refusal{"backwards", "valid 2024-03-01 to 2024-02-01", "x.cal:1", "found a range of"},
        Refusal{"endless", "valid 1700-01-01 to 2250-01-01", "x.cal:1", "found a range of"},
        Refusal{"missing_to", "valid 2024-03-01 2024-04-01", "x.cal:1", "allowed 'to'"},
        Refusal{"bad_offset", "offset 3:00 from 2024-01-01", "x.cal:1", "found '3:00'"},
        Refusal{"far_offset", "offset +14:01 from 2024-01-01", "x.cal:1", "at most 14:00"},
        Refusal{"bad_hours", "week mon-fri 18:00-10:00 from 2024-01-01", "x.cal:1", "a close after the open"},
        Refusal{"bad_clock", "week mon-fri 10:00-24:01 from 2024-01-01", "x.cal:1", "00:00 to 24:00"},
        Refusal{"bad_weekday", "week mon-fry 10:00-18:00 from 2024-01-01", "x.cal:1", "found 'fry'"},
        Refusal{
            "closed_on_a_sunday",
            "calendar a\nvalid 2024-01-01 to 2024-12-31\nweek mon-fri 10:00-18:00 from 2024-01-01\nclosed 2024-01-07\n",
            "x.cal:4", "without a session"},
        Refusal{
            "open_on_a_monday",
            "calendar a\nvalid 2024-01-01 to 2024-12-31\nweek mon-fri 10:00-18:00 from 2024-01-01\nopen 2024-01-08\n",
            "x.cal:4", "open already"},
        Refusal{
            "outside",
            "calendar a\nvalid 2024-01-01 to 2024-12-31\nweek mon-fri 10:00-18:00 from 2024-01-01\nclosed 2025-01-08\n",
            "x.cal:4", "outside the 'valid' range"},
        Refusal{"half_without_close",
                "calendar a\nvalid 2024-01-01 to 2024-12-31\noffset +00:00 from 2024-01-01\nweek mon-fri 10:00-18:00 "
                "from 2024-01-01\nhalf 2024-01-08\n",
                "x.cal", "no 'half-close' line"},
        Refusal{"nul_byte", std::string_view("calendar a\0b\n", 13), "x.cal:1", "lower-case letters"}));

TEST(CalendarText, a_line_may_end_in_a_carriage_return_and_the_last_one_in_nothing) {
    const auto parsed = Calendar::parse(
        "calendar a\r\nvalid 2024-01-01 to 2024-01-07\r\noffset +00:00 from 2024-01-01\r\nweek mon,wed 00:00-24:00 "
        "from 2024-01-01",
        "x");

    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->expected_bars(timeframe("1h"), at("2024-01-01"), at("2024-01-08")), 48);
}

RC_GTEST_PROP(CalendarText, any_damage_is_refused_or_read_but_never_fatal, ()) {
    std::string text(small);
    const int wounds = *rc::gen::inRange(1, 6);
    for (int wound = 0; wound < wounds; ++wound) {
        const auto at_byte = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto length = *rc::gen::inRange<std::size_t>(0, 20);
        text.replace(at_byte, length,
                     *rc::gen::element<std::string>("", " ", "\n", "9", "-", "2024-12-31", "to", "\xff"));
    }

    const auto parsed = Calendar::parse(text, "x.cal");

    if (!parsed) RC_ASSERT(parsed.error().fault == Fault::invalid_input && parsed.error().place.starts_with("x.cal"));
    if (parsed) RC_ASSERT(parsed->expected_bars(timeframe("1d"), at("2023-12-01"), at("2025-02-01")) <= 366);
}

TEST(CalendarText, a_week_may_wrap_round_the_weekend) {
    const auto parsed = Calendar::parse(
        "calendar a\nvalid 2024-01-01 to 2024-01-07\noffset +02:00 from 2024-01-01\nweek sun-thu 10:00-12:00 from "
        "2024-01-01\n",
        "x");

    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->kind_of(date(1, 4)), DayKind::full);
    EXPECT_EQ(parsed->kind_of(date(1, 5)), DayKind::closed);
    EXPECT_EQ(parsed->kind_of(date(1, 6)), DayKind::closed);
    EXPECT_EQ(parsed->kind_of(date(1, 7)), DayKind::full);
}

}  // namespace
}  // namespace spark::market
