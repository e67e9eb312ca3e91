#include "engine/feed/market_state.hpp"

#include <gtest/gtest.h>

#include "engine/feed/testing/samples.hpp"

namespace spark::feed {
namespace {

using testing::instrument;
using testing::level;
using testing::origin;

const Timeframe minute = Timeframe::parse("1m").value();

CandleUpdate bar(std::int64_t minute_index, std::int32_t close, bool is_closed) {
    const Price price = Price::of_whole(close);
    return {.origin = origin(minute_index * 60'000),
            .timeframe = minute,
            .candle = {.open_time = wall_time_of_ms(minute_index * 60'000),
                       .open = price,
                       .high = price,
                       .low = price,
                       .close = price,
                       .volume = {}},
            .is_closed = is_closed};
}

TEST(MarketState, knows_nothing_of_an_instrument_it_never_heard_of) {
    const MarketState state;

    EXPECT_FALSE(state.snapshot(instrument(), 5).has_value());
    EXPECT_TRUE(state.candles(instrument(), minute, 5).empty());
    EXPECT_FALSE(state.feed_state(instrument().venue).has_value());
}

TEST(MarketState, gives_the_latest_of_everything_as_a_copy_that_stays) {
    MarketState state;
    state.on(testing::snapshot(1, {level(99, 1)}, {level(101, 1)}));
    state.on(Quote{.origin = origin(5),
                   .bid = Price::of_whole(99),
                   .bid_quantity = Quantity::of_whole(1),
                   .ask = Price::of_whole(101),
                   .ask_quantity = Quantity::of_whole(1)});
    for (int index = 0; index < 203; ++index) state.on(testing::trade(10 + index, 100 + index));

    const MarketSnapshot before = state.snapshot(instrument(), 5).value();
    state.on(testing::delta(2, 2, {level(98, 1)}, {}));

    EXPECT_EQ(before.book->bids, std::vector{level(99, 1)});
    EXPECT_EQ(state.snapshot(instrument(), 5)->book->bids.size(), 2U);
    ASSERT_EQ(before.trades.size(), 200U);
    EXPECT_EQ(before.trades.front().price, Price::of_whole(302));
    EXPECT_EQ(before.trades.back().price, Price::of_whole(103));
    EXPECT_EQ(before.quote->ask, Price::of_whole(101));
    EXPECT_EQ(before.last_event_time, wall_time_of_ms(212));
    EXPECT_EQ(state.instruments(), std::vector{instrument()});
}

TEST(MarketState, shows_no_book_after_a_gap_and_says_why) {
    MarketState state;
    state.on(testing::snapshot(1, {level(99, 1)}, {level(101, 1)}));
    state.on(testing::delta(3, 3, {level(98, 1)}, {}));

    EXPECT_FALSE(state.snapshot(instrument(), 5)->book.has_value());
    EXPECT_EQ(state.snapshot(instrument(), 5)->book_validity, BookValidity::gap);
    EXPECT_EQ(state.sequence_gaps(instrument().venue), 1U);
}

TEST(MarketState, drops_the_books_of_a_venue_whose_connection_is_lost_and_of_no_other) {
    MarketState state;
    state.on(testing::snapshot(1, {level(99, 1)}, {level(101, 1)}));
    BookSnapshot other = testing::snapshot(1, {level(99, 1)}, {level(101, 1)});
    other.origin.instrument = instrument("btcturk", "BTCTRY");
    state.on(other);

    state.on(testing::state(FeedStatus::down, 10));

    EXPECT_FALSE(state.snapshot(instrument(), 5)->book.has_value());
    EXPECT_TRUE(state.snapshot(other.origin.instrument, 5)->book.has_value());
    EXPECT_EQ(state.feed_state(instrument().venue)->status, FeedStatus::down);
}

TEST(MarketState, replaces_the_forming_bar_and_never_a_closed_one_by_an_open_one) {
    MarketState state;
    state.on(bar(1, 100, false));
    state.on(bar(1, 101, false));
    state.on(bar(1, 102, true));
    state.on(bar(1, 999, false));
    state.on(bar(2, 103, false));

    const auto bars = state.candles(instrument(), minute, 10);
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_EQ(bars[0].candle.close, Price::of_whole(102));
    EXPECT_TRUE(bars[0].is_closed);
    EXPECT_EQ(state.candles(instrument(), minute, 1)[0].candle.close, Price::of_whole(103));
}

TEST(MarketState, puts_history_before_the_present_and_keeps_the_newest) {
    MarketState state({.candles_max = 3});
    state.on(bar(10, 110, false));
    state.on(bar(8, 108, true));
    state.on(bar(9, 109, true));
    state.on(bar(7, 107, true));
    EXPECT_EQ(state.left_out_count(), 1U);
    state.on(bar(11, 111, false));

    const auto bars = state.candles(instrument(), minute, 10);
    ASSERT_EQ(bars.size(), 3U);
    EXPECT_EQ(bars.front().candle.close, Price::of_whole(109));
    EXPECT_EQ(bars.back().candle.close, Price::of_whole(111));
}

TEST(MarketState, counts_instruments_and_timeframes_past_its_limits) {
    MarketState state({.instruments_max = 1, .timeframes_max = 1});
    state.on(bar(1, 100, true));
    CandleUpdate other = bar(1, 100, true);
    other.timeframe = Timeframe::parse("5m").value();
    state.on(other);
    MarketTrade elsewhere = testing::trade(1, 1);
    elsewhere.origin.instrument = instrument("btcturk", "BTCTRY");
    state.on(elsewhere);

    EXPECT_EQ(state.left_out_count(), 2U);
    EXPECT_FALSE(state.snapshot(elsewhere.origin.instrument, 1).has_value());
}

TEST(Event, tells_what_every_event_has) {
    Event event = testing::trade(5, 100);
    set_received_at(event, wall_time_of_ms(9));
    const Event word = testing::state(FeedStatus::delayed, 7);

    EXPECT_EQ(received_at_of(event), wall_time_of_ms(9));
    EXPECT_EQ(event_time_of(event), wall_time_of_ms(5));
    EXPECT_EQ(venue_of(word).text(), "binance");
    EXPECT_EQ(instrument_of(word), nullptr);
    EXPECT_EQ(*instrument_of(event), instrument());
    EXPECT_EQ(to_text(FeedStatus::closed), "closed");
    EXPECT_EQ(to_text(SessionPhase::continuous), "continuous");
    EXPECT_EQ(to_text(BookValidity::too_deep), "too_deep");
}

}  // namespace
}  // namespace spark::feed
