#include "engine/feed/market_state.hpp"

#include <algorithm>

namespace spark::feed {

namespace {

WallTime open_time_of(const CandleUpdate& update) { return update.candle.open_time; }

}  // namespace

void MarketState::on(const Event& event) {
    if (const auto* state = std::get_if<FeedState>(&event)) {
        on_state(*state);
        return;
    }
    Market* market = market_of(*instrument_of(event));
    if (market == nullptr) {
        ++left_out_;
        return;
    }
    market->is_synthetic = is_synthetic(event);
    market->last_event_time = std::max(market->last_event_time, event_time_of(event));
    market->last_received_at = std::max(market->last_received_at, received_at_of(event));
    take(*market, event);
}

MarketState::Market* MarketState::market_of(const InstrumentId& instrument) {
    const auto found = markets_.find(instrument);
    if (found != markets_.end()) return &found->second;
    if (markets_.size() >= limits_.instruments_max) return nullptr;
    return &markets_[instrument];
}

void MarketState::take(Market& market, const Event& event) {
    if (const auto* trade = std::get_if<MarketTrade>(&event)) {
        market.trades.push_back(*trade);
        if (market.trades.size() > limits_.trades_max) market.trades.pop_front();
    } else if (const auto* quote = std::get_if<Quote>(&event)) {
        market.quote = *quote;
    } else if (const auto* ticker = std::get_if<Ticker24h>(&event)) {
        market.ticker = *ticker;
    } else if (const auto* candle = std::get_if<CandleUpdate>(&event)) {
        take_candle(market, *candle);
    } else if (const auto* book = std::get_if<BookSnapshot>(&event)) {
        market.book.apply(*book);
    } else if (const auto* delta = std::get_if<BookDelta>(&event)) {
        market.book.apply(*delta);
    }
}

void MarketState::take_candle(Market& market, const CandleUpdate& update) {
    const bool is_new = !market.candles.contains(update.timeframe);
    if (is_new && market.candles.size() >= limits_.timeframes_max) {
        ++left_out_;
        return;
    }
    std::deque<CandleUpdate>& bars = market.candles[update.timeframe];
    const auto place = std::ranges::lower_bound(bars, open_time_of(update), {}, open_time_of);
    if (place != bars.end() && open_time_of(*place) == open_time_of(update)) {
        // A closed bar is final: an open one of the same time that comes after it is late.
        if (!place->is_closed || update.is_closed) *place = update;
        return;
    }
    if (place == bars.begin() && bars.size() >= limits_.candles_max) {
        ++left_out_;
        return;
    }
    bars.insert(place, update);
    if (bars.size() > limits_.candles_max) bars.pop_front();
}

void MarketState::on_state(const FeedState& state) {
    states_.insert_or_assign(state.venue, state);
    if (state.status != FeedStatus::connecting && state.status != FeedStatus::down) return;
    for (auto& [instrument, market] : markets_) {
        if (instrument.venue == state.venue) market.book.reset();
    }
}

std::optional<MarketSnapshot> MarketState::snapshot(const InstrumentId& instrument, std::size_t depth) const {
    const auto found = markets_.find(instrument);
    if (found == markets_.end()) return std::nullopt;
    const Market& market = found->second;
    return MarketSnapshot{.instrument = instrument,
                          .is_synthetic = market.is_synthetic,
                          .ticker = market.ticker,
                          .quote = market.quote,
                          .book_validity = market.book.validity(),
                          .book = market.book.top(depth),
                          .trades = {market.trades.rbegin(), market.trades.rend()},
                          .last_event_time = market.last_event_time,
                          .last_received_at = market.last_received_at};
}

std::vector<CandleUpdate> MarketState::candles(const InstrumentId& instrument, Timeframe timeframe,
                                               std::size_t count) const {
    const auto found = markets_.find(instrument);
    if (found == markets_.end()) return {};
    const auto series = found->second.candles.find(timeframe);
    if (series == found->second.candles.end()) return {};
    const std::deque<CandleUpdate>& bars = series->second;
    const auto taken = static_cast<std::ptrdiff_t>(std::min(count, bars.size()));
    return {bars.end() - taken, bars.end()};
}

std::vector<InstrumentId> MarketState::instruments() const {
    std::vector<InstrumentId> all;
    for (const auto& [instrument, market] : markets_) all.push_back(instrument);
    return all;
}

std::optional<FeedState> MarketState::feed_state(const Venue& venue) const {
    const auto found = states_.find(venue);
    return found == states_.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t MarketState::sequence_gaps(const Venue& venue) const {
    std::uint64_t sum = 0;
    for (const auto& [instrument, market] : markets_) {
        if (instrument.venue == venue) sum += market.book.gap_count();
    }
    return sum;
}

}  // namespace spark::feed
