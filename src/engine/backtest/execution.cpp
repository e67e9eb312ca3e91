#include "engine/backtest/execution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

using portfolio::Ledger;
using portfolio::LedgerFill;

constexpr Int128 bps_one = static_cast<Int128>(10'000) * units_per_one;
constexpr std::int64_t hundred_percent = 100 * units_per_one;
constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr std::int64_t tier_days = 30;

/// Largest quantity whose value plus fee at `fee_bps` is within `budget`.
Result<Quantity> quantity_worth(std::int64_t budget, Price price, std::int64_t fee_bps) {
    const Int128 price_with_fee =
        divide(static_cast<Int128>(price.units()) * (bps_one + fee_bps), bps_one, Rounding::up);
    const Int128 units = divide(static_cast<Int128>(budget) * units_per_one, price_with_fee, Rounding::down);
    if (!fits_int64(units))
        return fail(Fault::invalid_input, "quantity is outside plus or minus 92,233,720,368", "--size");
    return Quantity::of_units(static_cast<std::int64_t>(units));
}

std::pair<std::string, std::string> rule_and_detail(const std::string& message, std::string_view fallback) {
    const std::size_t colon = message.find(": ");
    if (colon == std::string::npos) return {std::string(fallback), message};
    return {message.substr(0, colon), message.substr(colon + 2)};
}

}  // namespace

Execution::Execution(std::vector<BookMarket> books, const RunRules& rules)
    : books_(std::move(books)),
      rules_(rules),
      rates_(portfolio::rates_at(rules.costs, Notional{})),
      ledger_(rules.cash, rates_, {.books = books_.size(), .leverage = rules.leverage}) {}

Quantity Execution::held(std::uint16_t book) const {
    const std::int64_t units = ledger_.position(book).units();
    return Quantity::of_units(units < 0 ? -units : units);
}

void Execution::refresh_rates(std::int64_t time_ns) {
    const std::int64_t day = (time_ns - ((time_ns % day_ns) + day_ns) % day_ns) / day_ns;
    if (day == day_) return;
    day_ = day;
    while (!traded_.empty() && traded_.front().first < day - tier_days) traded_.pop_front();
    Int128 volume = 0;
    for (const auto& [when, value] : traded_) volume += when < day ? value.units() : 0;
    const Int128 capped = std::min<Int128>(volume, std::numeric_limits<std::int64_t>::max());
    rates_ = portfolio::rates_at(rules_.costs, Notional::of_units(static_cast<std::int64_t>(capped)));
    ledger_.set_rates(rates_);
}

Result<void> Execution::note_traded(std::uint16_t book, std::size_t bar, Price price, Quantity quantity) {
    record_step(book, bar);
    if (rules_.costs.tiers.empty()) return {};
    SPARK_TRY(const Notional value, portfolio::value_of(price, quantity));
    if (traded_.empty() || traded_.back().first != day_) traded_.emplace_back(day_, Notional{});
    SPARK_TRY(traded_.back().second, sum(traded_.back().second, value));
    return {};
}

void Execution::record_step(std::uint16_t book, std::size_t bar) {
    const HoldingStep step{static_cast<std::uint32_t>(bar), book, ledger_.cash(), ledger_.position(book)};
    if (!steps_.empty() && steps_.back().bar == step.bar && steps_.back().book == book)
        steps_.back() = step;
    else
        steps_.push_back(step);
}

Result<Price> Execution::taken_price(const BookMarket& book, const Taken& taken) const {
    const Int128 volume = rates_.impact_bps == 0 ? Int128{0} : book.candles.volume_at(taken.bar);
    SPARK_TRY(const Price slipped,
              portfolio::price_with_slippage(
                  taken.quoted, {.buying = taken.buying, .quantity = taken.quantity, .bar_volume = volume}, rates_));
    if (!taken.worst) return slipped;
    return taken.buying ? std::min(slipped, *taken.worst) : std::max(slipped, *taken.worst);
}

