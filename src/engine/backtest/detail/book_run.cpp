#include "engine/backtest/detail/book_run.hpp"

#include <algorithm>
#include <utility>

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
      marks_(parts.marks),
      rules_(parts.execution.rules()),
      book_(parts.book),
      strategy_(parts.strategy),
      finer_(parts.finer),
      candles_(parts.execution.book(parts.book).candles) {}

BookRun::Path BookRun::path_of(const market::CandleColumns& candles, std::size_t bar) {
    return {candles.open[bar], candles.high[bar], candles.low[bar], candles.close[bar]};
}

std::optional<std::int64_t> BookRun::liquidation() const {
    if (!can_be_liquidated()) return std::nullopt;
    marks_.refresh();
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
    if (position().units() == 0) flat_until_ = bar;
    orders_.expire(bar);
    if (!rules_.skip_zero_volume || candles_.volume_at(bar) > 0) {
        SPARK_TRY(walk_bar(bar));
    } else {
        orders_.drop_at_once(bar, false);
    }
    for (std::size_t index = 0; index < reports_.size(); ++index) {
        const FillReport told = reports_[index];
        strategy_.on_fill(told, *this);
    }
    reports_.clear();
    return {};
}

Result<void> BookRun::walk_bar(std::size_t bar) {
    capacity_ = no_limit;
    if (rules_.participation_pct > 0) {
        const Int128 share =
            divide(candles_.volume_at(bar) * rules_.participation_pct, hundred_percent, Rounding::down);
        capacity_ = static_cast<std::int64_t>(std::min<Int128>(share, no_limit - 1));
    }
    arriving_ = true;
    std::size_t part = 0;
    std::size_t parts_end = 0;
    if (finer_ != nullptr) {
        const auto& times = finer_->open_time_ns;
        const std::int64_t start = candles_.open_time_ns[bar];
        const auto first = std::lower_bound(times.begin(), times.end(), start);
        part = static_cast<std::size_t>(first - times.begin());
        parts_end = static_cast<std::size_t>(std::lower_bound(first, times.end(), start + rules_.bar_length_ns) -
                                             times.begin());
    }
    if (part == parts_end) return walk(path_of(candles_, bar));
    for (; part < parts_end; ++part) {
        SPARK_TRY(walk(path_of(*finer_, part)));
    }
    return {};
}

/// A trailing stop that nobody's fill began starts behind the open of its first bar.
void BookRun::place_trailing_stops(std::size_t bar, std::int64_t open) {
    if (!orders_.has_trailing(bar)) return;
    for (Working& order : orders_.all()) {
        if (!order.is_trailing() || order.best || !order.is_active(bar)) continue;
        order.best = open;
        set_level(order);
        orders_.changed();
    }
}

/// Trailing stops follow the bar that is over. One born inside it does not know which part of the bar it has seen.
void BookRun::end_walk(const Path& path) {
    if (std::exchange(at_once_born_, false)) orders_.drop_at_once(bar_, true);
    if (!any_born_inside_ && !orders_.has_trailing(bar_)) return;
    any_born_inside_ = false;
    for (Working& order : orders_.all()) {
        if (!order.is_active(bar_)) continue;
        const bool moved =
            order.born_inside ? follow(order, path.close, path.close) : follow(order, path.high, path.low);
        if (moved) orders_.changed();
        order.born_inside = false;
    }
}

void BookRun::close(std::size_t bar) {
    bar_ = bar;
    orders_.expire(bar + 1);
    strategy_.on_close(strategy::History(candles_, bar), *this);
}

Result<void> BookRun::end() {
    if (execution_.held(book_).units() == 0) return {};
    const std::size_t last = candles_.size() - 1;
    return execution_.leave_all(book_,
                                {last, Price::of_units(candles_.close[last]), FillRole::taker, TradeExit::end_of_data});
}

