#include "adapters/synthetic/detail/live_instrument.hpp"

#include <algorithm>
#include <cmath>

namespace spark::synthetic::detail {

namespace {

constexpr double trade_share = 0.45;
constexpr double taken_share = 0.6;  ///< Of a level's mean quantity, by the usual taker.

bool same_best(const feed::Quote& a, const feed::Quote& b) {
    return a.bid == b.bid && a.ask == b.ask && a.bid_quantity == b.bid_quantity && a.ask_quantity == b.ask_quantity;
}

}  // namespace

LiveInstrument::LiveInstrument(const InstrumentRow& row, InstrumentId instrument, const History& history, Rng rng)
    : row_(row),
      instrument_(std::move(instrument)),
      rng_(rng),
      book_(row),
      candles_(timeframes()),
      forming_(made_timeframes.size()),
      day_(history.day),
      last_(history.last) {
    for (const feed::CandleUpdate& update : history.forming) candles_.resume(update);
}

std::chrono::nanoseconds LiveInstrument::wait(double events_per_second) {
    return std::chrono::nanoseconds{1 + std::llround(rng_.exponential() / events_per_second * 1e9)};
}

WallTime LiveInstrument::rising(WallTime event_time) {
    event_time_last_ = std::max(event_time_last_, event_time);
    return event_time_last_;
}

void LiveInstrument::act(double log_price, double level, const feed::Origin& origin, Events& out) {
    if (rng_.chance(trade_share)) {
        trade(level, origin, out);
    } else {
        book_.requote(log_price, rng_);
    }
    if (row_.is_numbered) tell_changes(origin, out);
    tell_quote(origin, out);
}

void LiveInstrument::trade(double level, const feed::Origin& origin, Events& out) {
    const Side side = rng_.chance(0.5) ? Side::buy : Side::sell;
    const double lots = rng_.exponential() * taken_share * level * static_cast<double>(row_.level_lots_mean);
    std::vector<feed::CandleUpdate> updates;
    for (const auto& [price, quantity] : book_.take(side, 1 + std::llround(lots))) {
        const feed::MarketTrade one{
            .origin = origin, .trade_id = ++trade_id_, .price = price, .quantity = quantity, .taker_side = side};
        last_ = price;
        candles_.on(one, updates);
        out.emplace_back(one);
    }
    take_bars(updates, origin.received_at, out);
}

void LiveInstrument::take_bars(std::vector<feed::CandleUpdate>& updates, WallTime received_at, Events& out) {
    for (feed::CandleUpdate& update : updates) {
        update.origin.received_at = received_at;
        const auto place =
            std::ranges::find(made_timeframes, update.timeframe.length().count(), &MadeTimeframe::seconds);
        auto& forming = forming_[static_cast<std::size_t>(place - made_timeframes.begin())];
        if (!update.is_closed) {
            forming = std::move(update);
            continue;
        }
        forming.reset();
        if (update.timeframe.length() == std::chrono::seconds{made_timeframes.front().seconds}) {
            day_.push_back(update.candle);
        }
        out.emplace_back(std::move(update));
    }
    updates.clear();
}

void LiveInstrument::tell_changes(const feed::Origin& origin, Events& out) {
    MakerBook::Changes changes = book_.take_changes();
    if (changes.size() == 0) return;
    const std::uint64_t first = sequence_ + 1;
    sequence_ += changes.size();
    if (loses_change_) {
        loses_change_ = false;
        return;
    }
    out.emplace_back(feed::BookDelta{.origin = origin,
                                     .sequence_first = first,
                                     .sequence_last = sequence_,
                                     .bids = std::move(changes.bids),
                                     .asks = std::move(changes.asks)});
}

void LiveInstrument::tell_quote(const feed::Origin& origin, Events& out) {
    const auto bid = book_.best_bid();
    const auto ask = book_.best_ask();
    if (!bid || !ask) return;
    const feed::Quote quote{.origin = origin,
                            .bid = bid->price,
                            .bid_quantity = bid->quantity,
                            .ask = ask->price,
                            .ask_quantity = ask->quantity};
    if (quote_told_ && same_best(*quote_told_, quote)) return;
    quote_told_ = quote;
    out.emplace_back(quote);
}

void LiveInstrument::tell_book(double log_price, const feed::Origin& origin, Events& out) {
    if (!book_.best_bid()) book_.requote(log_price, rng_);
    // A snapshot holds the changes nobody was told of yet: they get numbers all the same.
    sequence_ += book_.take_changes().size();
    feed::BookSnapshot snapshot{.origin = origin, .sequence = {}, .bids = book_.bids(), .asks = book_.asks()};
    if (row_.is_numbered) snapshot.sequence = sequence_;
    out.emplace_back(std::move(snapshot));
}

feed::Ticker24h LiveInstrument::ticker(const feed::Origin& origin) {
    while (!day_.empty() && day_.front().open_time < origin.event_time - std::chrono::hours{24}) day_.pop_front();
    feed::Ticker24h ticker{.origin = origin, .last = last_, .open = last_, .high = last_, .low = last_, .volume = {}};
    if (!day_.empty()) ticker.open = day_.front().open;
    Int128 volume = 0;
    const auto add = [&](const Candle& candle) {
        ticker.high = std::max(ticker.high, candle.high);
        ticker.low = std::min(ticker.low, candle.low);
        volume += candle.volume.units();
    };
    for (const Candle& candle : day_) add(candle);
    if (forming_.front()) add(forming_.front()->candle);
    ticker.volume = Volume::of_units(volume);
    return ticker;
}

void LiveInstrument::tick(const feed::Origin& origin, WallTime closed_until, bool trades_now, Events& out) {
    std::vector<feed::CandleUpdate> updates;
    candles_.at(closed_until, updates);
    take_bars(updates, origin.received_at, out);
    if (!trades_now) return;
    for (const auto& forming : forming_) {
        if (!forming) continue;
        feed::CandleUpdate update = *forming;
        update.origin.received_at = origin.received_at;
        out.emplace_back(std::move(update));
    }
    out.emplace_back(ticker(origin));
    if (!row_.is_numbered && book_.best_bid()) {
        out.emplace_back(
            feed::BookSnapshot{.origin = origin, .sequence = {}, .bids = book_.bids(), .asks = book_.asks()});
    }
}

}  // namespace spark::synthetic::detail
