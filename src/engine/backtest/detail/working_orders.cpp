#include "engine/backtest/detail/working_orders.hpp"

#include <algorithm>

#include "engine/backtest/detail/levels.hpp"

namespace spark::backtest::detail {

using strategy::OrderId;

void set_level(Working& order) {
    const strategy::OrderRequest& request = order.request;
    const bool buys = request.side == Side::buy;
    switch (request.type) {
        case OrderType::market: break;
        case OrderType::limit:
            order.level = request.limit_price.units();
            order.reached_by_fall = buys;
            break;
        case OrderType::stop:
        case OrderType::stop_limit:
            order.level = request.stop_price.units();
            order.reached_by_fall = !buys;
            break;
        case OrderType::take_profit:
        case OrderType::take_profit_limit:
            order.level = request.stop_price.units();
            order.reached_by_fall = buys;
            break;
        case OrderType::trailing_stop: {
            order.reached_by_fall = !buys;
            const Trail trail{request.trail.kind, request.trail.amount};
            order.level = trail.level(order.best, !buys).value_or(buys ? never_reached_high : never_reached_low);
            break;
        }
    }
}

void follow(Working& order, std::int64_t high, std::int64_t low) {
    if (order.request.type != OrderType::trailing_stop) return;
    order.best = order.reached_by_fall ? std::max(order.best, high) : std::min(order.best, low);
    set_level(order);
}

void WorkingOrders::add(Working order) {
    orders_.push_back(std::move(order));
    stale_ = true;
}

void WorkingOrders::remove(OrderId id) {
    stale_ = std::erase_if(orders_, [id](const Working& order) { return order.id == id; }) > 0 || stale_;
}

Working* WorkingOrders::find(OrderId id) {
    const auto found = std::ranges::lower_bound(orders_, id, {}, &Working::id);
    return found == orders_.end() || found->id != id ? nullptr : &*found;
}

void WorkingOrders::fill_group(std::uint32_t group, OrderId filled) {
    if (group == 0) return;
    std::erase_if(orders_,
                  [&](const Working& order) { return order.request.oco_group == group && order.id != filled; });
    stale_ = true;
}

void WorkingOrders::drop_children() {
    std::erase_if(orders_, [](const Working& order) {
        return order.request.parent != 0 && order.request.reduce_only && order.active_from != strategy::no_bar;
    });
    stale_ = true;
}

void WorkingOrders::expire(std::size_t bar) {
    stale_ = std::erase_if(orders_, [bar](const Working& order) { return order.expires_after < bar; }) > 0 || stale_;
}

void WorkingOrders::refresh(std::size_t bar) {
    stale_ = false;
    low_level_ = never_reached_low;
    high_level_ = never_reached_high;
    every_bar_ = false;
    next_activation_ = strategy::no_bar;
    for (const Working& order : orders_) {
        if (order.active_from == strategy::no_bar) continue;
        if (order.active_from > bar) {
            next_activation_ = std::min(next_activation_, order.active_from);
            continue;
        }
        every_bar_ |= order.is_market() || order.is_at_once() || order.request.type == OrderType::trailing_stop;
        if (order.is_market()) continue;
        if (order.reached_by_fall)
            low_level_ = std::max(low_level_, order.level);
        else
            high_level_ = std::min(high_level_, order.level);
    }
}

std::size_t WorkingOrders::next_event(const market::CandleColumns& candles, std::size_t from, std::size_t end,
                                      std::int64_t extra_low, std::int64_t extra_high) {
    if (orders_.empty() && extra_low == never_reached_low && extra_high == never_reached_high) return end;
    if (stale_ || next_activation_ <= from) refresh(from);
    if (every_bar_) return std::min(from, end);
    const std::size_t until = std::min(end, next_activation_);
    const std::size_t touch =
        first_touch(candles, from, until, std::max(low_level_, extra_low), std::min(high_level_, extra_high));
    return touch;
}

std::size_t first_touch(const market::CandleColumns& candles, std::size_t from, std::size_t end, std::int64_t low_level,
                        std::int64_t high_level) {
    const std::int64_t* const low = candles.low.data();
    const std::int64_t* const high = candles.high.data();
    constexpr std::size_t block = 8;
    std::size_t bar = from;
    // Blocks first: one branch for eight bars.
    for (; bar + block <= end; bar += block) {
        bool touched = false;
        for (std::size_t lane = 0; lane < block; ++lane)
            touched |= (low[bar + lane] <= low_level) | (high[bar + lane] >= high_level);
        if (touched) break;
    }
    for (; bar < end; ++bar) {
        if (low[bar] <= low_level || high[bar] >= high_level) return bar;
    }
    return end;
}

}  // namespace spark::backtest::detail
