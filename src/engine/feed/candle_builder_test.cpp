#include "engine/feed/candle_builder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "engine/feed/testing/samples.hpp"

namespace spark::feed {
namespace {

using testing::trade;

const Timeframe minute = Timeframe::parse("1m").value();
const Timeframe five_minutes = Timeframe::parse("5m").value();

std::vector<CandleUpdate> closed_of(const std::vector<CandleUpdate>& updates) {
    std::vector<CandleUpdate> closed;
    std::ranges::copy_if(updates, std::back_inserter(closed), &CandleUpdate::is_closed);
    return closed;
}

TEST(CandleBuilder, closes_a_bar_with_the_first_trade_of_a_later_one) {
    CandleBuilder builder({minute});
    std::vector<CandleUpdate> out;

    builder.on(trade(60'000, 100, 1), out);
    builder.on(trade(80'000, 120, 2), out);
    builder.on(trade(119'999, 90, 3), out);
    builder.on(trade(240'000, 95, 4), out);

    ASSERT_EQ(out.size(), 5U);
    EXPECT_FALSE(out[2].is_closed);
    ASSERT_TRUE(out[3].is_closed);
    const Candle& bar = out[3].candle;
    EXPECT_EQ(bar.open_time, wall_time_of_ms(60'000));
    EXPECT_EQ(bar.open, Price::of_whole(100));
    EXPECT_EQ(bar.high, Price::of_whole(120));
    EXPECT_EQ(bar.low, Price::of_whole(90));
    EXPECT_EQ(bar.close, Price::of_whole(90));
    EXPECT_EQ(bar.volume, Volume::of_units(6 * static_cast<Int128>(units_per_one)));
    EXPECT_EQ(out[4].candle.open_time, wall_time_of_ms(240'000));
}

TEST(CandleBuilder, closes_by_the_clock_exactly_when_the_bar_is_over) {
    CandleBuilder builder({minute});
    std::vector<CandleUpdate> out;
    builder.on(trade(60'000, 100), out);
    out.clear();

    builder.at(wall_time_of_ms(119'999), out);
    EXPECT_TRUE(out.empty());
    builder.at(wall_time_of_ms(120'000), out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_TRUE(out[0].is_closed);
    builder.at(wall_time_of_ms(180'000), out);
    EXPECT_EQ(out.size(), 1U);
}

TEST(CandleBuilder, counts_a_trade_of_a_closed_bar_and_does_not_apply_it) {
    CandleBuilder builder({minute});
    std::vector<CandleUpdate> out;
    builder.on(trade(60'000, 100), out);
    builder.at(wall_time_of_ms(120'000), out);
    out.clear();

    builder.on(trade(119'000, 500), out);
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(builder.late_count(), 1U);
    builder.on(trade(130'000, 100), out);
    builder.on(trade(119'000, 500), out);
    EXPECT_EQ(out.size(), 1U);
    EXPECT_EQ(builder.late_count(), 2U);
}

TEST(CandleBuilder, opens_and_closes_a_bar_by_the_venues_time_not_by_arrival) {
    CandleBuilder builder({minute});
    std::vector<CandleUpdate> out;

    builder.on(trade(70'000, 100), out);
    builder.on(trade(65'000, 101), out);
    builder.on(trade(69'000, 102), out);

    EXPECT_EQ(out.back().candle.open, Price::of_whole(101));
    EXPECT_EQ(out.back().candle.close, Price::of_whole(100));
    EXPECT_EQ(out.back().candle.high, Price::of_whole(102));
}

TEST(CandleBuilder, goes_on_with_a_bar_that_history_has_begun) {
    CandleBuilder whole({minute});
    std::vector<CandleUpdate> first;
    whole.on(trade(60'000, 100, 1), first);
    whole.on(trade(70'000, 120, 2), first);
    CandleBuilder resumed({minute});
    resumed.resume(first.back());
    resumed.resume(first.front());
    std::vector<CandleUpdate> out;

    whole.on(trade(80'000, 90, 3), first);
    resumed.on(trade(80'000, 90, 3), out);

    EXPECT_EQ(out.back(), first.back());
}

TEST(CandleBuilder, adds_volumes_past_64_bits) {
    CandleBuilder builder({minute});
    std::vector<CandleUpdate> out;
    MarketTrade big = trade(60'000, 100);
    big.quantity = Quantity::of_units(9'000'000'000'000'000'000);

    builder.on(big, out);
    builder.on(big, out);

    EXPECT_EQ(out.back().candle.volume, Volume::of_units(static_cast<Int128>(9'000'000'000'000'000'000) * 2));
}

RC_GTEST_PROP(CandleBuilder, makes_bars_that_hold_every_trade_once_and_five_minutes_of_five_single_ones, ()) {
    CandleBuilder builder({minute, five_minutes});
    std::vector<CandleUpdate> out;
    std::int64_t now_ms = 0;
    Int128 traded = 0;
    const int count = *rc::gen::inRange(1, 200);
    for (int index = 0; index < count; ++index) {
        now_ms += *rc::gen::inRange<std::int64_t>(0, 90'000);
        const MarketTrade one = trade(now_ms, *rc::gen::inRange(1, 1'000), *rc::gen::inRange(1, 50));
        traded += one.quantity.units();
        builder.on(one, out);
        if (*rc::gen::inRange(0, 4) == 0) builder.at(wall_time_of_ms(now_ms), out);
    }
    builder.at(wall_time_of_ms(now_ms + 600'000), out);

    std::map<WallTime, Candle> fives;
    Int128 volume = 0;
    for (const CandleUpdate& update : closed_of(out)) {
        RC_ASSERT(check_candle(update.candle).has_value());
        if (update.timeframe != minute) continue;
        volume += update.candle.volume.units();
        const WallTime bucket = five_minutes.bucket_start(update.candle.open_time);
        const auto [place, is_first] = fives.try_emplace(bucket, update.candle);
        if (is_first) {
            place->second.open_time = bucket;
            continue;
        }
        Candle& five = place->second;
        five.high = std::max(five.high, update.candle.high);
        five.low = std::min(five.low, update.candle.low);
        five.close = update.candle.close;
        five.volume = Volume::of_units(five.volume.units() + update.candle.volume.units());
    }
    RC_ASSERT(volume == traded);
    RC_ASSERT(builder.late_count() == 0U);
    std::size_t five_count = 0;
    for (const CandleUpdate& update : closed_of(out)) {
        if (update.timeframe != five_minutes) continue;
        ++five_count;
        RC_ASSERT(fives.at(update.candle.open_time) == update.candle);
    }
    RC_ASSERT(five_count == fives.size());
}

}  // namespace
}  // namespace spark::feed
