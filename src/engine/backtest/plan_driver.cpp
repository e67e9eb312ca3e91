#include "engine/backtest/plan_driver.hpp"

#include <algorithm>

#include "engine/backtest/detail/levels.hpp"

namespace spark::backtest {

using strategy::Desk;
using strategy::FillReport;
using strategy::no_bar;
using strategy::OrderRequest;

namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

std::int64_t day_of(std::int64_t time_ns) { return (time_ns - ((time_ns % day_ns) + day_ns) % day_ns) / day_ns; }

/// Whether `equity` is `pct` or more under `reference`.
bool is_under(std::int64_t equity, std::int64_t reference, std::int64_t pct) {
    if (pct <= 0) return false;
    return static_cast<Int128>(equity) * detail::hundred_percent <=
           static_cast<Int128>(reference) * (detail::hundred_percent - pct);
}

}  // namespace

void RiskGuard::begin_day(std::int64_t open_time_ns) {
    const std::int64_t day = day_of(open_time_ns);
    if (day == day_) return;
    day_ = day;
    day_begin_ = last_;
}

void RiskGuard::see(std::int64_t open_time_ns, Notional equity) {
    if (!peak_) {
        // Nothing was held before: this equity is that of the day before, too.
        peak_ = equity.units();
        last_ = equity.units();
    }
    begin_day(open_time_ns);
    last_ = equity.units();
    peak_ = std::max(*peak_, last_);
    over_ = over_ || is_under(last_, *peak_, limits_.max_drawdown_pct);
    if (is_under(last_, day_begin_, limits_.daily_loss_pct)) blocked_day_ = day_;
}

bool RiskGuard::stops(std::int64_t open_time_ns) {
    begin_day(open_time_ns);
    return over_ || blocked_day_ == day_;
}

PlanDriver::PlanDriver(const market::CandleColumns& candles, const strategy::SignalPlan& plan, bool size_overrides_plan)
    : candles_(candles),
      plan_(plan),
      size_overrides_plan_(size_overrides_plan),
      any_(plan.long_side.enter),
      guard_(plan.risk) {
    for (const auto* column : {&plan.long_side.exit, &plan.short_side.enter, &plan.short_side.exit}) {
        for (std::size_t word = 0; word < any_.words().size(); ++word) any_.words()[word] |= column->words()[word];
    }
    next_any_ = any_.next_set(0);
}

std::size_t PlanDriver::next_close(std::size_t from) {
    if (next_any_ < from) next_any_ = any_.next_set(from);
    std::size_t next = next_any_;
    if (plan_.risk.any() && entries_ > 0) return from < any_.size() ? from : no_bar;
    if (plan_.time_stop_bars > 0 && entries_ > 0) {
        const std::size_t due = entry_bar_ + static_cast<std::size_t>(plan_.time_stop_bars) - 1;
        next = std::min(next, std::max(due, from));
    }
    return next < any_.size() ? next : no_bar;
}

/// Bars on which both sides would enter enter neither.
bool PlanDriver::enters(Side side, std::size_t bar) const {
    return plan_of(side).enter.test(bar) && !plan_of(opposite(side)).enter.test(bar);
}

void PlanDriver::on_close(const strategy::History& history, Desk& desk) {
    const std::size_t bar = history.bar();
    const std::int64_t position = desk.position().units();
    const bool entry_waits = entry_ != 0 && desk.is_working(entry_);
    if (plan_.risk.any() && keeps_to_limits(bar, desk)) return;
    if (position != 0) {
        const Side held = position > 0 ? Side::buy : Side::sell;
        look_for_exit(bar, held, desk);
        const bool may_add = plan_.entries_max == 0 || entries_ < plan_.entries_max;
        if (exit_ == 0 && may_add && !entry_waits && enters(held, bar)) enter(bar, held, desk);
        return;
    }
    if (bar < signals_from_) return;
    if (entry_waits && plan_.entry.type != OrderType::market && plan_of(entry_side_).exit.test(bar))
        withdraw_entry(desk);
    for (const Side side : {Side::buy, Side::sell}) {
        if (!enters(side, bar)) continue;
        if (entry_waits && plan_.entry.type == OrderType::market) return;
        withdraw_entry(desk);
        enter(bar, side, desk);
    }
}

/// Whether a limit stands against everything: then what is held is closed and what waits is withdrawn.
bool PlanDriver::keeps_to_limits(std::size_t bar, Desk& desk) {
    const std::int64_t time = candles_.open_time_ns[bar];
    if (const auto equity = desk.equity()) guard_.see(time, *equity);
    if (!guard_.stops(time)) return false;
    withdraw_entry(desk);
    const std::int64_t position = desk.position().units();
    if (position == 0 || exit_ != 0) return true;
    exit_ = desk.submit(
        {.side = position > 0 ? Side::sell : Side::buy, .reduce_only = true, .reason = TradeExit::risk_limit});
    return true;
}

