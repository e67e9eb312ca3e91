#include "engine/market/repair.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "engine/market/measure_quality.hpp"
#include "engine/market/testing/candles.hpp"

namespace spark::market {
namespace {

using testing::at;
using testing::flat_bars;
using testing::timeframe;

Result<Repaired> repaired(const CandleTable& table, std::string_view rule, bool forming_last = false) {
    return repair({.columns = table.columns(),
                   .timeframe = timeframe("1d"),
                   .calendar = **find_calendar("bist"),
                   .forming_last = forming_last},
                  rule);
}

/// Monday 29 April to Sunday 5 May 2024: Wednesday is Labour Day, the last two are the weekend.
CandleTable week() { return flat_bars(at("2024-04-29"), timeframe("1d"), 7); }

TEST(Repair, drops_zero_volume_bars_and_says_how_many) {
    CandleTable table = week();
    table.volume[1] = table.volume[6] = 0;

    const Repaired made = repaired(table, "drop-zero-volume").value();

    EXPECT_EQ(made.table.size(), 5U);
    EXPECT_EQ(made.bars_dropped, 2);
    EXPECT_EQ(made.bars_changed, 0);
    EXPECT_EQ(made.step, "repair drop-zero-volume: 2 bars dropped");
    EXPECT_EQ(table.size(), 7U);
}

TEST(Repair, drops_bars_on_closed_days) {
    const Repaired made = repaired(week(), "drop-holiday-ghosts").value();

    EXPECT_EQ(made.bars_dropped, 3);
    EXPECT_EQ(made.table.open_time_ns[2], ns_of(at("2024-05-02")));
}

TEST(Repair, drops_the_last_bar_only_when_the_report_says_it_was_forming) {
    EXPECT_EQ(repaired(week(), "drop-forming-last", false)->bars_dropped, 0);

    const Repaired made = repaired(week(), "drop-forming-last", true).value();

    EXPECT_EQ(made.bars_dropped, 1);
    EXPECT_EQ(made.table.open_time_ns.back(), ns_of(at("2024-05-04")));
}

TEST(Repair, clamps_high_and_low_to_the_four_prices) {
    CandleTable table = week();
    table.high[0] = table.low[0] - 5;
    table.low[1] = table.high[1];

    const Repaired made = repaired(table, "clamp-ohlc").value();

    EXPECT_EQ(made.bars_changed, 2);
    EXPECT_EQ(made.step, "repair clamp-ohlc: 2 bars changed");
    EXPECT_EQ(made.table.high[0], table.open[0]);
    EXPECT_EQ(made.table.low[0], table.low[0] - 5);
    EXPECT_EQ(made.table.high[1], table.high[1]);
    EXPECT_EQ(made.table.low[1], table.close[1]);
}

TEST(Repair, drops_bars_that_break_the_candle) {
    CandleTable table = week();
    table.high[3] = table.close[3] - 1;

    const Repaired made = repaired(table, "drop-ohlc-violations").value();

    EXPECT_EQ(made.bars_dropped, 1);
    EXPECT_EQ(made.table.size(), 6U);
}

TEST(Repair, names_the_nearest_rule) {
    const auto made = repaired(week(), "drop-zero-volumes");

    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().fault, Fault::not_found);
    EXPECT_EQ(made.error().remedy, "did you mean 'drop-zero-volume'?");
}

TEST(Repair, refuses_to_leave_nothing) {
    CandleTable table = flat_bars(at("2024-04-29"), timeframe("1d"), 1);
    table.volume[0] = 0;

    const auto made = repaired(table, "drop-zero-volume");

    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().fault, Fault::invalid_input);
}

TEST(Repair, bars_longer_than_a_day_are_never_ghosts) {
    const CandleTable weeks = flat_bars(at("2024-01-01"), timeframe("1w"), 3);

    const auto made = repair({.columns = weeks.columns(),
                              .timeframe = timeframe("1w"),
                              .calendar = **find_calendar("bist"),
                              .forming_last = false},
                             "drop-holiday-ghosts");

    EXPECT_EQ(made->bars_dropped, 0);
}

RC_GTEST_PROP(Repair, each_rule_done_twice_finds_nothing_the_second_time_and_the_report_agrees, ()) {
    CandleTable table = testing::arbitrary_candles(timeframe("1d"), 40);
    for (std::int64_t& high : table.high) high -= *rc::gen::element<std::int64_t>(0, 0, 1, 1'000'000'000);
    table.push_back(table.open_time_ns.back() + timeframe("1d").length_ns(), 5, 5, 5, 5, 5);
    const RepairInput input{.columns = table.columns(),
                            .timeframe = timeframe("1d"),
                            .calendar = Calendar::always_open(),
                            .forming_last = false};
    QualityReport before;
    measure_quality(table.columns(), timeframe("1d"), Calendar::always_open(), before);

    for (const RepairRule& rule : repair_rules()) {
        const Repaired once = repair(input, rule.name).value();
        const Repaired twice = repair({.columns = once.table.columns(),
                                       .timeframe = input.timeframe,
                                       .calendar = input.calendar,
                                       .forming_last = false},
                                      rule.name)
                                   .value();
        RC_ASSERT(twice.bars_changed + twice.bars_dropped == 0);
        RC_ASSERT(once.table.size() + static_cast<std::size_t>(once.bars_dropped) == table.size());
        if (rule.name == "drop-zero-volume") RC_ASSERT(once.bars_dropped == before.zero_volume);
        if (rule.name == "clamp-ohlc") RC_ASSERT(once.bars_changed == before.ohlc_violations);
        if (rule.name == "drop-ohlc-violations") RC_ASSERT(once.bars_dropped == before.ohlc_violations);
    }
}

}  // namespace
}  // namespace spark::market
