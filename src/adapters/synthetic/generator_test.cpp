#include "adapters/synthetic/generator.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/feed/health.hpp"
#include "engine/feed/market_state.hpp"

namespace spark::synthetic {
namespace {

using feed::Event;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A Wednesday, an hour into the session of Borsa Istanbul.
const WallTime wednesday = parse_iso8601("2024-06-05T08:00:00Z").value();

Options small() { return {.seed = 7, .history_minutes = 3'000}; }

InstrumentId instrument(std::size_t row) {
    return {Venue::parse(instrument_rows[row].venue).value(), Symbol::parse(instrument_rows[row].symbol).value()};
}

std::vector<Event> events_of(const Options& options, WallTime start, std::chrono::nanoseconds length,
                             std::chrono::nanoseconds piece) {
    std::vector<Event> events;
    Generator generator = Generator::start(options, start, events).value();
    for (auto into = piece; into <= length; into += piece) generator.advance(start + into, events);
    generator.advance(start + length, events);
    return events;
}

/// FNV-1a over what an event says; for the identity of a whole run.
class EventHash {
  public:
    void add(const Event& event) {
        add(event.index());
        add(ns_of(feed::event_time_of(event)));
        add(ns_of(feed::received_at_of(event)));
        if (const auto* trade = std::get_if<feed::MarketTrade>(&event)) {
            add(trade->price.units());
            add(trade->quantity.units());
        } else if (const auto* delta = std::get_if<feed::BookDelta>(&event)) {
            add(delta->sequence_last);
            for (const auto& level : delta->bids) add(level.price.units() ^ level.quantity.units());
            for (const auto& level : delta->asks) add(level.price.units() ^ level.quantity.units());
        } else if (const auto* candle = std::get_if<feed::CandleUpdate>(&event)) {
            add(candle->candle.close.units());
        }
    }
    std::uint64_t value() const { return hash_; }

  private:
    template <class T>
    void add(T value) {
        auto rest = static_cast<std::uint64_t>(value);
        for (int byte = 0; byte < 8; ++byte, rest >>= 8U) hash_ = (hash_ ^ (rest & 0xFFU)) * 0x100'0000'01B3U;
    }
    std::uint64_t hash_ = 0xCBF2'9CE4'8422'2325U;
};

std::uint64_t hash_of(const std::vector<Event>& events) {
    EventHash hash;
    for (const Event& event : events) hash.add(event);
    return hash.value();
}

TEST(Generator, gives_the_same_events_however_the_time_is_cut) {
    const auto whole = events_of(small(), wednesday, minutes{2}, minutes{2});
    const auto cut = events_of(small(), wednesday, minutes{2}, milliseconds{137});

    EXPECT_EQ(whole, cut);
    // What a seed gives is an identity, the same on every build.
    EXPECT_EQ(hash_of(whole), 0x67E4'7829'10C5'DABEU) << fmt::format("{:#x}", hash_of(whole));
}

TEST(Generator, gives_other_events_for_another_seed) {
    Options other = small();
    other.seed = 8;

    EXPECT_NE(hash_of(events_of(small(), wednesday, seconds{10}, seconds{1})),
              hash_of(events_of(other, wednesday, seconds{10}, seconds{1})));
}

TEST(Generator, marks_everything_synthetic_and_tells_it_in_the_order_of_arrival) {
    const auto events = events_of(small(), wednesday, minutes{1}, seconds{1});

    WallTime last = wednesday;
    for (const Event& event : events) {
        EXPECT_TRUE(feed::is_synthetic(event));
        EXPECT_TRUE(feed::venue_of(event).text().starts_with("synthetic-"));
        EXPECT_GE(feed::received_at_of(event), last);
        last = feed::received_at_of(event);
    }
}

void expect_books_stay_valid(minutes length) {
    feed::MarketState state;
    std::map<InstrumentId, std::size_t> counts;
    for (const Event& event : events_of(small(), wednesday, length, length)) {
        if (const auto* trade = std::get_if<feed::MarketTrade>(&event)) {
            // The book has not heard of the trade yet: it takes the best price or, walking on, one behind it.
            const auto book = state.snapshot(trade->origin.instrument, 1)->book;
            ASSERT_TRUE(book.has_value());
            const auto row =
                std::ranges::find(instrument_rows, trade->origin.instrument.symbol.text(), &InstrumentRow::symbol);
            EXPECT_EQ(trade->price.units() % row->tick_units, 0);
            EXPECT_EQ(trade->quantity.units() % row->lot_units, 0);
            if (row->is_numbered) {
                EXPECT_TRUE(trade->taker_side == Side::buy ? trade->price >= book->asks.front().price
                                                           : trade->price <= book->bids.front().price);
            }
            ++counts[trade->origin.instrument];
        }
        state.on(event);
        if (const InstrumentId* of = feed::instrument_of(event)) {
            const auto snapshot = state.snapshot(*of, book_levels).value();
            if (snapshot.book_validity == feed::BookValidity::waiting) continue;
            ASSERT_EQ(snapshot.book_validity, feed::BookValidity::valid);
            EXPECT_GE(snapshot.book->bids.size(), book_levels / 2);
        }
    }
    EXPECT_EQ(counts.size(), instrument_rows.size());
}

TEST(Generator, makes_books_that_stay_valid_with_prices_on_the_tick_and_trades_inside_them) {
    expect_books_stay_valid(minutes{1});
}
TEST(GeneratorSlow, makes_books_that_stay_valid_for_ten_minutes) { expect_books_stay_valid(minutes{10}); }

TEST(Generator, makes_about_as_many_trades_and_changes_as_it_was_asked_for) {
    Options options = small();
    options.events_per_second = 10;
    std::map<InstrumentId, std::set<std::int64_t>> moments;
    for (const Event& event : events_of(options, wednesday, minutes{2}, minutes{2})) {
        if (const auto* delta = std::get_if<feed::BookDelta>(&event)) {
            moments[delta->origin.instrument].insert(ns_of(delta->origin.received_at));
        }
    }
    EXPECT_NEAR(static_cast<double>(moments[instrument(btcusdt_row)].size()), 1'200, 150);
}

TEST(Generator, keeps_the_third_market_within_a_percent_of_the_product_of_the_two) {
    feed::MarketState state;
    for (const Event& event : events_of(small(), wednesday, minutes{5}, minutes{5})) state.on(event);
    const auto middle = [&](std::size_t row) {
        return static_cast<double>(feed::mid(*state.snapshot(instrument(row), 1)->book)->units()) / 1e8;
    };

    EXPECT_NEAR(middle(btctry_row) / (middle(btcusdt_row) * middle(usdttry_row)), 1, 0.01);
}

TEST(Generator, tells_a_past_that_meets_the_present) {
    Options options = small();
    options.history_minutes = 60'000;
    std::vector<Event> events;
    Generator generator = Generator::start(options, wednesday + seconds{30}, events).value();
    feed::MarketState state;
    for (const Event& event : events) state.on(event);
    events.clear();
    generator.advance(wednesday + minutes{5}, events);
    for (const Event& event : events) state.on(event);

    const auto minutes_of = state.candles(instrument(0), Timeframe::parse("1m").value(), 5'000);
    ASSERT_GE(minutes_of.size(), 1'490U);  // halts take some
    EXPECT_EQ(state.candles(instrument(0), Timeframe::parse("1h").value(), 5'000).size(), 1'001U);
    for (std::size_t bar = 1; bar < minutes_of.size(); ++bar) {
        EXPECT_TRUE(check_candle(minutes_of[bar].candle).has_value());
        EXPECT_GT(minutes_of[bar].candle.open_time, minutes_of[bar - 1].candle.open_time);
        const double step = static_cast<double>(minutes_of[bar].candle.open.units()) /
                            static_cast<double>(minutes_of[bar - 1].candle.close.units());
        EXPECT_NEAR(step, 1, 0.02);
    }
    const auto hours = state.candles(instrument(0), Timeframe::parse("1h").value(), 1);
    EXPECT_EQ(hours.back().candle.open_time, wednesday);
    EXPECT_FALSE(hours.back().is_closed);
    EXPECT_GT(state.snapshot(instrument(0), 1)->ticker->volume.units(), 0);
}

std::vector<feed::FeedState> states_of(const std::vector<Event>& events, std::string_view venue) {
    std::vector<feed::FeedState> states;
    for (const Event& event : events) {
        const auto* state = std::get_if<feed::FeedState>(&event);
        if (state != nullptr && state->venue.text() == venue) states.push_back(*state);
    }
    return states;
}

TEST(Generator, keeps_the_hours_of_borsa_istanbul_and_tells_them_late) {
    // Session 10:00 to 18:00 in Istanbul, 07:00 to 15:00 UTC, told 15 minutes later.
    Options options = small();
    options.events_per_second = 0.2;
    const WallTime morning = parse_iso8601("2024-06-05T06:00:00Z").value();
    const auto events = events_of(options, morning, std::chrono::hours{10}, minutes{1});

    const auto states = states_of(events, "synthetic-bist");
    ASSERT_EQ(states.size(), 6U);
    EXPECT_EQ(states[1].status, feed::FeedStatus::closed);
    EXPECT_EQ(states[2].phase, feed::SessionPhase::opening);
    EXPECT_EQ(states[2].event_time, morning + minutes{55});
    EXPECT_EQ(states[3].phase, feed::SessionPhase::continuous);
    EXPECT_EQ(states[3].status, feed::FeedStatus::delayed);
    EXPECT_EQ(states[3].delay, minutes{15});
    EXPECT_EQ(states[3].event_time, morning + minutes{75});
    EXPECT_EQ(states[4].phase, feed::SessionPhase::closing);
    EXPECT_EQ(states[5].status, feed::FeedStatus::closed);
    for (const Event& event : events) {
        const auto* trade = std::get_if<feed::MarketTrade>(&event);
        if (trade == nullptr || trade->origin.instrument.venue.text() != "synthetic-bist") continue;
        EXPECT_GE(trade->origin.event_time, morning + minutes{60} - milliseconds{50});
        EXPECT_LE(trade->origin.event_time, morning + std::chrono::hours{9});
        EXPECT_GE(trade->origin.received_at - trade->origin.event_time, minutes{15});
    }
}

TEST(Generator, is_closed_on_a_saturday) {
    const WallTime saturday = parse_iso8601("2024-06-08T09:00:00Z").value();

    const auto states = states_of(events_of(small(), saturday, minutes{1}, minutes{1}), "synthetic-bist");

    EXPECT_EQ(states.back().status, feed::FeedStatus::closed);
    EXPECT_EQ(states.back().reason, "no session today");
}

TEST(Generator, loses_a_change_on_demand_and_heals_by_a_new_snapshot) {
    Options options = small();
    options.faults = {{.kind = FaultKind::sequence_gap, .venue = "synthetic-binance", .at = wednesday + seconds{5}}};
    feed::MarketState state;
    bool was_invalid = false;
    for (const Event& event : events_of(options, wednesday, seconds{10}, seconds{1})) {
        state.on(event);
        const auto snapshot = state.snapshot(instrument(btcusdt_row), 1);
        was_invalid = was_invalid || (snapshot && snapshot->book_validity == feed::BookValidity::gap);
    }

    EXPECT_TRUE(was_invalid);
    EXPECT_GE(state.sequence_gaps(instrument(btcusdt_row).venue), 1U);
    EXPECT_TRUE(state.snapshot(instrument(btcusdt_row), 1)->book.has_value());
}

TEST(Generator, goes_silent_or_disconnects_on_demand_and_comes_back) {
    Options options = small();
    options.faults = {
        {.kind = FaultKind::silence, .venue = "synthetic-binance", .at = wednesday + seconds{5}, .length = seconds{6}},
        {.kind = FaultKind::disconnect,
         .venue = "synthetic-btcturk",
         .at = wednesday + seconds{5},
         .length = seconds{6}}};
    std::vector<Event> events;
    Generator generator = Generator::start(options, wednesday, events).value();
    feed::Health binance(instrument(0).venue, {});
    feed::Health btcturk(instrument(2).venue, {});
    const auto run_to = [&](WallTime to) {
        generator.advance(to, events);
        for (const Event& event : events) {
            if (feed::venue_of(event) == instrument(0).venue) binance.on(event);
            if (feed::venue_of(event) == instrument(2).venue) btcturk.on(event);
        }
        events.clear();
    };

    run_to(wednesday + seconds{4});
    EXPECT_EQ(binance.status(generator.time()), feed::FeedStatus::live);
    run_to(wednesday + seconds{10});
    EXPECT_EQ(binance.status(generator.time()), feed::FeedStatus::stale);
    EXPECT_EQ(btcturk.status(generator.time()), feed::FeedStatus::down);
    run_to(wednesday + seconds{15});
    EXPECT_EQ(binance.status(generator.time()), feed::FeedStatus::live);
    EXPECT_EQ(btcturk.status(generator.time()), feed::FeedStatus::live);
    EXPECT_EQ(btcturk.report(generator.time()).reconnects, 1U);
}

TEST(Generator, refuses_options_that_cannot_be) {
    std::vector<Event> out;
    Options options = small();
    options.events_per_second = 0;
    EXPECT_EQ(Generator::start(options, wednesday, out).error().fault, Fault::invalid_input);
    options = small();
    options.history_minutes = -1;
    EXPECT_EQ(Generator::start(options, wednesday, out).error().fault, Fault::invalid_input);
    options = small();
    options.faults = {{.venue = "nowhere", .at = wednesday}};
    EXPECT_EQ(Generator::start(options, wednesday, out).error().fault, Fault::invalid_input);
    EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace spark::synthetic