Result<Quantity> Execution::quantity_for(std::uint16_t book, const Entry& entry, Price price) const {
    const std::int64_t amount = entry.size.amount;
    if (entry.size.kind == SizeRule::Kind::units) return Quantity::of_units(amount);
    if (entry.size.kind == SizeRule::Kind::notional) return quantity_worth(amount, price, 0);
    Notional equity = ledger_.cash();
    if (ledger_.book_count() > 1 || ledger_.position(book).units() != 0) {
        SPARK_TRY(equity, ledger_.equity());
    }
    SPARK_TRY(const std::int64_t budget, multiply_divide(equity.units(), amount, units_per_one, Rounding::down));
    if (entry.size.kind == SizeRule::Kind::risk) {
        const std::int64_t lost =
            entry.side == Side::buy ? price.units() - entry.stop->units() : entry.stop->units() - price.units();
        if (lost <= 0 || budget <= 0) return Quantity{};
        return quantity_worth(budget, Price::of_units(lost), 0);
    }
    // One unit less: the value and the fee are rounded apart and may come to one unit more than the exact cost.
    const std::int64_t fee_bps = entry.role == FillRole::taker ? rates_.taker_bps : rates_.maker_bps;
    return quantity_worth(std::max<std::int64_t>(budget - 1, 0), price, std::max<std::int64_t>(fee_bps, 0));
}

std::optional<std::pair<std::string, std::string>> Execution::broken_rule(const BookMarket& book, Price price,
                                                                          Quantity& quantity) const {
    if (!book.venue) return std::nullopt;
    const auto rounded = round_down(quantity, *book.venue);
    if (!rounded) return rule_and_detail(rounded.error().message, "lot");
    quantity = *rounded;
    if (!book.venue->notional_min) return std::nullopt;
    const Int128 value = static_cast<Int128>(price.units()) * quantity.units();
    if (value >= static_cast<Int128>(book.venue->notional_min->units()) * units_per_one) return std::nullopt;
    return std::pair<std::string, std::string>(
        "notional_min", fmt::format("found {}, allowed {} or more", format_wide_units(value / units_per_one),
                                    to_text(*book.venue->notional_min)));
}

std::optional<Quantity> Execution::allowed(std::uint16_t index, std::size_t bar, Price price, Quantity quantity) {
    auto broken = broken_rule(books_[index], price, quantity);
    if (!broken) return quantity;
    reject(index, bar, std::move(broken->first), std::move(broken->second));
    return std::nullopt;
}

Result<std::optional<Quantity>> Execution::sized(std::uint16_t index, const Entry& entry) {
    const BookMarket& book = books_[index];
    if (!rules_.costs.tiers.empty()) refresh_rates(book.candles.open_time_ns[entry.bar]);
    if (ledger_.position(index).units() != 0) ledger_.set_mark(index, entry.quoted);
    Price price = entry.quoted;
    if (entry.role == FillRole::taker) {
        SPARK_TRY(price,
                  taken_price(book, {entry.bar, entry.quoted, entry.side == Side::buy, Quantity{}, entry.worst}));
    }
    if (entry.size.kind == SizeRule::Kind::risk && !entry.stop) {
        reject(index, entry.bar, "risk_without_stop", "a size by risk needs a stop");
        return std::optional<Quantity>{};
    }
    SPARK_TRY(const Quantity quantity, quantity_for(index, entry, price));
    if (quantity.units() <= 0) {
        reject(index, entry.bar, "quantity_zero",
               fmt::format("{} at price {} rounds to zero", entry.size.text(), to_text(price)));
        return std::optional<Quantity>{};
    }
    return allowed(index, entry.bar, price, quantity);
}

Result<bool> Execution::fill(std::uint16_t index, const Entry& entry, Quantity quantity) {
    const BookMarket& book = books_[index];
    if (!rules_.costs.tiers.empty()) refresh_rates(book.candles.open_time_ns[entry.bar]);
    const bool buying = entry.side == Side::buy;
    Price price = entry.quoted;
    if (entry.role == FillRole::taker) {
        SPARK_TRY(price, taken_price(book, {entry.bar, entry.quoted, buying, quantity, entry.worst}));
    }
    const LedgerFill fill{book.first_bar + static_cast<std::uint32_t>(entry.bar), price, entry.role, index};
    const auto opened = ledger_.open(fill, entry.side, quantity);
    if (!opened && opened.error().fault == Fault::denied) {
        const bool margin = rules_.leverage > units_per_one || !buying;
        reject(index, entry.bar, margin ? "margin" : "cash", opened.error().message);
        return false;
    }
    if (!opened) return fail(opened.error());
    SPARK_TRY(note_traded(index, entry.bar, price, quantity));
    return true;
}

Result<bool> Execution::enter(std::uint16_t index, const Entry& entry) {
    SPARK_TRY(const std::optional<Quantity> quantity, sized(index, entry));
    if (!quantity) return false;
    return fill(index, entry, *quantity);
}

