#include "engine/market/resample.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <map>
#include <vector>

#include "engine/market/testing/candles.hpp"

namespace spark::market {
namespace {

using testing::at;
using testing::flat_bars;
using testing::timeframe;

Resampled hours_of(const CandleTable& minutes) {
    return resample(minutes.columns(), {.from = timeframe("15m"), .to = timeframe("1h")}).value();
}

TEST(Resample, takes_first_open_highest_high_lowest_low_last_close_and_the_whole_volume) {
    CandleTable table;
    table.push_back(ns_of(at("2024-01-01T00:00")), 10, 15, 9, 12, 1);
    table.push_back(ns_of(at("2024-01-01T00:15")), 12, 20, 11, 13, 2);
    table.push_back(ns_of(at("2024-01-01T00:30")), 13, 14, 5, 6, 4);
    table.push_back(ns_of(at("2024-01-01T00:45")), 6, 8, 6, 7, 8);
    table.push_back(ns_of(at("2024-01-01T01:00")), 70, 80, 60, 71, 16);

    const Resampled made = hours_of(table);

    ASSERT_EQ(made.table.size(), 2U);
    EXPECT_EQ(made.table.open_time_ns[0], ns_of(at("2024-01-01T00:00")));
    EXPECT_EQ(made.table.open[0], 10);
    EXPECT_EQ(made.table.high[0], 20);
    EXPECT_EQ(made.table.low[0], 5);
    EXPECT_EQ(made.table.close[0], 7);
    EXPECT_EQ(made.table.volume[0], 15);
    EXPECT_EQ(made.table.open[1], 70);
    EXPECT_FALSE(made.partial_first);
    EXPECT_TRUE(made.partial_last);
}

TEST(Resample, marks_the_ends_that_are_not_whole) {
    const auto whole = [](const char* start, int count) {
        const Resampled made = hours_of(flat_bars(at(start), timeframe("15m"), count));
        return std::pair{!made.partial_first, !made.partial_last};
    };

    EXPECT_EQ(whole("2024-01-01T00:00", 8), (std::pair{true, true}));
    EXPECT_EQ(whole("2024-01-01T00:00", 7), (std::pair{true, false}));
    EXPECT_EQ(whole("2024-01-01T00:15", 7), (std::pair{false, true}));
    EXPECT_EQ(whole("2024-01-01T00:15", 1), (std::pair{false, false}));
}

TEST(Resample, a_bucket_without_bars_is_not_invented) {
    CandleTable table = flat_bars(at("2024-01-01T00:00"), timeframe("15m"), 4);
    table.push_back(ns_of(at("2024-01-01T03:45")), 1, 1, 1, 1, 1);

    const Resampled made = hours_of(table);

    ASSERT_EQ(made.table.size(), 2U);
    EXPECT_EQ(made.table.open_time_ns[1], ns_of(at("2024-01-01T03:00")));
    EXPECT_FALSE(made.partial_last);
}

TEST(Resample, weeks_begin_on_monday) {
    const auto made = resample(flat_bars(at("2024-01-01"), timeframe("1d"), 14).columns(),
                               {.from = timeframe("1d"), .to = timeframe("1w")});

    ASSERT_TRUE(made.has_value());
    ASSERT_EQ(made->table.size(), 2U);
    EXPECT_EQ(made->table.open_time_ns[1], ns_of(at("2024-01-08")));
    EXPECT_FALSE(made->partial_first);
    EXPECT_FALSE(made->partial_last);
}

TEST(Resample, a_week_of_bist_is_whole_without_its_weekend) {
    const Calendar& bist = **find_calendar("bist");
    const auto friday_made = resample(flat_bars(at("2024-01-08"), timeframe("1d"), 5).columns(),
                                      {.from = timeframe("1d"), .to = timeframe("1w")}, bist);
    const auto thursday_made = resample(flat_bars(at("2024-01-08"), timeframe("1d"), 4).columns(),
                                        {.from = timeframe("1d"), .to = timeframe("1w")}, bist);

    EXPECT_FALSE(friday_made->partial_last);
    EXPECT_TRUE(thursday_made->partial_last);
}

TEST(Resample, volumes_add_past_64_bits) {
    CandleTable table;
    for (int bar = 0; bar < 4; ++bar)
        table.push_back(ns_of(at("2024-01-01")) + bar * timeframe("15m").length_ns(), 1, 1, 1, 1,
                        std::numeric_limits<std::int64_t>::max());

    const Resampled made = hours_of(table);

    EXPECT_TRUE(made.table.columns().volume_at(0) == static_cast<Int128>(std::numeric_limits<std::int64_t>::max()) * 4);
}

TEST(Resample, no_bars_make_no_bars) {
    const Resampled made = hours_of(CandleTable{});

    EXPECT_EQ(made.table.size(), 0U);
    EXPECT_FALSE(made.partial_first);
    EXPECT_FALSE(made.partial_last);
}

TEST(Resample, refuses_what_is_no_longer_multiple_and_names_what_is) {
    const CandleTable table = flat_bars(at("2024-01-01"), timeframe("15m"), 4);
    for (const char* to : {"20m", "15m", "5m"}) {
        const auto made = resample(table.columns(), {.from = timeframe("15m"), .to = timeframe(to)});
        ASSERT_FALSE(made.has_value()) << to;
        EXPECT_EQ(made.error().fault, Fault::invalid_input);
        EXPECT_EQ(made.error().remedy, "choose one such as 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d, 1w");
    }
}

TEST(Resample, refuses_times_that_do_not_ascend) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("15m"), 4);
    table.open_time_ns[2] = table.open_time_ns[1];

