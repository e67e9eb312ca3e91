#include "app/server/live_market.hpp"

#include <gtest/gtest.h>

#include "app/server/live_status.hpp"

namespace spark::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const WallTime start = wall_time_of_ms(1'760'000'040'000);  // a minute's beginning

struct Market {
    telemetry::Metrics metrics{};
    stream::Hub hub{metrics, {}, 1, start};
    LiveMarket live{hub, [] { return start; }};
    Venue venue = *Venue::parse("binance");
    InstrumentId instrument{.venue = venue, .symbol = *Symbol::parse("BTCUSDT")};

    feed::Origin at(WallTime time) const {
        return {.instrument = instrument, .event_time = time, .received_at = time, .is_synthetic = true};
    }
    void tell_state(feed::FeedStatus status, WallTime time) {
        live.on(feed::FeedState{.venue = venue, .event_time = time, .received_at = time, .status = status});
    }
    void tell_quote(std::int64_t bid, WallTime time) {
        live.on(feed::Quote{.origin = at(time),
                            .bid = Price::of_units(bid),
                            .bid_quantity = Quantity::of_units(1),
                            .ask = Price::of_units(bid + 1),
                            .ask_quantity = Quantity::of_units(1)});
    }
    void tell_candle(WallTime open_time, bool is_closed, WallTime time) {
        const Price price = Price::of_whole(100);
        live.on(feed::CandleUpdate{
            .origin = at(time),
            .timeframe = *Timeframe::parse("1m"),
            .candle =
                {.open_time = open_time, .open = price, .high = price, .low = price, .close = price, .volume = {}},
            .is_closed = is_closed});
    }
    std::string open(const std::string& topic) {
        auto sid = hub.open({.reader = {.user = "usr_1", .tenant = {}, .rights = {"read"}}, .topics = {topic}}, start);
        return sid ? *sid : sid.error().message;
    }
    std::string collect(const std::string& sid, WallTime now) {
        auto collected = hub.collect(sid, now, 0);
        return collected ? collected->bytes : collected.error().message;
    }
};

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST(LiveMarket, encodes_a_topic_at_most_ten_times_a_second) {
    Market market;
    market.tell_state(feed::FeedStatus::live, start);
    using Key = telemetry::SeriesKey<telemetry::MetricType::counter>;
    for (int step = 0; step < 1'000; step += 5) {
        market.tell_quote(100 + step, start + milliseconds{step});
        if (step % 25 == 0) market.live.publish(start + milliseconds{step});
    }
    EXPECT_EQ(market.metrics.value(Key("spark_stream_events_total", "conflated")), 10U);
}

TEST(LiveMarket, says_that_an_update_is_synthetic) {
    Market market;
    market.tell_quote(100, start);
    market.live.publish(start);
    const std::string sid = market.open("ticker.*");
    const std::string bytes = market.collect(sid, start);
    EXPECT_NE(bytes.find(R"("t":"ticker.binance.BTCUSDT")"), std::string::npos) << bytes;
    EXPECT_NE(bytes.find(R"("synthetic":true)"), std::string::npos) << bytes;
}

TEST(LiveMarket, tells_the_close_of_a_bar_once_and_not_the_bars_of_the_past) {
    Market market;
    const std::string sid = market.open("candle.*");
    market.tell_state(feed::FeedStatus::live, start);
    for (int minute = 10; minute > 0; --minute) market.tell_candle(start - minute * seconds{60}, true, start);
    market.tell_candle(start, false, start + seconds{1});
    market.live.publish(start + seconds{1});
    market.tell_candle(start, true, start + seconds{60});
    market.live.publish(start + seconds{60});
    market.live.publish(start + seconds{61});
    const std::string bytes = market.collect(sid, start + seconds{61});
    EXPECT_EQ(count_of(bytes, "event: candle\n"), 1U) << bytes;
    EXPECT_EQ(market.live.candles(market.instrument, *Timeframe::parse("1m"), 100, {}).size(), 11U);
    EXPECT_EQ(market.live.candles(market.instrument, *Timeframe::parse("1m"), 3, start).back().candle.open_time,
              start - seconds{60});
}