void PlanDriver::look_for_exit(std::size_t bar, Side held, Desk& desk) {
    if (exit_ != 0) return;
    const bool reverses = enters(opposite(held), bar);
    const bool is_due =
        plan_.time_stop_bars > 0 && bar + 1 >= entry_bar_ + static_cast<std::size_t>(plan_.time_stop_bars);
    TradeExit reason = TradeExit::time_stop;
    if (plan_of(held).exit.test(bar))
        reason = TradeExit::signal;
    else if (reverses)
        reason = TradeExit::reverse;
    else if (!is_due)
        return;
    withdraw_entry(desk);
    exit_ = desk.submit({.side = opposite(held), .reduce_only = true, .reason = reason});
    if (reverses && plan_.cooldown_bars == 0) enter(bar, opposite(held), desk);
}

void PlanDriver::withdraw_entry(Desk& desk) {
    if (entry_ != 0) desk.cancel(entry_);
    entry_ = 0;
}

void PlanDriver::enter(std::size_t bar, Side side, Desk& desk) {
    const strategy::SidePlan& plan = plan_of(side);
    OrderRequest request{.side = side, .type = plan_.entry.type};
    const auto stop = detail::level_at(plan.stop_loss, bar, candles_.close[bar], side == Side::sell);
    if (stop) request.risk_stop = Price::of_units(*stop);
    if (!size_overrides_plan_ && !plan_.size.amount.is_none())
        request.size = strategy::SizeAsked{plan_.size.kind, plan_.size.amount.at(bar)};
    if (request.type != OrderType::market) {
        const auto price = Price::of_units(plan.entry_price.at(bar));
        if (price.units() <= 0) return;
        (request.type == OrderType::limit ? request.limit_price : request.stop_price) = price;
        if (plan_.entry.valid_bars > 0) {
            request.time_in_force = TimeInForce::gtd;
            request.valid_bars = static_cast<std::uint32_t>(plan_.entry.valid_bars);
        }
    }
    // The newest entry's levels hold for the whole position.
    if (entries_ > 0 && desk.position().units() != 0) request.replaces_group = group_in_force_;
    entry_ = desk.submit(request);
    entry_side_ = side;
    entry_counted_ = false;
    if (desk.is_working(entry_)) protect(bar, side, entry_, desk);
}

/// Stop, trailing stop and target rest once the entry has begun to fill; one of them cancels the others.
void PlanDriver::protect(std::size_t bar, Side side, strategy::OrderId entry, Desk& desk) {
    const strategy::SidePlan& plan = plan_of(side);
    const std::int64_t close = candles_.close[bar];
    const bool is_long = side == Side::buy;
    entry_group_ = ++group_;
    const OrderRequest guard{.side = opposite(side), .reduce_only = true, .parent = entry, .oco_group = group_};
    if (const auto stop = detail::level_at(plan.stop_loss, bar, close, !is_long); stop && *stop > 0) {
        OrderRequest request = guard;
        request.type = OrderType::stop;
        request.stop_price = Price::of_units(*stop);
        request.reason = TradeExit::stop_loss;
        desk.submit(request);
    }
    if (const std::int64_t amount = plan.trailing_stop.amount.at(bar); amount > 0) {
        OrderRequest request = guard;
        request.type = OrderType::trailing_stop;
        request.trail = {plan.trailing_stop.kind, amount};
        request.reason = TradeExit::trailing_stop;
        desk.submit(request);
    }
    if (const auto target = detail::level_at(plan.take_profit, bar, close, is_long); target && *target > 0) {
        OrderRequest request = guard;
        request.type = OrderType::limit;
        request.limit_price = Price::of_units(*target);
        request.reason = TradeExit::take_profit;
        desk.submit(request);
    }
}

void PlanDriver::on_fill(const FillReport& fill, Desk& desk) {
    if (fill.opened) {
        if (fill.order == entry_ && !entry_counted_) {
            if (entries_ == 0) entry_bar_ = fill.bar;
            group_in_force_ = entry_group_;
            entry_counted_ = true;
            ++entries_;
        }
        if (fill.order == entry_ && fill.whole) entry_ = 0;
        // An entry that filled while its cancel was on the way.
        if (entries_ == 0) {
            entry_bar_ = fill.bar;
            entries_ = 1;
        }
        return;
    }
    if (fill.order == exit_ && fill.whole) exit_ = 0;
    if (fill.position.units() != 0) return;
    if (plan_.risk.any()) {
        if (const auto equity = desk.equity()) guard_.see(candles_.open_time_ns[fill.bar], *equity);
    }
    // One still on the way would close the next position.
    if (exit_ != 0) desk.cancel(exit_);
    entries_ = 0;
    exit_ = 0;
    signals_from_ = fill.bar + static_cast<std::size_t>(plan_.cooldown_bars);
}

}  // namespace spark::backtest
