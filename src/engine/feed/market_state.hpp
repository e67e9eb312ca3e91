#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "engine/feed/events.hpp"
#include "engine/feed/order_book.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::feed {

struct MarketStateLimits {
    std::size_t instruments_max = 2'000;  ///< More are counted and left out.
    std::size_t trades_max = 200;         ///< Kept of each instrument.
    std::size_t candles_max = 1'500;      ///< Kept of each timeframe; older ones go.
    std::size_t timeframes_max = 12;      ///< Of each instrument.
};

/// Everything known of one instrument, as it was at one moment: a copy that stays as it is.
struct MarketSnapshot {
    InstrumentId instrument;
    bool is_synthetic = false;
    std::optional<Ticker24h> ticker{};
    std::optional<Quote> quote{};
    BookValidity book_validity = BookValidity::waiting;
    std::optional<BookView> book{};     ///< None unless the book is valid.
    std::vector<MarketTrade> trades{};  ///< Newest first.
    WallTime last_event_time{};
    WallTime last_received_at{};
};

/// The latest of everything per instrument. One thread at a time: readers take copies under the owner's lock.
class MarketState {
  public:
    explicit MarketState(MarketStateLimits limits = {}) : limits_(limits) {}

    /// A FeedState that says connecting or down makes the venue's books invalid.
    void on(const Event& event);

    /// None where nothing was ever heard of the instrument.
    std::optional<MarketSnapshot> snapshot(const InstrumentId& instrument, std::size_t depth) const;

    /// At most `count` bars, the newest, oldest first; the last one may still be forming. Empty where there are none.
    std::vector<CandleUpdate> candles(const InstrumentId& instrument, Timeframe timeframe, std::size_t count) const;

    /// Every instrument heard of, in order.
    std::vector<InstrumentId> instruments() const;

    /// The last word about a venue; none before the first.
    std::optional<FeedState> feed_state(const Venue& venue) const;

    /// Gaps seen in all books of a venue.
    std::uint64_t sequence_gaps(const Venue& venue) const;

    /// Events left out: instruments or timeframes past the limits, bars older than all that are kept.
    std::uint64_t left_out_count() const { return left_out_; }

  private:
    struct Market {
        bool is_synthetic = false;
        std::optional<Ticker24h> ticker{};
        std::optional<Quote> quote{};
        OrderBook book{};
        std::deque<MarketTrade> trades{};  ///< Newest last.
        std::map<Timeframe, std::deque<CandleUpdate>> candles{};
        WallTime last_event_time{};
        WallTime last_received_at{};
    };

    Market* market_of(const InstrumentId& instrument);
    void take(Market& market, const Event& event);
    void take_candle(Market& market, const CandleUpdate& update);
    void on_state(const FeedState& state);

    MarketStateLimits limits_;
    std::map<InstrumentId, Market> markets_;
    std::map<Venue, FeedState> states_;
    std::uint64_t left_out_ = 0;
};

}  // namespace spark::feed
