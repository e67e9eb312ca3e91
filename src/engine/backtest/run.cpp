#include "engine/backtest/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

using portfolio::Ledger;
using portfolio::LedgerFill;

constexpr std::int64_t hundred_percent = 100 * units_per_one;

/// Levels of the protective orders of one position; absent ones can never be reached.
struct Levels {
    std::int64_t stop = std::numeric_limits<std::int64_t>::min();
    std::int64_t target = std::numeric_limits<std::int64_t>::max();
};

/// Where and how a position is left. `bar` counts within the given candles.
struct Exit {
    std::size_t bar = 0;
    Price quoted;
    TradeExit reason = TradeExit::signal;
};

Result<Levels> levels_of(const strategy::SignalPlan& plan, std::int64_t signal_close) {
    Levels levels;
    if (plan.long_side.stop_loss.amount.constant > 0) {
        SPARK_TRY(levels.stop, multiply_divide(signal_close, hundred_percent - plan.long_side.stop_loss.amount.constant,
                                               hundred_percent, Rounding::half_even));
    }
    if (plan.long_side.take_profit.amount.constant > 0) {
        // A target past the range of prices can never trade; it stays unreachable.
        if (const auto target =
                multiply_divide(signal_close, hundred_percent + plan.long_side.take_profit.amount.constant,
                                hundred_percent, Rounding::half_even)) {
            levels.target = *target;
        }
    }
    return levels;
}

/// First bar in [first, last] on which the stop or the target fills.
std::optional<Exit> protective_exit(const market::CandleColumns& candles, const Levels& levels, std::size_t first,
                                    std::size_t last) {
    for (std::size_t bar = first; bar <= last; ++bar) {
        if (candles.low[bar] > levels.stop && candles.high[bar] < levels.target) continue;
        const std::int64_t open = candles.open[bar];
        if (open <= levels.stop) return Exit{bar, Price::of_units(open), TradeExit::stop_loss};
        if (open >= levels.target) return Exit{bar, Price::of_units(open), TradeExit::take_profit};
        if (candles.low[bar] <= levels.stop) return Exit{bar, Price::of_units(levels.stop), TradeExit::stop_loss};
        return Exit{bar, Price::of_units(levels.target), TradeExit::take_profit};
    }
    return std::nullopt;
}

class Walk {
  public:
    Walk(const market::CandleColumns& candles, const strategy::SignalPlan& plan, const RunRules& rules)
        : candles_(candles), plan_(plan), rules_(rules), ledger_(rules.cash, rules.costs) {}

    Result<RunOutcome> run() {
        const std::size_t bars = candles_.size();
        std::size_t signal = plan_.long_side.enter.next_set(0);
        while (signal + 1 < bars) {
            SPARK_TRY(const bool entered, enter(signal));
            if (!entered) {
                signal = plan_.long_side.enter.next_set(signal + 1);
                continue;
            }
            SPARK_TRY(const std::optional<Exit> exit, find_exit(signal));
            if (!exit) break;
            SPARK_TRY(leave(*exit));
            // A signal exit fills at the open of its bar and an intrabar exit before its close: that bar's close may
            // signal again.
            signal = plan_.long_side.enter.next_set(exit->bar);
        }
        return outcome();
    }

  private:
    Result<bool> enter(std::size_t signal) {
        const std::size_t bar = signal + 1;
        SPARK_TRY(const Price price,
                  portfolio::price_with_slippage(Price::of_units(candles_.open[bar]), true, rules_.costs));
        SPARK_TRY(const Quantity quantity, quantity_for(price));
        if (quantity.units() <= 0) {
            reject(bar, "quantity_zero",
                   fmt::format("{} at price {} rounds to zero", rules_.size.text(), to_text(price)));
            return false;
        }
        const auto opened = ledger_.open_long({number(bar), price, FillRole::taker}, quantity);
        if (!opened && opened.error().fault == Fault::denied) {
            reject(bar, "cash", opened.error().message);
            return false;
        }
        if (!opened) return fail(opened.error());
        return true;
    }

    Result<std::optional<Exit>> find_exit(std::size_t signal) {
        const std::size_t bars = candles_.size();
        const std::size_t exit_signal = plan_.long_side.exit.next_set(signal + 1);
        if (plan_.long_side.stop_loss.amount.constant > 0 || plan_.long_side.take_profit.amount.constant > 0) {
            SPARK_TRY(const Levels levels, levels_of(plan_, candles_.close[signal]));
            if (const auto exit = protective_exit(candles_, levels, signal + 1, std::min(exit_signal, bars - 1)))
                return exit;
        }
        if (exit_signal + 1 >= bars) return std::optional<Exit>{};
        return std::optional(Exit{exit_signal + 1, Price::of_units(candles_.open[exit_signal + 1]), TradeExit::signal});
    }