Result<void> Execution::leave(std::uint16_t index, const Exit& exit, Quantity quantity) {
    const BookMarket& book = books_[index];
    if (!rules_.costs.tiers.empty()) refresh_rates(book.candles.open_time_ns[exit.bar]);
    const bool buying = ledger_.position(index).units() < 0;
    Price price = exit.quoted;
    if (exit.role == FillRole::taker) {
        SPARK_TRY(price, taken_price(book, {exit.bar, exit.quoted, buying, quantity, exit.worst}));
    }
    const LedgerFill fill{book.first_bar + static_cast<std::uint32_t>(exit.bar), price, exit.role, index};
    const bool liquidated = exit.reason == TradeExit::liquidation;
    if (liquidated) {
        ++liquidations_;
        portfolio::CostModel dearer = rates_;
        dearer.taker_bps += rates_.liquidation_bps;
        ledger_.set_rates(dearer);
    }
    SPARK_TRY(ledger_.close(fill, quantity, exit.reason));
    if (liquidated) ledger_.set_rates(rates_);
    return note_traded(index, exit.bar, price, quantity);
}

std::optional<Price> Execution::liquidation_price(std::uint16_t index) const {
    const std::int64_t held = ledger_.position(index).units();
    if (held == 0 || (held > 0 && rules_.leverage == units_per_one)) return std::nullopt;
    // Equity is what the rest of the account is worth plus held × price; it may not fall under the maintenance share of
    // what is held. Scaled by 100 % so that only integers are compared.
    Int128 rest = static_cast<Int128>(ledger_.cash().units()) * hundred_percent;
    for (std::size_t other = 0; other < books_.size(); ++other) {
        if (other == index || ledger_.position(other).units() == 0) continue;
        const auto value = portfolio::value_of(ledger_.mark(other), ledger_.position(other));
        if (!value) return std::nullopt;
        const Int128 worth = value->units();
        rest += worth * hundred_percent - (worth < 0 ? -worth : worth) * rules_.maintenance_pct;
    }
    const Int128 share = held > 0 ? hundred_percent - rules_.maintenance_pct : hundred_percent + rules_.maintenance_pct;
    const Int128 divisor = (held > 0 ? static_cast<Int128>(held) : -static_cast<Int128>(held)) * share;
    const Int128 dividend = (held > 0 ? -rest : rest) * units_per_one;
    if (dividend <= 0) return held > 0 ? std::nullopt : std::optional(Price::of_units(1));
    const Int128 units = divide(dividend, divisor, held > 0 ? Rounding::up : Rounding::down);
    if (!fits_int64(units)) return std::nullopt;
    return Price::of_units(std::max<std::int64_t>(1, static_cast<std::int64_t>(units)));
}

Result<void> Execution::charge(std::uint16_t book, std::size_t bar, Notional amount) {
    SPARK_TRY(ledger_.charge(book, amount));
    charges_.push_back({static_cast<std::uint32_t>(bar), book, amount});
    record_step(book, bar);
    return {};
}

void Execution::reject(std::uint16_t book, std::size_t bar, std::string rule, std::string detail) {
    ++rejected_count_;
    if (rejected_.size() < rejected_orders_kept_max) {
        rejected_.push_back(
            {books_[book].first_bar + static_cast<std::uint32_t>(bar), std::move(rule), std::move(detail)});
    }
}

Result<RunOutcome> Execution::finish() && {
    SPARK_ASSERT(ledger_.is_conserved());
    RunOutcome outcome;
    for (std::size_t index = 0; index < books_.size(); ++index) {
        const auto lots = ledger_.lots(index);
        outcome.open_lots.insert(outcome.open_lots.end(), lots.begin(), lots.end());
        if (!lots.empty()) ledger_.set_mark(index, Price::of_units(books_[index].candles.close.back()));
    }
    SPARK_TRY(outcome.final_equity, ledger_.equity());
    outcome.starting_cash = ledger_.starting_cash();
    outcome.final_cash = ledger_.cash();
    outcome.financing = ledger_.financing();
    outcome.liquidations = liquidations_;
    outcome.trades = std::move(ledger_).take_trades();
    outcome.steps = std::move(steps_);
    outcome.charges = std::move(charges_);
    outcome.rejected = std::move(rejected_);
    outcome.rejected_count = rejected_count_;
    return outcome;
}

}  // namespace spark::backtest
