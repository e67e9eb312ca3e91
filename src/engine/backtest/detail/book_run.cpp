#include "engine/backtest/detail/book_run.hpp"

#include <algorithm>

#include "engine/backtest/detail/levels.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest::detail {

using strategy::FillReport;
using strategy::no_bar;
using strategy::OrderId;
using strategy::OrderRequest;

namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

}  // namespace

BookRun::BookRun(const Parts& parts)
    : execution_(parts.execution),
      rules_(parts.execution.rules()),
      book_(parts.book),
      strategy_(parts.strategy),
      finer_(parts.finer),
      candles_(parts.execution.book(parts.book).candles) {}

BookRun::Path BookRun::path_of(const market::CandleColumns& candles, std::size_t bar) {
    return {candles.open[bar], candles.high[bar], candles.low[bar], candles.close[bar], candles.volume_at(bar)};
}

std::optional<std::int64_t> BookRun::liquidation() const {
    const auto price = execution_.liquidation_price(book_);
    return price ? std::optional(price->units()) : std::nullopt;
}

std::size_t BookRun::next_fill(std::size_t from) {
    std::int64_t low = never_reached_low;
    std::int64_t high = never_reached_high;
    if (const auto price = liquidation()) (position().units() > 0 ? low : high) = *price;
    return orders_.next_event(candles_, from, candles_.size(), low, high);
}

Result<void> BookRun::fill(std::size_t bar) {
    bar_ = bar;
    orders_.expire(bar);
    const bool tradable = !rules_.skip_zero_volume || candles_.volume_at(bar) > 0;
    if (tradable) {
        std::size_t sub = 0;
        std::size_t sub_end = 0;
        if (finer_ != nullptr) {
            const auto& times = finer_->open_time_ns;
            const std::int64_t start = candles_.open_time_ns[bar];
            sub = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), start) - times.begin());
            const auto rest = times.begin() + static_cast<std::ptrdiff_t>(sub);
            sub_end = static_cast<std::size_t>(std::lower_bound(rest, times.end(), start + rules_.bar_length_ns) -
                                               times.begin());
        }
        if (sub == sub_end) {
            SPARK_TRY(walk(path_of(candles_, bar)));
        }
        for (; sub < sub_end; ++sub) {
            SPARK_TRY(walk(path_of(*finer_, sub)));
        }
    }
    for (Working& order : orders_.all()) {
        if (!order.is_active(bar)) continue;
        if (order.request.type == OrderType::trailing_stop) {
            const bool whole_bar = !order.born_inside;
            follow(order, whole_bar ? candles_.high[bar] : candles_.close[bar],
                   whole_bar ? candles_.low[bar] : candles_.close[bar]);
            orders_.changed();
        }
        order.born_inside = false;
    }
    for (std::size_t index = 0; index < reports_.size(); ++index) {
        const FillReport told = reports_[index];
        strategy_.on_fill(told, *this);
    }
    reports_.clear();
    return {};
}

void BookRun::close(std::size_t bar) {
    bar_ = bar;
    strategy_.on_close(strategy::History(candles_, bar), *this);
}

Result<void> BookRun::end() {
    if (execution_.held(book_).units() == 0) return {};
    const std::size_t last = candles_.size() - 1;
    return execution_.leave_all(book_,
                                {last, Price::of_units(candles_.close[last]), FillRole::taker, TradeExit::end_of_data});
}

Result<void> BookRun::walk(const Path& path) {
    capacity_ = no_limit;
    if (rules_.participation_pct > 0) {
        const Int128 share = divide(path.volume * rules_.participation_pct, hundred_percent, Rounding::down);
        capacity_ = static_cast<std::int64_t>(std::min<Int128>(share, no_limit));
    }
    inside_ = false;
    at_ = path.open;
    SPARK_TRY(fill_market_orders(path));
    SPARK_TRY(walk_leg(path.open));
    std::erase_if(orders_.all(), [this](const Working& order) {
        return order.is_at_once() && order.is_active(bar_) && order.request.parent == 0;
    });
    orders_.changed();
    inside_ = true;
    const bool falls = falls_first(path);
    SPARK_TRY(walk_leg(falls ? path.low : path.high));
    SPARK_TRY(walk_leg(falls ? path.high : path.low));
    SPARK_TRY(walk_leg(path.close));
    if (rules_.intrabar == Intrabar::optimistic) return {};
    return fill_stops_born_inside(path);
}

bool BookRun::falls_first(const Path& path) const {
    const std::int64_t held = position().units();
    if (held == 0) return path.open - path.low <= path.high - path.open;
    return (held > 0) == (rules_.intrabar == Intrabar::pessimistic);
}

