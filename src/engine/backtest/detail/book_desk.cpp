#include <algorithm>

#include "engine/backtest/detail/book_run.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest::detail {

using strategy::no_bar;
using strategy::OrderId;
using strategy::OrderRequest;

namespace {

constexpr std::size_t working_orders_max = 10'000;
constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr std::int64_t financing_ns = day_ns / 3;
constexpr Int128 bps_one = static_cast<Int128>(10'000) * units_per_one;
constexpr std::int64_t financings_a_year = 3 * 365;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

/// Rounds the request's prices to the venue's tick, no worse for the trader; false (and recorded) when one is not
/// above 0.
bool BookRun::has_right_levels(OrderRequest& request) {
    const auto& venue = execution_.book(book_).venue;
    const auto hold = [&](Price& price, const char* what) {
        if (price.units() <= 0) {
            execution_.reject(book_, bar_, "price", std::string(what) + " " + to_text(price) + " is not above 0");
            return false;
        }
        if (!venue) return true;
        const auto rounded = round_price(price, request.side, *venue);
        if (!rounded) {
            execution_.reject(book_, bar_, "tick", rounded.error().message);
            return false;
        }
        price = *rounded;
        return true;
    };
    if (has_limit_price(request.type) && !hold(request.limit_price, "the limit")) return false;
    return !has_stop_price(request.type) || hold(request.stop_price, "the stop price");
}

std::size_t BookRun::last_bar_of_its_day(std::size_t bar) const {
    const auto& times = candles_.open_time_ns;
    if (bar >= times.size()) return bar;
    const std::int64_t next_day = (floor_divide(times[bar], day_ns) + 1) * day_ns;
    const auto from = times.begin() + static_cast<std::ptrdiff_t>(bar);
    return static_cast<std::size_t>(std::lower_bound(from, times.end(), next_day) - times.begin()) - 1;
}

/// Where what is sent now reaches the market; the number of bars when that is past the data.
std::size_t BookRun::first_active_bar() const {
    std::size_t bar = bar_ + 1 + static_cast<std::size_t>(rules_.latency_bars);
    if (rules_.latency_ms > 0) {
        const auto& times = candles_.open_time_ns;
        const std::int64_t arrival = times[bar_] + rules_.bar_length_ns + rules_.latency_ms * 1'000'000;
        const auto from = times.begin() + static_cast<std::ptrdiff_t>(std::min(bar_ + 1, times.size()));
        bar = std::max(bar, static_cast<std::size_t>(std::lower_bound(from, times.end(), arrival) - times.begin()));
    }
    return std::min(bar, candles_.size());
}

/// What no venue would take; false (and recorded).
bool BookRun::has_right_shape(const OrderRequest& request) {
    const auto refuse = [&](const char* rule, const char* why) {
        execution_.reject(book_, bar_, rule, why);
        return false;
    };
    const bool rests = request.time_in_force != TimeInForce::ioc && request.time_in_force != TimeInForce::fok;
    if (request.post_only && !(has_limit_price(request.type) && rests))
        return refuse("shape", "only an order with a limit that rests can be post-only");
    if (request.type == OrderType::trailing_stop &&
        (request.trail.amount <= 0 || request.trail.kind == strategy::LevelKind::price))
        return refuse("shape", "a trailing stop needs a distance or a percentage above 0");
    if (request.parent != 0 && orders_.find(request.parent) == nullptr)
        return refuse("parent", "the order it would wait for is not working");
    return true;
}

/// Rounds a given quantity by the venue's rules; false (and recorded) when nothing is left of it.
bool BookRun::has_right_quantity(Working& order) {
    const OrderRequest& request = order.request;
    if (!request.quantity) return true;
    if (request.quantity->units() <= 0) {
        execution_.reject(book_, bar_, "quantity_zero", "the order is for nothing");
        return false;
    }
    order.left = request.quantity;
    if (request.reduce_only) return true;
    const Price valued_at = has_limit_price(request.type)  ? request.limit_price
                            : has_stop_price(request.type) ? request.stop_price
                                                           : Price::of_units(candles_.close[bar_]);
    order.left = execution_.allowed(book_, bar_, valued_at, *request.quantity);
    return order.left.has_value();
}

/// Of gtd and day, from the bar the order begins to rest on.
void BookRun::limit_lifetime(Working& order) {
    if (order.request.time_in_force == TimeInForce::gtd)
        orders_.expire_after(order, order.rests_from + std::max<std::size_t>(order.request.valid_bars, 1) - 1);
    if (order.request.time_in_force == TimeInForce::day)
        orders_.expire_after(order, last_bar_of_its_day(order.rests_from));
}

OrderId BookRun::submit(const OrderRequest& request) {
    Working order;
    order.id = ++last_id_;
    order.request = request;
    if (orders_.all().size() >= working_orders_max) {
        execution_.reject(book_, bar_, "orders_max", "10000 orders are working already");
        return order.id;
    }
    if (!has_right_shape(request) || !has_right_levels(order.request) || !has_right_quantity(order)) return order.id;
    set_level(order);
    const bool waits = request.parent != 0 && !orders_.find(request.parent)->has_begun;
    order.rests_from = first_active_bar();
    order.active_from = waits ? no_bar : order.rests_from;
    if (!waits) limit_lifetime(order);
    orders_.add(order);
    return order.id;
}

/// A cancel takes as long to the market as an order.
void BookRun::cancel(OrderId id) {
    Working* const order = orders_.find(id);
    if (order == nullptr) return;
    const std::size_t arrival = first_active_bar();
    if (arrival <= bar_ + 1)
        orders_.remove(id);
    else
        orders_.expire_after(*order, arrival - 1);
}

std::optional<Notional> BookRun::equity() const {
    marks_.refresh();
    execution_.mark(book_, bar_);
    const auto equity = execution_.ledger().equity();
    return equity ? std::optional(*equity) : std::nullopt;
}

bool BookRun::is_working(OrderId id) const {
    const Working* const order = orders_.find(id);
    return order != nullptr && order->expires_after > bar_;
}

std::size_t BookRun::next_financing(std::size_t from) const {
    if (!rules_.costs.finances() || execution_.held(book_).units() == 0) return candles_.size();
    const auto& times = candles_.open_time_ns;
    const std::int64_t before = from == 0 ? times[0] : times[from - 1] + rules_.bar_length_ns;
    const std::int64_t mark = (floor_divide(before, financing_ns) + 1) * financing_ns;
    const auto begin = times.begin() + static_cast<std::ptrdiff_t>(from);
    return static_cast<std::size_t>(std::lower_bound(begin, times.end(), mark - rules_.bar_length_ns) - times.begin());
}

/// Marks of 00, 08 and 16 UTC passed since the last bar, charged on what is held at this close.
Result<void> BookRun::finance(std::size_t bar) {
    const std::int64_t held = position().units();
    if (held == 0) return {};
    const auto& times = candles_.open_time_ns;
    // A position that this bar opened was not there when marks passed without bars.
    const bool is_new = bar == 0 || flat_until_ == bar;
    const std::int64_t before = is_new ? times[bar] : times[bar - 1] + rules_.bar_length_ns;
    const std::int64_t marks =
        floor_divide(times[bar] + rules_.bar_length_ns, financing_ns) - floor_divide(before, financing_ns);
    if (marks <= 0) return {};
    SPARK_TRY(const Notional value, portfolio::value_of(Price::of_units(candles_.close[bar]), position()));
    // Longs pay funding, shorts get it; borrowed are what is short and the cash below zero.
    Int128 due =
        divide(static_cast<Int128>(value.units()) * rules_.costs.funding_bps * marks, bps_one, Rounding::half_even);
    const std::int64_t cash = execution_.ledger().cash().units();
    const Int128 borrowed =
        held < 0 ? -static_cast<Int128>(value.units()) : (cash < 0 ? -static_cast<Int128>(cash) : 0);
    due += divide(borrowed * rules_.costs.borrow_bps * marks, bps_one * financings_a_year, Rounding::half_even);
    if (!fits_int64(due)) return fail(Fault::invalid_input, "financing is outside plus or minus 92,233,720,368");
    if (due == 0) return {};
    return execution_.charge(book_, bar, Notional::of_units(static_cast<std::int64_t>(due)));
}

}  // namespace spark::backtest::detail
