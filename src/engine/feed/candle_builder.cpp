#include "engine/feed/candle_builder.hpp"

#include <algorithm>
#include <utility>

namespace spark::feed {

CandleBuilder::CandleBuilder(std::vector<Timeframe> timeframes) {
    for (const Timeframe timeframe : timeframes) bars_.push_back({.timeframe = timeframe});
}

void CandleBuilder::resume(const CandleUpdate& forming) {
    const auto bar = std::ranges::find(bars_, forming.timeframe, &Bar::timeframe);
    if (bar == bars_.end() || bar->update || forming.candle.open_time < bar->closed_until) return;
    bar->update = forming;
    bar->update->is_closed = false;
    bar->first_trade = forming.candle.open_time;
    bar->last_trade = forming.candle.open_time;
}

void CandleBuilder::on(const MarketTrade& trade, std::vector<CandleUpdate>& out) {
    for (Bar& bar : bars_) {
        const WallTime open_time = bar.timeframe.bucket_start(trade.origin.event_time);
        if (open_time < bar.closed_until || (bar.update && open_time < bar.update->candle.open_time)) {
            ++late_count_;
            continue;
        }
        if (bar.update && open_time > bar.update->candle.open_time) close(bar, out);
        if (bar.update) {
            extend(bar, trade);
        } else {
            begin(bar, trade, open_time);
        }
        out.push_back(*bar.update);
    }
}

void CandleBuilder::at(WallTime now, std::vector<CandleUpdate>& out) {
    for (Bar& bar : bars_) {
        if (bar.update && bar.update->candle.open_time + bar.timeframe.length() <= now) close(bar, out);
        bar.closed_until = std::max(bar.closed_until, bar.timeframe.bucket_start(now));
    }
}

void CandleBuilder::begin(Bar& bar, const MarketTrade& trade, WallTime open_time) {
    bar.first_trade = trade.origin.event_time;
    bar.last_trade = trade.origin.event_time;
    bar.update = CandleUpdate{.origin = trade.origin,
                              .timeframe = bar.timeframe,
                              .candle = {.open_time = open_time,
                                         .open = trade.price,
                                         .high = trade.price,
                                         .low = trade.price,
                                         .close = trade.price,
                                         .volume = Volume::of_units(trade.quantity.units())},
                              .is_closed = false};
}

void CandleBuilder::extend(Bar& bar, const MarketTrade& trade) {
    Candle& candle = bar.update->candle;
    const WallTime time = trade.origin.event_time;
    candle.high = std::max(candle.high, trade.price);
    candle.low = std::min(candle.low, trade.price);
    candle.volume = Volume::of_units(candle.volume.units() + trade.quantity.units());
    if (time < bar.first_trade) {
        bar.first_trade = time;
        candle.open = trade.price;
    }
    if (time >= bar.last_trade) {
        bar.last_trade = time;
        candle.close = trade.price;
    }
    bar.update->origin = trade.origin;
}

void CandleBuilder::close(Bar& bar, std::vector<CandleUpdate>& out) {
    bar.update->is_closed = true;
    bar.closed_until = bar.update->candle.open_time + bar.timeframe.length();
    out.push_back(*std::exchange(bar.update, std::nullopt));
}

}  // namespace spark::feed