Result<void> BookRun::fill_market_orders(const Path& path) {
    OrderId done = 0;
    while (true) {
        const auto next = std::ranges::find_if(orders_.all(), [&](const Working& order) {
            return order.id > done && order.is_market() && order.is_active(bar_);
        });
        if (next == orders_.all().end()) return {};
        done = next->id;
        SPARK_TRY(fill_order(done, {Price::of_units(path.open)}));
    }
}

bool BookRun::may_fill(const Working& order) const {
    if (!order.is_active(bar_) || order.is_market()) return false;
    // What a position opened inside the bar would win on the same bar may have been there before it was opened.
    return !(order.born_inside && rules_.intrabar == Intrabar::pessimistic && !order.is_stop());
}

std::optional<BookRun::Candidate> BookRun::nearest(std::int64_t to) const {
    struct Rank {
        int stage = 3;  ///< 0: the price is beyond a level reached by a fall; 1: by a rise; 2: on the way.
        Int128 distance = 0;
    };
    Rank best;
    std::optional<Candidate> found;
    const auto consider = [&](OrderId id, std::int64_t level, bool by_fall) {
        Rank rank;
        if (by_fall && level >= at_)
            rank = {0, -static_cast<Int128>(level)};
        else if (!by_fall && level <= at_)
            rank = {1, level};
        else if (by_fall ? level >= to && to < at_ : level <= to && to > at_)
            rank = {2, by_fall ? static_cast<Int128>(at_) - level : static_cast<Int128>(level) - at_};
        else
            return;
        if (rank.stage < best.stage || (rank.stage == best.stage && rank.distance < best.distance)) {
            best = rank;
            found = Candidate{id, rank.stage == 2 ? level : at_, !inside_};
        }
    };
    if (const auto price = liquidation()) consider(0, *price, position().units() > 0);
    for (const Working& order : orders_.all()) {
        if (may_fill(order)) consider(order.id, order.level, order.reached_by_fall);
    }
    return found;
}

Result<void> BookRun::walk_leg(std::int64_t to) {
    while (const auto next = nearest(to)) {
        at_ = next->price;
        SPARK_TRY(reach(*next));
    }
    at_ = to;
    return {};
}

Result<void> BookRun::fill_stops_born_inside(const Path& path) {
    while (true) {
        const auto next = std::ranges::find_if(orders_.all(), [&](const Working& order) {
            const bool reached = order.reached_by_fall ? path.low <= order.level : path.high >= order.level;
            return order.born_inside && order.is_stop() && order.is_active(bar_) && reached;
        });
        if (next == orders_.all().end()) return {};
        SPARK_TRY(reach({next->id, next->level, false}));
    }
}

Result<void> BookRun::reach(const Candidate& candidate) {
    if (candidate.id == 0) return liquidate(candidate.price);
    Working& order = *orders_.find(candidate.id);
    const Price price = Price::of_units(candidate.price);
    if (order.is_limit()) {
        const bool takes = candidate.at_open && !order.rested(bar_);
        if (takes && order.request.post_only) {
            execution_.reject(book_, bar_, "post_only",
                              "the limit " + to_text(order.request.limit_price) + " would take at " + to_text(price));
            drop_unfilled(candidate.id);
            return {};
        }
        return fill_order(candidate.id, {price, takes ? FillRole::taker : FillRole::maker, order.request.limit_price});
    }
    if (order.request.type == OrderType::stop_limit || order.request.type == OrderType::take_profit_limit) {
        order.request.type = OrderType::limit;
        set_level(order);
        orders_.changed();
        const bool buys = order.request.side == Side::buy;
        const bool marketable = buys ? order.level >= candidate.price : order.level <= candidate.price;
        // One that is not marketable rests from here on; the walk goes on from the same price and may reach it.
        if (!marketable) return {};
        return fill_order(candidate.id, {price, FillRole::taker, order.request.limit_price});
    }
    return fill_order(candidate.id, {price});
}

Result<void> BookRun::liquidate(std::int64_t price) {
    const Quantity quantity = execution_.held(book_);
    const Side side = position().units() > 0 ? Side::sell : Side::buy;
    const Exit exit{bar_, Price::of_units(price), FillRole::taker, TradeExit::liquidation};
    SPARK_TRY(execution_.leave_all(book_, exit));
    orders_.drop_children();
    reports_.push_back({0, side, exit.quoted, quantity, bar_, FillRole::taker, false, true, exit.reason, position()});
    return {};
}

Quantity BookRun::within_capacity(Quantity wanted) const {
    std::int64_t units = std::min(wanted.units(), capacity_);
    const auto& venue = execution_.book(book_).venue;
    if (venue && units < wanted.units()) units -= units % venue->lot.units();
    return Quantity::of_units(units);
}

