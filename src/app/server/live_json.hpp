#pragma once

#include <cstddef>
#include <vector>

#include "adapters/synthetic/options.hpp"
#include "engine/feed/events.hpp"
#include "engine/feed/health.hpp"
#include "engine/feed/market_state.hpp"
#include "foundation/wire/json.hpp"

/// Live market data as the API and the event stream say it. Prices and quantities are exact decimal text; times are
/// milliseconds since 1970. Each document says `synthetic`.
namespace spark::server {

/// Last price, the last 24 hours, best bid and ask; null what is not known. `hops`: when the venue said the newest of
/// it, when it came in, and when it was written here.
wire::Json ticker_json(const feed::MarketSnapshot& market, WallTime now);
/// The levels of the snapshot's book, or why there are none.
wire::Json book_json(const feed::MarketSnapshot& market, WallTime now);
wire::Json trade_json(const feed::MarketTrade& trade);
wire::Json candle_json(const feed::CandleUpdate& update);
/// One venue's feed: state, drift, age, reconnects, gaps, messages.
wire::Json feed_json(const feed::HealthReport& report);
/// What the feed of a venue has become.
wire::Json feed_change_json(const feed::FeedState& state);
/// Tick, lot and least notional of an instrument.
wire::Json rules_json(const synthetic::InstrumentRow& row);

}  // namespace spark::server
