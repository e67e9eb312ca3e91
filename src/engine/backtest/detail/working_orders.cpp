#include "engine/backtest/detail/working_orders.hpp"

#include <algorithm>
#include <utility>

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
            const auto level = order.best ? trail.level(*order.best, !buys) : std::nullopt;
            order.level = level.value_or(buys ? never_reached_high : never_reached_low);
            break;
        }
    }
}

bool follow(Working& order, std::int64_t high, std::int64_t low) {
    if (!order.is_trailing() || !order.best) return false;
    const std::int64_t best = order.reached_by_fall ? std::max(*order.best, high) : std::min(*order.best, low);
    if (best == *order.best) return false;
    order.best = best;
    set_level(order);
    return true;
}

/// One pass, oldest first: a parent is older than its children, so that a child sees whether its parent stayed.
template <class Predicate>
void WorkingOrders::erase(Predicate leaves) {
    std::size_t kept = 0;
    const auto is_kept = [&](OrderId id) {
        const auto end = orders_.begin() + static_cast<std::ptrdiff_t>(kept);
        const auto found = std::lower_bound(orders_.begin(), end, id,
                                            [](const Working& order, OrderId wanted) { return order.id < wanted; });
        return found != end && found->id == id;
    };
    for (std::size_t index = 0; index < orders_.size(); ++index) {
        const Working& order = orders_[index];
        if (leaves(order) || (order.is_waiting() && !is_kept(order.request.parent))) continue;
        if (kept != index) orders_[kept] = order;
        ++kept;
    }
    if (kept == orders_.size()) return;
    orders_.resize(kept);
    stale_ = true;
}

void WorkingOrders::add(const Working& order) {
    orders_.push_back(order);
    any_children_ |= order.request.parent != 0;
    next_expiry_ = std::min(next_expiry_, order.expires_after);
    stale_ = true;
}

void WorkingOrders::remove(OrderId id) {
    if (any_children_) {
        erase([id](const Working& order) { return order.id == id; });
    } else if (find(id) != nullptr) {
        orders_.erase(orders_.begin() + static_cast<std::ptrdiff_t>(found_));
        stale_ = true;
    }
}

const Working* WorkingOrders::find(OrderId id) const {
    if (found_ < orders_.size() && orders_[found_].id == id) return &orders_[found_];
    const auto found = std::ranges::lower_bound(orders_, id, {}, &Working::id);
    if (found == orders_.end() || found->id != id) return nullptr;
    found_ = static_cast<std::size_t>(found - orders_.begin());
    return &*found;
}

Working* WorkingOrders::find(OrderId id) { return const_cast<Working*>(std::as_const(*this).find(id)); }

void WorkingOrders::fill_group(std::uint32_t group, OrderId filled) {
    if (group == 0) return;
    erase([&](const Working& order) { return order.request.oco_group == group && order.id != filled; });
}

void WorkingOrders::reduce_group(std::uint32_t group, OrderId filled, Quantity part) {
    if (group == 0) return;
    for (Working& order : orders_) {
        if (order.request.oco_group != group || order.id == filled || !order.left) continue;
        order.left = Quantity::of_units(std::max<std::int64_t>(0, order.left->units() - part.units()));
    }
    erase([&](const Working& order) {
        return order.request.oco_group == group && order.id != filled && order.left && order.left->units() == 0;
    });
}

void WorkingOrders::drop_children() {
    const auto protects = [](const Working& order) {
        return order.request.parent != 0 && order.request.reduce_only && !order.is_waiting();
    };
    const bool any = std::ranges::any_of(orders_, protects);
    if (!any) return;
    std::vector<OrderId> entries;
    for (const Working& order : orders_) {
        if (protects(order)) entries.push_back(order.request.parent);
    }
    erase([&](const Working& order) {
        return protects(order) || (order.has_begun && std::ranges::find(entries, order.id) != entries.end());
    });
}

void WorkingOrders::drop_at_once(std::size_t bar, bool limits_only) {
    erase([&](const Working& order) {
        return order.is_at_once() && order.is_active(bar) && (order.is_limit() || !limits_only);
    });
}

void WorkingOrders::expire_after(Working& order, std::size_t bar) {
    order.expires_after = std::min(order.expires_after, bar);
    next_expiry_ = std::min(next_expiry_, bar);
}

void WorkingOrders::expire(std::size_t bar) {
    if (next_expiry_ >= bar) return;
    erase([bar](const Working& order) { return order.expires_after < bar; });
    next_expiry_ = strategy::no_bar;
    for (const Working& order : orders_) next_expiry_ = std::min(next_expiry_, order.expires_after);
}

void WorkingOrders::refresh(std::size_t bar) {
    // Between two changes only the activations make a difference.
    if (!stale_ && stale_from_ < bar && next_activation_ > bar) {
        stale_from_ = bar;
        return;
    }
    stale_ = false;
    stale_from_ = bar;
    low_level_ = never_reached_low;
    high_level_ = never_reached_high;
    immediate_ = false;
    trailing_ = false;
    unplaced_ = false;
    next_activation_ = strategy::no_bar;
    for (const Working& order : orders_) {
        if (order.active_from > bar) {
            next_activation_ = std::min(next_activation_, order.active_from);
            continue;
        }
        immediate_ |= order.is_market() || order.is_at_once();
        if (order.is_market()) continue;
        if (order.reached_by_fall)
            low_level_ = std::max(low_level_, order.level);
        else
            high_level_ = std::min(high_level_, order.level);
        if (!order.is_trailing()) continue;
        trailing_ = true;
        // A better price than the best one moves it: that is an event too.
        unplaced_ |= !order.best;
        if (order.best && order.reached_by_fall)
            high_level_ = std::min(high_level_, *order.best + 1);
        else if (order.best)
            low_level_ = std::max(low_level_, *order.best - 1);
    }
}

std::size_t WorkingOrders::next_event(const market::CandleColumns& candles, std::size_t from, std::size_t end,
                                      std::int64_t extra_low, std::int64_t extra_high) {
    if (orders_.empty() && extra_low == never_reached_low && extra_high == never_reached_high) return end;
    if (stale_ || stale_from_ != from) refresh(from);
    if (immediate_ || unplaced_) return std::min(from, end);
    const std::size_t until = std::min(end, next_activation_);
    return first_touch(candles, from, until, std::max(low_level_, extra_low), std::min(high_level_, extra_high));
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
