#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/wall_time.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/candle.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/order.hpp"
#include "foundation/domain/timeframe.hpp"

/// Live market data as every venue's adapter tells it and every reader hears it.
namespace spark::feed {

/// Where an event comes from, and when. What a generator made says so in every event.
struct Origin {
    InstrumentId instrument;
    WallTime event_time;   ///< The venue's; where a venue sends none, our own receive time.
    WallTime received_at;  ///< Ours.
    bool is_synthetic = false;

    bool operator==(const Origin&) const = default;
};

/// One execution on the venue. Not spark::Trade, which is a position of ours from its opening to its end.
struct MarketTrade {
    Origin origin;
    std::uint64_t trade_id = 0;  ///< The venue's; rises within an instrument.
    Price price;
    Quantity quantity;
    Side taker_side = Side::buy;

    bool operator==(const MarketTrade&) const = default;
};

/// Best bid and best ask.
struct Quote {
    Origin origin;
    Price bid;
    Quantity bid_quantity;
    Price ask;
    Quantity ask_quantity;

    bool operator==(const Quote&) const = default;
};

/// What rests at one price.
struct Level {
    Price price;
    Quantity quantity;

    bool operator==(const Level&) const = default;
};

/// A whole book. `sequence`: of the last change in it; none where the venue numbers nothing and only sends whole books.
struct BookSnapshot {
    Origin origin;
    std::optional<std::uint64_t> sequence;
    std::vector<Level> bids;  ///< In any order.
    std::vector<Level> asks;

    bool operator==(const BookSnapshot&) const = default;
};

/// Changes first to last of a book: new absolute quantities, 0 removes the level.
struct BookDelta {
    Origin origin;
    std::uint64_t sequence_first = 0;
    std::uint64_t sequence_last = 0;
    std::vector<Level> bids;
    std::vector<Level> asks;

    bool operator==(const BookDelta&) const = default;
};

/// A bar that is still forming, or one that is over.
struct CandleUpdate {
    Origin origin;
    Timeframe timeframe;
    Candle candle;
    bool is_closed = false;

    bool operator==(const CandleUpdate&) const = default;
};

/// The last 24 hours in one line.
struct Ticker24h {
    Origin origin;
    Price last;
    Price open;  ///< 24 hours before.
    Price high;
    Price low;
    Volume volume;  ///< In base units.

    bool operator==(const Ticker24h&) const = default;
};

/// delayed: data arrives, later than it happened by the venue's rule; never shown as live. stale: connected, but silent
/// for too long. closed: the venue does not trade now, silence is right.
enum class FeedStatus : std::uint8_t { connecting, live, delayed, stale, down, closed };

/// Where a venue with sessions stands: order collection, continuous trading, the closing auction.
enum class SessionPhase : std::uint8_t { opening, continuous, closing, closed };

std::string_view to_text(FeedStatus status);
std::string_view to_text(SessionPhase phase);

/// The state of a venue's feed has changed.
struct FeedState {
    Venue venue;
    WallTime event_time;
    WallTime received_at;
    bool is_synthetic = false;
    FeedStatus status = FeedStatus::connecting;
    std::optional<SessionPhase> phase{};  ///< None for venues that never close.
    std::chrono::seconds delay{0};        ///< By which the venue's data is held back.
    std::string reason{};                 ///< For people: "session ends", "connection reset".

    bool operator==(const FeedState&) const = default;
};

using Event = std::variant<MarketTrade, Quote, BookSnapshot, BookDelta, CandleUpdate, Ticker24h, FeedState>;

/// Who hears events. Called in order, by one thread at a time for each venue; must not block.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

/// What every event has, whatever it is. References into the event.
const Venue& venue_of(const Event& event);
WallTime event_time_of(const Event& event);
WallTime received_at_of(const Event& event);
bool is_synthetic(const Event& event);
/// Nullptr for a FeedState, which speaks of a whole venue.
const InstrumentId* instrument_of(const Event& event);

/// Sets our receive time: the thread that took the event from its source knows it best.
void set_received_at(Event& event, WallTime received_at);

}  // namespace spark::feed