    Result<void> leave(const Exit& exit) {
        if (exit.reason == TradeExit::take_profit)
            return ledger_.close({number(exit.bar), exit.quoted, FillRole::maker}, exit.reason);
        SPARK_TRY(const Price price, portfolio::price_with_slippage(exit.quoted, false, rules_.costs));
        return ledger_.close({number(exit.bar), price, FillRole::taker}, exit.reason);
    }

    Result<Quantity> quantity_for(Price price) const {
        switch (rules_.size.kind) {
            case SizeRule::Kind::units: return Quantity::of_units(rules_.size.amount);
            case SizeRule::Kind::notional: return quantity_worth(rules_.size.amount, price, 0);
            case SizeRule::Kind::equity: break;
        }
        // Flat when entering, so equity is cash.
        SPARK_TRY(const std::int64_t budget,
                  multiply_divide(ledger_.cash().units(), rules_.size.amount, units_per_one, Rounding::down));
        // One unit less: the value and the fee are rounded apart and may come to one unit more than the exact cost.
        return quantity_worth(std::max<std::int64_t>(budget - 1, 0), price, rules_.costs.taker_bps);
    }

    /// Largest quantity whose value plus fee at `fee_bps` is within `budget`.
    static Result<Quantity> quantity_worth(std::int64_t budget, Price price, std::int64_t fee_bps) {
        constexpr Int128 bps_one = static_cast<Int128>(10'000) * units_per_one;
        const Int128 price_with_fee =
            divide(static_cast<Int128>(price.units()) * (bps_one + fee_bps), bps_one, Rounding::up);
        const Int128 units = divide(static_cast<Int128>(budget) * units_per_one, price_with_fee, Rounding::down);
        if (!fits_int64(units))
            return fail(Fault::invalid_input, "quantity is outside plus or minus 92,233,720,368", "--size");
        return Quantity::of_units(static_cast<std::int64_t>(units));
    }

    Result<RunOutcome> outcome() {
        SPARK_ASSERT(ledger_.is_conserved());
        RunOutcome outcome;
        outcome.starting_cash = ledger_.starting_cash();
        outcome.final_cash = ledger_.cash();
        outcome.final_equity = ledger_.cash();
        outcome.open_position = ledger_.position();
        if (outcome.open_position) {
            SPARK_TRY(const Notional mark,
                      portfolio::value_of(Price::of_units(candles_.close.back()), outcome.open_position->quantity));
            SPARK_TRY(outcome.final_equity, sum(outcome.final_cash, mark));
        }
        outcome.trades = std::move(ledger_).take_trades();
        outcome.rejected = std::move(rejected_);
        outcome.rejected_count = rejected_count_;
        return outcome;
    }

    void reject(std::size_t bar, std::string rule, std::string detail) {
        ++rejected_count_;
        if (rejected_.size() < rejected_orders_kept_max)
            rejected_.push_back({number(bar), std::move(rule), std::move(detail)});
    }

    std::uint32_t number(std::size_t bar) const { return rules_.first_bar + static_cast<std::uint32_t>(bar); }

    const market::CandleColumns& candles_;
    const strategy::SignalPlan& plan_;
    const RunRules& rules_;
    Ledger ledger_;
    std::vector<RejectedOrder> rejected_;
    std::int64_t rejected_count_ = 0;
};

}  // namespace

Result<SizeRule> SizeRule::parse(std::string_view text) {
    const auto refuse = [&](std::string_view why) {
        return fail(Fault::invalid_input, fmt::format("found '{}': {}", text, why), "--size",
                    "--size units:1, --size notional:1000 or --size equity:1.0");
    };
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return refuse("a kind and an amount are needed");
    SizeRule rule;
    const std::string_view kind = text.substr(0, colon);
    if (kind == "notional")
        rule.kind = Kind::notional;
    else if (kind == "equity")
        rule.kind = Kind::equity;
    else if (kind != "units")
        return refuse("unknown kind");
    const auto amount = parse_units(text.substr(colon + 1));
    if (!amount || amount->rounded) return refuse("the amount is a decimal number with up to 8 decimals");
    if (amount->units <= 0) return refuse("the amount must be above 0");
    if (rule.kind == Kind::equity && amount->units > units_per_one) return refuse("a share of the equity is at most 1");
    rule.amount = amount->units;
    return rule;
}

std::string SizeRule::text() const {
    constexpr std::array names{"units", "notional", "equity"};
    return fmt::format("{}:{}", names[static_cast<std::size_t>(kind)], format_units(amount));
}

Result<void> check_rules(const RunRules& rules) {
    SPARK_TRY(portfolio::check_costs(rules.costs));
    if (rules.cash.units() <= 0) {
        return fail(Fault::invalid_input, fmt::format("found {}, allowed more than 0", to_text(rules.cash)), "--cash",
                    "--cash 1000000");
    }
    return {};
}

Result<RunOutcome> run_ledger(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                              const RunRules& rules) {
    SPARK_ASSERT(plan.long_side.enter.size() == candles.size() && plan.long_side.exit.size() == candles.size());
    SPARK_TRY(check_rules(rules));
    return Walk(candles, plan, rules).run();
}

}  // namespace spark::backtest
