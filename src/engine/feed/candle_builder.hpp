#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/feed/events.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::feed {

/// Candles of several timeframes from one instrument's trades: exact prices and volumes, on the UTC grid of Timeframe.
/// A bar closes when the first trade of a later bar comes or when `at` is told that its time is over; a bucket without
/// trades makes no bar. Inside a bar, open and close are the trades that are first and last by the venue's time (of
/// equal times the one that came first and last). A trade of a bar that is closed is counted and not applied.
class CandleBuilder {
  public:
    explicit CandleBuilder(std::vector<Timeframe> timeframes);

    /// Goes on with a bar that history has begun: its prices and volume count as trades before all that follow. Does
    /// nothing for a timeframe the builder does not make, or one that has a bar already.
    void resume(const CandleUpdate& forming);

    /// Appends to `out` what the trade does: a closed bar before an open one, timeframe by timeframe.
    void on(const MarketTrade& trade, std::vector<CandleUpdate>& out);

    /// Appends the bars that are over at this venue time.
    void at(WallTime now, std::vector<CandleUpdate>& out);

    /// Trades that came after their bar had closed, summed over the timeframes.
    std::uint64_t late_count() const { return late_count_; }

  private:
    struct Bar {
        Timeframe timeframe;
        std::optional<CandleUpdate> update{};  ///< The forming bar.
        WallTime first_trade{};
        WallTime last_trade{};
        WallTime closed_until = WallTime::min();  ///< Everything before it is over.
    };

    static void begin(Bar& bar, const MarketTrade& trade, WallTime open_time);
    static void extend(Bar& bar, const MarketTrade& trade);
    static void close(Bar& bar, std::vector<CandleUpdate>& out);

    std::vector<Bar> bars_;
    std::uint64_t late_count_ = 0;
};

}  // namespace spark::feed
