#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/strategy/native.hpp"

namespace spark::backtest::detail {

inline constexpr std::int64_t never_reached_low = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t never_reached_high = std::numeric_limits<std::int64_t>::max();

/// An order at the market: what was asked for, and what has become of it.
struct Working {
    strategy::OrderId id = 0;
    std::int64_t level = 0;        ///< Price that fills or triggers it; market orders have none.
    std::size_t active_from = 0;   ///< First bar it can fill on; no_bar: waits for its parent.
    bool reached_by_fall = false;  ///< Filled or triggered when the price comes down to the level, else up to it.
    bool born_inside = false;      ///< Its parent filled within this very bar, after the open.
    bool has_begun = false;        ///< A part of it is filled.
    strategy::OrderRequest request{};
    std::size_t rests_from = 0;  ///< First bar it was at the market.
    std::size_t expires_after = strategy::no_bar;
    std::optional<Quantity> left{};      ///< None: not sized yet, or all that is held.
    std::optional<std::int64_t> best{};  ///< Best price since it rests, of a trailing stop.

    bool is_market() const { return request.type == OrderType::market; }
    bool is_limit() const { return request.type == OrderType::limit; }
    bool is_trailing() const { return request.type == OrderType::trailing_stop; }
    bool is_waiting() const { return active_from == strategy::no_bar; }
    /// Gone after the first price it meets, filled or not; one with a stop price, once it is triggered.
    bool is_at_once() const {
        return (is_market() || is_limit()) &&
               (request.time_in_force == TimeInForce::ioc || request.time_in_force == TimeInForce::fok);
    }
    /// In the book before `bar`, or the child of a bracket: it makes where it fills at its limit.
    bool rested(std::size_t bar) const { return request.parent != 0 || rests_from < bar; }
    bool is_active(std::size_t bar) const { return active_from <= bar; }
    /// Whether it fills against the position it protects: a stop of any kind.
    bool is_stop() const {
        return request.type == OrderType::stop || request.type == OrderType::stop_limit || is_trailing();
    }
};

/// Level and direction of a request that has a price; a trailing stop has no level before it has a best price.
void set_level(Working& order);
/// Moves a trailing stop behind the best price seen; whether it moved. Nothing for others.
bool follow(Working& order, std::int64_t high, std::int64_t low);

/// The orders one book has at the market, by id. Knows levels and lifetimes, not money. An order that leaves takes the
/// children that wait for it along.
class WorkingOrders {
  public:
    std::vector<Working>& all() { return orders_; }
    const std::vector<Working>& all() const { return orders_; }
    bool empty() const { return orders_.empty(); }

    void add(const Working& order);
    void remove(strategy::OrderId id);
    Working* find(strategy::OrderId id);
    const Working* find(strategy::OrderId id) const;
    std::size_t size() const { return orders_.size(); }
    /// Cancels the others of the group.
    void fill_group(std::uint32_t group, strategy::OrderId filled);
    /// Takes a part that one of a group closed off the others that close a quantity of their own.
    void reduce_group(std::uint32_t group, strategy::OrderId filled, Quantity part);
    /// Nothing is left to protect: cancels brackets' protective orders, and what is left of their entries.
    void drop_children();
    /// Cancels active orders that do not rest; with `limits_only`, market orders stay.
    void drop_at_once(std::size_t bar, bool limits_only);
    void expire(std::size_t bar);
    void expire_after(Working& order, std::size_t bar);
    /// Call after a change made through all() or find().
    void changed() { stale_ = true; }

    /// First bar at or after `from`, before `end`, on which an order could fill, become active or trail; `end` when
    /// there is none. `extra_low` and `extra_high` are further levels to look out for.
    std::size_t next_event(const market::CandleColumns& candles, std::size_t from, std::size_t end,
                           std::int64_t extra_low, std::int64_t extra_high);
    /// Whether a price within [low, high] on `bar` could reach an order with a level.
    bool may_reach(std::size_t bar, std::int64_t low, std::int64_t high) {
        if (stale_ || stale_from_ != bar) refresh(bar);
        return low <= low_level_ || high >= high_level_;
    }
    /// Whether a market order, or one that does not rest, is active on `bar`.
    bool has_immediate(std::size_t bar) {
        if (stale_ || stale_from_ != bar) refresh(bar);
        return immediate_;
    }

    /// Whether a trailing stop is active on `bar`.
    bool has_trailing(std::size_t bar) {
        if (stale_ || stale_from_ != bar) refresh(bar);
        return trailing_;
    }

  private:
    template <class Predicate>
    void erase(Predicate leaves);
    void refresh(std::size_t bar);

    std::vector<Working> orders_;
    mutable std::size_t found_ = 0;  ///< Where the last search ended: the next one is mostly for the same order.
    bool any_children_ = false;      ///< An order with a parent has ever been added.
    bool stale_ = true;
    std::size_t stale_from_ = 0;                    ///< Bar of the last refresh.
    std::int64_t low_level_ = never_reached_low;    ///< Highest level of those reached by a fall.
    std::int64_t high_level_ = never_reached_high;  ///< Lowest level of those reached by a rise.
    bool immediate_ = false;                        ///< A market order, or one that does not rest, is active.
    bool trailing_ = false;                         ///< A trailing stop is active.
    bool unplaced_ = false;                         ///< A trailing stop has no level yet.
    std::size_t next_activation_ = strategy::no_bar;
    std::size_t next_expiry_ = strategy::no_bar;  ///< No order expires after an earlier bar.
};

/// First bar in [from, end) whose low is at or under `low_level` or whose high is at or over `high_level`; else end.
std::size_t first_touch(const market::CandleColumns& candles, std::size_t from, std::size_t end, std::int64_t low_level,
                        std::int64_t high_level);

}  // namespace spark::backtest::detail