Result<void> BookRun::fill_order(OrderId id, const FillAt& at) {
    const Working& order = *orders_.find(id);
    const std::int64_t held = position().units();
    const bool opposes = order.request.side == Side::buy ? held < 0 : held > 0;
    if (opposes) {
        SPARK_TRY(close_with(id, at));
        const Working* const rest = orders_.find(id);
        if (rest == nullptr || rest->request.reduce_only || position().units() != 0) return {};
        return open_with(id, at);
    }
    if (order.request.reduce_only) {
        drop_unfilled(id);
        return {};
    }
    return open_with(id, at);
}

Result<void> BookRun::close_with(OrderId id, const FillAt& at) {
    Working& order = *orders_.find(id);
    const Quantity held = execution_.held(book_);
    const Quantity wanted = order.left ? std::min(*order.left, held) : held;
    const Quantity taken = within_capacity(wanted);
    if (order.request.time_in_force == TimeInForce::fok && taken < wanted) {
        drop_unfilled(id);
        return {};
    }
    if (taken.units() > 0) {
        SPARK_TRY(execution_.leave(book_, {bar_, at.price, at.role, order.request.reason, at.worst}, taken));
        capacity_ -= capacity_ == no_limit ? 0 : taken.units();
        if (order.left) order.left = Quantity::of_units(order.left->units() - taken.units());
    }
    const bool closed_all = taken == wanted;
    const bool whole = closed_all && (order.request.reduce_only || (order.left && order.left->units() == 0));
    const Working filled = order;
    if (taken.units() > 0) report(filled, at, taken, false, whole);
    // What could not be traded goes on as a market order on the next bar, unless it is a limit.
    if (!closed_all && !order.is_limit()) {
        order.request.type = OrderType::market;
        order.active_from = bar_ + 1;
    } else if (!closed_all) {
        order.active_from = bar_ + 1;
    }
    orders_.changed();
    if (taken.units() > 0) after_fill(filled, at.price.units(), whole);
    return {};
}

Result<void> BookRun::open_with(OrderId id, const FillAt& at) {
    Working& order = *orders_.find(id);
    Entry entry{.bar = bar_,
                .side = order.request.side,
                .quoted = at.price,
                .role = at.role,
                .size = execution_.book(book_).size,
                .stop = order.request.risk_stop,
                .worst = at.worst};
    if (order.request.size) entry.size = {order.request.size->kind, order.request.size->amount};
    if (!order.left) {
        SPARK_TRY(order.left, execution_.sized(book_, entry));
        if (!order.left) {
            drop_unfilled(id);
            return {};
        }
    }
    const Quantity taken = within_capacity(*order.left);
    const bool cut = taken < *order.left;
    if (cut && order.request.time_in_force == TimeInForce::fok) {
        drop_unfilled(id);
        return {};
    }
    if (cut) {
        if (!order.is_limit()) order.request.type = OrderType::market;
        order.active_from = bar_ + 1;
        orders_.changed();
    }
    if (taken.units() == 0) return {};
    SPARK_TRY(const bool opened, execution_.fill(book_, entry, taken));
    if (!opened) {
        drop_unfilled(id);
        return {};
    }
    capacity_ -= capacity_ == no_limit ? 0 : taken.units();
    order.left = Quantity::of_units(order.left->units() - taken.units());
    const bool whole = order.left->units() == 0;
    const Working filled = order;
    report(filled, at, taken, true, whole);
    after_fill(filled, at.price.units(), whole);
    return {};
}

void BookRun::report(const Working& order, const FillAt& at, Quantity quantity, bool opened, bool whole) {
    reports_.push_back({order.id, order.request.side, at.price, quantity, bar_, at.role, opened, whole,
                        order.request.reason, position()});
}

void BookRun::after_fill(const Working& filled, std::int64_t price, bool whole) {
    orders_.fill_group(filled.request.oco_group, filled.id);
    for (Working& child : orders_.all()) {
        if (child.request.parent != filled.id || child.active_from != no_bar) continue;
        child.active_from = bar_;
        child.born_inside = inside_;
        child.best = price;
        set_level(child);
    }
    orders_.changed();
    if (whole) orders_.remove(filled.id);
    if (position().units() == 0) orders_.drop_children();
}

void BookRun::drop_unfilled(OrderId id) {
    std::erase_if(orders_.all(), [id](const Working& order) {
        return order.id == id || (order.request.parent == id && order.active_from == no_bar);
    });
    orders_.changed();
}

}  // namespace spark::backtest::detail