Result<void> BookRun::walk(const Path& path) {
    inside_ = false;
    at_ = path.open;
    place_trailing_stops(bar_, path.open);
    if (orders_.has_immediate(bar_)) {
        SPARK_TRY(fill_market_orders(path));
    }
    SPARK_TRY(walk_leg(path.open));
    if (orders_.has_immediate(bar_)) orders_.drop_at_once(bar_, false);
    inside_ = true;
    arriving_ = false;
    const bool falls = falls_first(path);
    SPARK_TRY(walk_leg(falls ? path.low : path.high));
    SPARK_TRY(walk_leg(falls ? path.high : path.low));
    SPARK_TRY(walk_leg(path.close));
    if (any_born_inside_ && rules_.intrabar == Intrabar::pessimistic) {
        SPARK_TRY(fill_stops_born_inside(path));
    }
    end_walk(path);
    return {};
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

std::optional<BookRun::Candidate> BookRun::nearest(std::int64_t to) {
    struct Rank {
        int stage = 3;  ///< 0: the price is beyond a level reached by a fall; 1: by a rise; 2: on the way.
        std::int64_t distance = 0;
    };
    const auto liquidation_price = liquidation();
    if (!liquidation_price && !orders_.may_reach(bar_, std::min(at_, to), std::max(at_, to))) return std::nullopt;
    Rank best;
    std::optional<Candidate> found;
    const auto consider = [&](OrderId id, std::int64_t level, bool by_fall) {
        Rank rank;
        if (by_fall && level >= at_)
            rank = {0, -level};
        else if (!by_fall && level <= at_)
            rank = {1, level};
        else if (by_fall ? level >= to && to < at_ : level <= to && to > at_)
            rank = {2, by_fall ? at_ - level : level - at_};
        else
            return;
        if (rank.stage < best.stage || (rank.stage == best.stage && rank.distance < best.distance)) {
            best = rank;
            found = Candidate{id, rank.stage == 2 ? level : at_, rank.stage == 2};
        }
    };
    if (liquidation_price) consider(0, *liquidation_price, position().units() > 0);
    for (const Working& order : orders_.all()) {
        if (may_fill(order)) consider(order.id, order.level, order.reached_by_fall);
    }
    return found;
}

Result<void> BookRun::walk_leg(std::int64_t to) {
    while (true) {
        const auto next = nearest(to);
        if (at_once_born_ && (!next || next->is_ahead)) {
            at_once_born_ = false;
            orders_.drop_at_once(bar_, true);
            continue;
        }
        if (!next) break;
        at_ = next->price;
        SPARK_TRY(reach(*next));
    }
    at_ = to;
    return {};
}

/// The price meets the nearest of them first, whichever was sent first.
Result<void> BookRun::fill_stops_born_inside(const Path& path) {
    while (true) {
        const Working* next = nullptr;
        for (const Working& order : orders_.all()) {
            const bool falls = order.reached_by_fall;
            const bool reached = falls ? path.low <= order.level : path.high >= order.level;
            if (!reached || !order.born_inside || !order.is_stop() || !order.is_active(bar_)) continue;
            const bool is_nearer = next == nullptr || (next->reached_by_fall == falls &&
                                                       (falls ? order.level > next->level : order.level < next->level));
            if (is_nearer) next = &order;
        }
        if (next == nullptr) return {};
        SPARK_TRY(reach({next->id, next->level, true}));
    }
}

Result<void> BookRun::reach(const Candidate& candidate) {
    if (candidate.id == 0) return liquidate(candidate.price);
    const Working& order = *orders_.find(candidate.id);
    const Price price = Price::of_units(candidate.price);
    if (order.is_limit()) {
        const bool takes = arriving_ && !order.rested(bar_);
        if (takes && refuses_to_take(order, price)) return {};
        return fill_order(candidate.id, {price, takes ? FillRole::taker : FillRole::maker, order.request.limit_price});
    }
    if (has_limit_price(order.request.type)) return trigger(candidate.id, price);
    return fill_order(candidate.id, {price});
}

/// A stop or a target with a limit becomes that limit order. One that is not marketable rests from here on; the walk
/// goes on from the same price and may reach it.
Result<void> BookRun::trigger(OrderId id, Price price) {
    Working& order = *orders_.find(id);
    order.request.type = OrderType::limit;
    set_level(order);
    orders_.changed();
    const bool buys = order.request.side == Side::buy;
    const bool marketable = buys ? order.level >= price.units() : order.level <= price.units();
    if (!marketable) {
        if (order.is_at_once()) orders_.remove(id);
        return {};
    }
    if (refuses_to_take(order, price)) return {};
    return fill_order(id, {price, FillRole::taker, order.request.limit_price});
}

/// A post-only order that would take is rejected.
bool BookRun::refuses_to_take(const Working& order, Price price) {
    if (!order.request.post_only) return false;
    execution_.reject(book_, bar_, "post_only",
                      "the limit " + to_text(order.request.limit_price) + " would take at " + to_text(price));
    orders_.remove(order.id);
    return true;
}

Result<void> BookRun::liquidate(std::int64_t price) {
    const Quantity quantity = execution_.held(book_);
    const Side side = position().units() > 0 ? Side::sell : Side::buy;
    const Exit exit{bar_, Price::of_units(price), FillRole::taker, TradeExit::liquidation};
    SPARK_TRY(execution_.leave_all(book_, exit));
    marks_.note_trade(book_);
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

/// Whether one that fills all at once or not at all can.
bool BookRun::covers_all(const Working& order, bool opposes) const {
    const Quantity held = execution_.held(book_);
    Quantity wanted = order.left.value_or(opposes ? held : Quantity{});
    if (order.request.reduce_only) wanted = std::min(wanted, held);
    return within_capacity(wanted) == wanted;
}

Result<void> BookRun::fill_order(OrderId id, const FillAt& at) {
    const Working& order = *orders_.find(id);
    const std::int64_t held = position().units();
    const bool opposes = order.request.side == Side::buy ? held < 0 : held > 0;
    const bool cannot_open = order.request.reduce_only && !opposes;
    if (cannot_open || (order.request.time_in_force == TimeInForce::fok && !covers_all(order, opposes))) {
        orders_.remove(id);
        return {};
    }
    if (!opposes) return open_with(id, at);
    SPARK_TRY(close_with(id, at));
    const Working* const rest = orders_.find(id);
    if (rest == nullptr || rest->request.reduce_only || position().units() != 0) return {};
    return open_with(id, at);
}

Result<void> BookRun::close_with(OrderId id, const FillAt& at) {
    Working& order = *orders_.find(id);
    const Quantity held = execution_.held(book_);
    const Quantity wanted = order.left ? std::min(*order.left, held) : held;
    const Quantity taken = within_capacity(wanted);
    if (taken.units() > 0) {
        SPARK_TRY(execution_.leave(book_, {bar_, at.price, at.role, order.request.reason, at.worst}, taken));
        if (capacity_ != no_limit) capacity_ -= taken.units();
        if (order.left) order.left = Quantity::of_units(order.left->units() - taken.units());
        order.has_begun = true;
    }
    const bool closed_all = taken == wanted;
    const bool whole = closed_all && (order.request.reduce_only || (order.left && order.left->units() == 0));
    const Working filled = order;
    if (!closed_all) carry_over(order);
    if (taken.units() > 0) after_fill({filled, at.price, at.role, taken, false, whole});
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
    // Only a size by equity and a margin ask what the other books are worth.
    const bool by_equity = entry.size.kind == SizeRule::Kind::equity || entry.size.kind == SizeRule::Kind::risk;
    if (by_equity || entry.side == Side::sell || rules_.leverage > units_per_one || marks_.has_shorts())
        marks_.refresh();
    if (!order.left) {
        SPARK_TRY(order.left, execution_.sized(book_, entry));
    }
    const bool is_cut = order.left && within_capacity(*order.left) < *order.left;
    if (!order.left || (is_cut && order.request.time_in_force == TimeInForce::fok)) {
        orders_.remove(id);
        return {};
    }
    const Quantity taken = within_capacity(*order.left);
    if (taken.units() > 0) {
        SPARK_TRY(const bool opened, execution_.fill(book_, entry, taken));
        if (!opened) {
            orders_.remove(id);
            return {};
        }
        if (capacity_ != no_limit) capacity_ -= taken.units();
        order.left = Quantity::of_units(order.left->units() - taken.units());
        order.has_begun = true;
    }
    const Working filled = order;
    if (is_cut) carry_over(order);
    if (taken.units() > 0) after_fill({filled, at.price, at.role, taken, true, !is_cut});
    return {};
}

/// What a bar's volume did not cover goes on at the next bar, a stop as a market order; nothing of an order that does
/// not rest.
void BookRun::carry_over(Working& order) {
    if (order.request.time_in_force == TimeInForce::ioc) orders_.expire_after(order, bar_);
    if (!order.is_limit()) order.request.type = OrderType::market;
    order.active_from = bar_ + 1;
    orders_.changed();
}

void BookRun::report(const Filled& filled) {
    const auto& ledger = execution_.ledger();
    const Price paid = filled.opened ? ledger.lots(book_).back().entry_price : ledger.trades().back().exit_price;
    reports_.push_back({filled.order.id, filled.order.request.side, paid, filled.quantity, bar_, filled.role,
                        filled.opened, filled.whole, filled.order.request.reason, position()});
}

void BookRun::after_fill(const Filled& filled) {
    marks_.note_trade(book_);
    report(filled);
    const OrderRequest& request = filled.order.request;
    if (filled.opened) orders_.fill_group(request.replaces_group, filled.order.id);
    // A target that closes a part leaves its stop in force for the rest; anything else settles the group.
    if (request.reduce_only && filled.order.is_limit() && !filled.whole)
        orders_.reduce_group(request.oco_group, filled.order.id, filled.quantity);
    else
        orders_.fill_group(request.oco_group, filled.order.id);
    // One that turns the position round protects what it opens, not what it closes.
    if (filled.opened || filled.whole || request.reduce_only) begin_children(filled);
    if (filled.whole) orders_.remove(filled.order.id);
    if (position().units() == 0) orders_.drop_children();
}

void BookRun::begin_children(const Filled& filled) {
    for (Working& child : orders_.all()) {
        if (child.request.parent != filled.order.id || !child.is_waiting()) continue;
        child.active_from = bar_;
        child.rests_from = bar_;
        child.born_inside = inside_;
        any_born_inside_ |= inside_;
        child.best = filled.quoted.units();
        set_level(child);
        limit_lifetime(child);
        at_once_born_ |= child.is_at_once();
        orders_.changed();
    }
}

}  // namespace spark::backtest::detail
