#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "adapters/synthetic/detail/history.hpp"
#include "adapters/synthetic/detail/maker_book.hpp"
#include "adapters/synthetic/options.hpp"
#include "engine/feed/candle_builder.hpp"
#include "engine/feed/events.hpp"
#include "foundation/base/rng.hpp"

namespace spark::synthetic::detail {

/// One instrument's side of the made-up venue: its book, trades, bars and 24 hours, and what of it is told.
class LiveInstrument {
  public:
    using Events = std::vector<feed::Event>;

    LiveInstrument(const InstrumentRow& row, InstrumentId instrument, const History& history, Rng rng);

    /// Time to the next thing that happens, exponential around 1 / rate.
    std::chrono::nanoseconds wait(double events_per_second);

    /// A trade, or makers who change their minds, and what follows from it.
    void act(double log_price, double level, const feed::Origin& origin, Events& out);
    /// Once a second: forming bars, ticker, and the whole book where the venue numbers nothing. Bars end by
    /// `closed_until`, the venue's time before which no more trades come.
    void tick(const feed::Origin& origin, WallTime closed_until, bool trades_now, Events& out);
    /// The whole book; makers quote first where nobody has yet.
    void tell_book(double log_price, const feed::Origin& origin, Events& out);
    /// The next change of the book is lost on its way.
    void lose_next_change() { loses_change_ = row_.is_numbered; }

    const InstrumentRow& row() const { return row_; }
    const InstrumentId& instrument() const { return instrument_; }
    /// The venue's time of an event never goes back within an instrument.
    WallTime rising(WallTime event_time);
    Rng& rng() { return rng_; }

  private:
    void trade(double level, const feed::Origin& origin, Events& out);
    void tell_changes(const feed::Origin& origin, Events& out);
    void tell_quote(const feed::Origin& origin, Events& out);
    void take_bars(std::vector<feed::CandleUpdate>& updates, WallTime received_at, Events& out);
    feed::Ticker24h ticker(const feed::Origin& origin);

    const InstrumentRow& row_;
    InstrumentId instrument_;
    Rng rng_;
    MakerBook book_;
    feed::CandleBuilder candles_;
    std::vector<std::optional<feed::CandleUpdate>> forming_;  ///< By made timeframe; told once a second.
    std::deque<Candle> day_;
    Price last_;
    std::uint64_t trade_id_ = 0;
    std::uint64_t sequence_ = 1'000;
    std::optional<feed::Quote> quote_told_;
    WallTime event_time_last_{};
    bool loses_change_ = false;
};

}  // namespace spark::synthetic::detail