    const auto made = resample(table.columns(), {.from = timeframe("15m"), .to = timeframe("1h")});

    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().fault, Fault::invalid_input);
}

RC_GTEST_PROP(Resample, in_two_steps_equals_in_one, ()) {
    const CandleTable minutes = testing::arbitrary_candles(timeframe("5m"), 120);

    const Resampled quarters = resample(minutes.columns(), {.from = timeframe("5m"), .to = timeframe("15m")}).value();
    const Resampled stepwise =
        resample(quarters.table.columns(), {.from = timeframe("15m"), .to = timeframe("1h")}).value();
    const Resampled direct = resample(minutes.columns(), {.from = timeframe("5m"), .to = timeframe("1h")}).value();

    RC_ASSERT(stepwise.table.open_time_ns == direct.table.open_time_ns);
    RC_ASSERT(stepwise.table.open == direct.table.open);
    RC_ASSERT(stepwise.table.high == direct.table.high);
    RC_ASSERT(stepwise.table.low == direct.table.low);
    RC_ASSERT(stepwise.table.close == direct.table.close);
    RC_ASSERT(stepwise.table.volume == direct.table.volume);
    RC_ASSERT(stepwise.table.volume_high == direct.table.volume_high);
}

RC_GTEST_PROP(Resample, keeps_every_unit_of_volume_and_the_outer_prices, ()) {
    const CandleTable minutes = testing::arbitrary_candles(timeframe("1m"), 200);
    const Timeframe to = *rc::gen::element(timeframe("3m"), timeframe("1h"), timeframe("1w"));

    const Resampled made = resample(minutes.columns(), {.from = timeframe("1m"), .to = to}).value();

    const auto total = [](const CandleTable& table) {
        Int128 sum = 0;
        for (std::size_t bar = 0; bar < table.size(); ++bar) sum += table.columns().volume_at(bar);
        return sum;
    };
    RC_ASSERT(total(made.table) == total(minutes));
    RC_ASSERT(made.table.open.front() == minutes.open.front());
    RC_ASSERT(made.table.close.back() == minutes.close.back());
    RC_ASSERT(std::ranges::max(made.table.high) == std::ranges::max(minutes.high));
    RC_ASSERT(std::ranges::min(made.table.low) == std::ranges::min(minutes.low));
}

}  // namespace
}  // namespace spark::market
