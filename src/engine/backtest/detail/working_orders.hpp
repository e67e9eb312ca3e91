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
    strategy::OrderRequest request{};
    std::int64_t level = 0;        ///< Price that fills or triggers it; market orders have none.
    bool reached_by_fall = false;  ///< Filled or triggered when the price comes down to the level, else up to it.
    std::size_t active_from = 0;   ///< First bar it can fill on; no_bar: waits for its parent.
    std::size_t expires_after = strategy::no_bar;
    std::optional<Quantity> left{};  ///< None: not sized yet, or all that is held.
    std::int64_t best = 0;           ///< Best price since it rests, of a trailing stop.
    bool born_inside = false;        ///< Its parent filled within this very bar, after the open.

    bool is_market() const { return request.type == OrderType::market; }
    bool is_limit() const { return request.type == OrderType::limit; }
    /// Gone after the open of its first bar, filled or not.
    bool is_at_once() const {
        return request.time_in_force == TimeInForce::ioc || request.time_in_force == TimeInForce::fok;
    }
    /// In the book before `bar`, or the child of a bracket: it makes where it fills at its limit.
    bool rested(std::size_t bar) const { return request.parent != 0 || active_from < bar; }
    bool is_active(std::size_t bar) const { return active_from <= bar; }
    /// Whether it fills against the position it protects: a stop of any kind.
    bool is_stop() const {
        return request.type == OrderType::stop || request.type == OrderType::stop_limit ||
               request.type == OrderType::trailing_stop;
    }
};

/// Level and direction of a request that has a price; a trailing stop gets its level when it begins to rest.
void set_level(Working& order);
/// Moves a trailing stop behind the best price seen; nothing for others.
void follow(Working& order, std::int64_t high, std::int64_t low);

/// The orders one book has at the market, by id. Knows levels and lifetimes, not money.
class WorkingOrders {
  public:
    std::vector<Working>& all() { return orders_; }
    const std::vector<Working>& all() const { return orders_; }
    bool empty() const { return orders_.empty(); }

    void add(Working order);
    void remove(strategy::OrderId id);
    Working* find(strategy::OrderId id);
    /// Cancels the others of the group.
    void fill_group(std::uint32_t group, strategy::OrderId filled);
    /// Cancels brackets' protective orders: nothing is left to protect.
    void drop_children();
    void expire(std::size_t bar);
    /// Call after a change made through all() or find().
    void changed() { stale_ = true; }

    /// First bar at or after `from`, before `end`, on which an order could fill, become active or trail; `end` when
    /// there is none. `extra_low` and `extra_high` are further levels to look out for.
    std::size_t next_event(const market::CandleColumns& candles, std::size_t from, std::size_t end,
                           std::int64_t extra_low, std::int64_t extra_high);

  private:
    void refresh(std::size_t bar);

    std::vector<Working> orders_;
    bool stale_ = true;
    std::int64_t low_level_ = never_reached_low;    ///< Highest level of those reached by a fall.
    std::int64_t high_level_ = never_reached_high;  ///< Lowest level of those reached by a rise.
    bool every_bar_ = false;                        ///< A market order waits or a stop trails.
    std::size_t next_activation_ = strategy::no_bar;
};

/// First bar in [from, end) whose low is at or under `low_level` or whose high is at or over `high_level`; else end.
std::size_t first_touch(const market::CandleColumns& candles, std::size_t from, std::size_t end, std::int64_t low_level,
                        std::int64_t high_level);

}  // namespace spark::backtest::detail
