#pragma once

#include <cstdint>
#include <vector>

#include "engine/feed/events.hpp"

/// Small events for tests: prices and quantities in whole numbers, times in milliseconds.
namespace spark::feed::testing {

inline InstrumentId instrument(const char* venue = "binance", const char* symbol = "BTCUSDT") {
    return {.venue = Venue::parse(venue).value(), .symbol = Symbol::parse(symbol).value()};
}

inline Origin origin(std::int64_t event_ms, std::int64_t received_ms) {
    return {.instrument = instrument(),
            .event_time = wall_time_of_ms(event_ms),
            .received_at = wall_time_of_ms(received_ms),
            .is_synthetic = false};
}
inline Origin origin(std::int64_t event_ms) { return origin(event_ms, event_ms); }

inline Level level(std::int32_t price, std::int32_t quantity) {
    return {.price = Price::of_whole(price), .quantity = Quantity::of_whole(quantity)};
}

inline MarketTrade trade(std::int64_t event_ms, std::int32_t price, std::int32_t quantity = 1) {
    return {.origin = origin(event_ms),
            .trade_id = 1,
            .price = Price::of_whole(price),
            .quantity = Quantity::of_whole(quantity),
            .taker_side = Side::buy};
}

inline BookSnapshot snapshot(std::uint64_t sequence, std::vector<Level> bids, std::vector<Level> asks) {
    return {.origin = origin(0), .sequence = sequence, .bids = std::move(bids), .asks = std::move(asks)};
}

inline BookDelta delta(std::uint64_t first, std::uint64_t last, std::vector<Level> bids, std::vector<Level> asks) {
    return {.origin = origin(0),
            .sequence_first = first,
            .sequence_last = last,
            .bids = std::move(bids),
            .asks = std::move(asks)};
}

inline FeedState state(FeedStatus status, std::int64_t ms, std::int64_t delay_s = 0) {
    return {.venue = Venue::parse("binance").value(),
            .event_time = wall_time_of_ms(ms),
            .received_at = wall_time_of_ms(ms),
            .status = status,
            .delay = std::chrono::seconds{delay_s}};
}

}  // namespace spark::feed::testing
