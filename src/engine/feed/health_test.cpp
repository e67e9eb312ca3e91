#include "engine/feed/health.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/feed/testing/samples.hpp"

namespace spark::feed {
namespace {

using testing::state;

WallTime at(std::int64_t ms) { return wall_time_of_ms(ms); }

Event trade_of(const char* symbol, std::int64_t event_ms, std::int64_t received_ms) {
    MarketTrade trade = testing::trade(event_ms, 100);
    trade.origin.instrument = testing::instrument("binance", symbol);
    trade.origin.received_at = at(received_ms);
    return trade;
}

Health live_health() {
    Health health(Venue::parse("binance").value(), {.interval_expected = std::chrono::milliseconds{1'000}});
    health.on(state(FeedStatus::live, 100'000));
    return health;
}

TEST(Health, is_connecting_before_the_first_word_and_has_no_figures) {
    const Health health(Venue::parse("binance").value(), {});
    const HealthReport report = health.report(at(100'000));

    EXPECT_EQ(report.status, FeedStatus::connecting);
    EXPECT_FALSE(report.drift_p95_ms.has_value());
    EXPECT_FALSE(report.age_ms.has_value());
}

TEST(Health, is_stale_only_past_three_expected_intervals_of_silence) {
    Health health = live_health();
    health.on(trade_of("BTCUSDT", 100'000, 100'500));

    EXPECT_EQ(health.status(at(103'500)), FeedStatus::live);
    EXPECT_EQ(health.status(at(103'501)), FeedStatus::stale);
    health.on(trade_of("BTCUSDT", 104'000, 104'010));
    EXPECT_EQ(health.status(at(104'020)), FeedStatus::live);
}

TEST(Health, is_stale_when_a_live_feed_never_spoke) {
    const Health health = live_health();

    EXPECT_EQ(health.status(at(103'000)), FeedStatus::live);
    EXPECT_EQ(health.status(at(103'001)), FeedStatus::stale);
}

TEST(Health, names_the_one_instrument_that_is_silent) {
    Health health = live_health();
    health.on(trade_of("ETHUSDT", 100'000, 100'000));
    health.on(trade_of("BTCUSDT", 104'000, 104'000));

    const HealthReport report = health.report(at(104'100));

    EXPECT_EQ(report.status, FeedStatus::live);
    EXPECT_EQ(report.stale_instruments, std::vector{testing::instrument("binance", "ETHUSDT")});
}

TEST(Health, stays_closed_or_down_however_long_the_silence) {
    Health health = live_health();
    health.on(state(FeedStatus::closed, 101'000));
    EXPECT_EQ(health.status(at(999'000)), FeedStatus::closed);
    health.on(state(FeedStatus::down, 102'000));
    EXPECT_EQ(health.status(at(999'000)), FeedStatus::down);
}

TEST(Health, counts_reconnects_but_not_the_first_connection_nor_a_new_session) {
    Health health(Venue::parse("binance").value(), {});
    for (const FeedStatus status : {FeedStatus::connecting, FeedStatus::live, FeedStatus::closed, FeedStatus::live,
                                    FeedStatus::down, FeedStatus::connecting, FeedStatus::live}) {
        health.on(state(status, 1'000));
    }
    health.on_sequence_gap();

    EXPECT_EQ(health.report(at(1'000)).reconnects, 1U);
    EXPECT_EQ(health.report(at(1'000)).sequence_gaps, 1U);
}

TEST(Health, shows_drift_over_ten_seconds_and_none_after_five_of_silence) {
    Health health = live_health();
    for (int index = 0; index < 100; ++index) {
        const std::int64_t received = 100'000 + index * 50;
        health.on(trade_of("BTCUSDT", received - (index < 94 ? 10 : 400), received));
    }

    const HealthReport report = health.report(at(105'000));
    EXPECT_EQ(report.drift_p50_ms, 10);
    ASSERT_TRUE(report.drift_p95_ms.has_value());
    EXPECT_GE(*report.drift_p95_ms, 400);
    EXPECT_LE(*report.drift_p95_ms, 425);
    EXPECT_DOUBLE_EQ(report.messages_per_second, 10);
    EXPECT_EQ(report.age_ms, 50);
    EXPECT_TRUE(health.report(at(109'950)).drift_p95_ms.has_value());
    EXPECT_FALSE(health.report(at(109'951)).drift_p95_ms.has_value());
    EXPECT_DOUBLE_EQ(health.report(at(115'000)).messages_per_second, 0);
}

TEST(Health, measures_the_drift_of_a_delayed_feed_beyond_its_delay) {
    Health health(Venue::parse("binance").value(), {});
    health.on(state(FeedStatus::delayed, 1'000'000, 900));
    health.on(trade_of("BTCUSDT", 100'000, 1'000'005));

    EXPECT_EQ(health.report(at(1'000'010)).drift_p95_ms, 5);
    EXPECT_EQ(health.status(at(1'000'010)), FeedStatus::delayed);
}

TEST(Health, counts_events_from_the_future_as_a_wrong_clock) {
    Health health = live_health();
    health.on(trade_of("BTCUSDT", 100'200, 100'100));

    EXPECT_EQ(health.report(at(100'200)).clock_ahead_total, 1U);
    EXPECT_EQ(health.report(at(100'200)).drift_p50_ms, 0);
}

TEST(Health, is_not_troubled_by_history) {
    Health health = live_health();
    health.on(CandleUpdate{.origin = testing::origin(0, 100'000), .timeframe = {}, .candle = {}, .is_closed = true});

    EXPECT_FALSE(health.report(at(100'100)).drift_p95_ms.has_value());
    EXPECT_EQ(health.report(at(100'100)).messages_total, 0U);
}

RC_GTEST_PROP(DriftWindow, is_exact_below_16_ms_and_at_most_a_sixteenth_too_high_above, ()) {
    const auto drifts = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-5, 40), rc::gen::inRange<std::int64_t>(0, 131'000))));
    const double share = *rc::gen::element(0.0, 0.5, 0.95, 1.0);
    DriftWindow window;
    for (const std::int64_t drift : drifts) window.add(at(50'000), drift);

    auto sorted = drifts;
    for (std::int64_t& drift : sorted) drift = std::max<std::int64_t>(drift, 0);
    std::ranges::sort(sorted);
    const auto rank =
        std::max<std::size_t>(static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size()))), 1);
    const std::int64_t exact = sorted[rank - 1];
    const std::int64_t found = window.percentile_ms(at(50'000), share).value();
    RC_ASSERT(found >= exact);
    RC_ASSERT((exact < 16 ? found == exact : found <= exact + exact / 16));
}

TEST(DriftWindow, forgets_a_second_after_ten_more) {
    DriftWindow window;
    window.add(at(50'999), 7);

    EXPECT_EQ(window.count(at(59'999)), 1U);
    EXPECT_EQ(window.count(at(60'000)), 0U);
    EXPECT_FALSE(window.percentile_ms(at(60'000), 0.5).has_value());
    window.add(at(60'000), 1);
    EXPECT_EQ(window.count(at(60'000)), 1U);
}

TEST(DriftWindow, takes_the_hugest_drift) {
    DriftWindow window;
    window.add(at(1'000), std::numeric_limits<std::int64_t>::max());

    EXPECT_EQ(window.percentile_ms(at(1'000), 1), 131'071);
}

}  // namespace
}  // namespace spark::feed
