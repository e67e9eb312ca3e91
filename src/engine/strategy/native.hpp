#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "engine/market/candle_columns.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/domain/fill.hpp"
#include "foundation/domain/trade.hpp"

namespace spark::strategy {

/// Names an order within one run, from 1 on; 0 names none.
using OrderId = std::uint32_t;

/// How much of what, and how far behind: amounts in units of 1e-8, constants.
struct SizeAsked {
    SizeKind kind = SizeKind::units;
    std::int64_t amount = 0;
};
struct TrailAsked {
    LevelKind kind = LevelKind::percent;  ///< percent or distance.
    std::int64_t amount = 0;
};

/// What a strategy asks its desk to work. Prices that the type does not have are not looked at.
struct OrderRequest {
    Side side = Side::buy;
    OrderType type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::gtc;
    std::optional<Quantity> quantity{};  ///< None: sized at the fill by `size`; reduce_only: all that is held.
    std::optional<SizeAsked> size{};     ///< None: the run's size rule.
    Price limit_price{};
    Price stop_price{};
    TrailAsked trail{};                   ///< Of a trailing stop.
    std::uint32_t valid_bars = 0;         ///< Of gtd: bars the order may rest.
    bool post_only = false;               ///< Rejected when it would take on its first bar.
    bool reduce_only = false;             ///< Closes, never opens or turns a position round.
    OrderId parent = 0;                   ///< Rests once that order has begun to fill (bracket).
    std::uint32_t oco_group = 0;          ///< Others of the group are cancelled when one fills; 0: none.
    std::uint32_t replaces_group = 0;     ///< Orders of that group are cancelled once this one opens something.
    TradeExit reason = TradeExit::order;  ///< What a trade that it closes is told to have ended by.
    std::optional<Price> risk_stop{};     ///< What a size by risk is measured against.
};

/// A fill as its strategy hears of it, in the order of the fills.
struct FillReport {
    OrderId order = 0;
    Side side = Side::buy;
    Price price{};
    Quantity quantity{};
    std::size_t bar = 0;
    FillRole role = FillRole::taker;
    bool opened = false;  ///< It opened or added to a position; otherwise it closed one.
    bool whole = false;   ///< Nothing of the order is left.
    TradeExit reason = TradeExit::order;
    Quantity position{};  ///< After this fill; below zero is short.
};

/// What a strategy can see and do. Orders reach the market on the next bar at the earliest (later with latency).
class Desk {
  public:
    virtual ~Desk() = default;

    virtual OrderId submit(const OrderRequest& request) = 0;
    /// Nothing happens when the order is gone.
    virtual void cancel(OrderId order) = 0;
    virtual Quantity position() const = 0;  ///< Below zero is short.
    virtual std::size_t lots() const = 0;   ///< Entries that are open.
    virtual bool is_working(OrderId order) const = 0;
    /// Of the whole account, positions at their last closes. None when it leaves the range.
    virtual std::optional<Notional> equity() const = 0;
    virtual std::size_t working() const = 0;  ///< Orders that can still fill, those on their way too.
};

/// Bars up to the present one: `close(0)` is the bar that just closed, `close(1)` the one before. Asserts that no more
/// than the past is asked for.
class History {
  public:
    History(const market::CandleColumns& candles, std::size_t bar) : candles_(candles), bar_(bar) {}

    std::size_t bar() const { return bar_; }
    std::int64_t open(std::size_t ago = 0) const { return candles_.open[at(ago)]; }
    std::int64_t high(std::size_t ago = 0) const { return candles_.high[at(ago)]; }
    std::int64_t low(std::size_t ago = 0) const { return candles_.low[at(ago)]; }
    std::int64_t close(std::size_t ago = 0) const { return candles_.close[at(ago)]; }

  private:
    std::size_t at(std::size_t ago) const;

    const market::CandleColumns& candles_;
    std::size_t bar_;
};

inline constexpr std::size_t no_bar = std::numeric_limits<std::size_t>::max();

/// A strategy that keeps state and works orders. Called for one instrument, in order of time; decides from what it is
/// given and nothing else, so that the same bars give the same orders.
class Strategy {
  public:
    virtual ~Strategy() = default;

    /// First bar at or after `from` on whose close it wants to be called, as far as it knows now; no_bar: none. Asked
    /// again after every call.
    virtual std::size_t next_close(std::size_t from) = 0;
    virtual void on_close(const History& history, Desk& desk) = 0;
    /// Orders sent from here rest from the next bar on.
    virtual void on_fill(const FillReport& fill, Desk& desk) = 0;
};

}  // namespace spark::strategy