TEST(LiveMarket, tells_of_a_feed_that_fell_silent_and_of_its_return) {
    Market market;
    const std::string sid = market.open("status");
    market.tell_state(feed::FeedStatus::live, start);
    market.tell_quote(100, start);
    market.live.publish(start);
    EXPECT_EQ(count_of(market.collect(sid, start), "event: feed\n"), 1U);
    market.live.publish(start + seconds{3});
    EXPECT_EQ(count_of(market.collect(sid, start + seconds{3}), "event: feed\n"), 0U);
    market.live.publish(start + milliseconds{3'100});
    EXPECT_EQ(count_of(market.collect(sid, start + seconds{4}), R"("state":"stale")"), 1U);
    market.tell_quote(101, start + seconds{5});
    market.live.publish(start + seconds{5});
    EXPECT_EQ(count_of(market.collect(sid, start + seconds{5}), R"("state":"live")"), 1U);
}

TEST(LiveMarket, counts_for_btcturk_under_its_own_names) {
    Market market;
    market.venue = *Venue::parse("synthetic-btcturk");
    market.instrument.venue = market.venue;
    market.tell_state(feed::FeedStatus::live, start);
    market.tell_quote(100, start);
    market.tell_quote(101, start + milliseconds{40});
    const std::string up = market.live.figures_text(start + milliseconds{40});
    EXPECT_NE(up.find("btcturk_ws_up{synthetic="), std::string::npos) << up;
    EXPECT_NE(up.find("btcturk_ticks_total{synthetic=\"false\"} 2\n"), std::string::npos) << up;
    EXPECT_NE(up.find("ws_gap_ms_bucket{venue=\"synthetic-btcturk\",synthetic=\"false\",le=\"25\"} 0\n"),
              std::string::npos);
    EXPECT_NE(up.find("ws_gap_ms_bucket{venue=\"synthetic-btcturk\",synthetic=\"false\",le=\"50\"} 1\n"),
              std::string::npos);
    market.tell_state(feed::FeedStatus::down, start + seconds{1});
    EXPECT_NE(market.live.figures_text(start + seconds{1}).find("btcturk_ws_up{synthetic=\"false\"} 0\n"),
              std::string::npos);
}

TEST(LiveMarket, reads_faults_for_drills_and_refuses_anything_else) {
    const auto faults = parse_faults("disconnect:synthetic-binance:1000:500,silence:synthetic-bist:0:1", start);
    ASSERT_TRUE(faults.has_value());
    ASSERT_EQ(faults->size(), 2U);
    EXPECT_EQ(faults->front().at, start + seconds{1});
    EXPECT_EQ(faults->front().length, milliseconds{500});
    EXPECT_TRUE(parse_faults("", start)->empty());
    for (const char* const text :
         {"x", "silence:binance:1:1", "silence:synthetic-bist:-1:1", "silence:synthetic-bist:1",
          "fire:synthetic-bist:1:1", "silence:synthetic-bist:1:99999999999"})
        EXPECT_EQ(parse_faults(text, start).error().fault, Fault::invalid_input) << text;
}

TEST(LiveStatus, is_red_when_a_feed_is_down_and_yellow_when_one_is_silent) {
    feed::HealthReport report{.venue = *Venue::parse("binance"), .status = feed::FeedStatus::live};
    EXPECT_EQ(health_of({report}, true).color, "GREEN");
    report.status = feed::FeedStatus::closed;
    EXPECT_EQ(health_of({report}, true).color, "GREEN");
    report.status = feed::FeedStatus::stale;
    EXPECT_EQ(health_of({report}, true).color, "YELLOW");
    feed::HealthReport down = report;
    down.status = feed::FeedStatus::down;
    EXPECT_EQ(health_of({down, report}, true).color, "RED");
    EXPECT_EQ(health_of({}, false).color, "RED");
    report.status = feed::FeedStatus::live;
    report.drift_p95_ms = 1'001;
    EXPECT_EQ(health_of({report}, true).color, "YELLOW");
}

}  // namespace
}  // namespace spark::server
