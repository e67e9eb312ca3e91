#include "engine/backtest/run.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/backtest/event_path.hpp"
#include "engine/backtest/plan_driver.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t hundred_percent = 100 * units_per_one;

Result<void> check_bounds(std::string_view name, std::int64_t found, std::int64_t least, std::int64_t most) {
    if (found >= least && found <= most) return {};
    return fail(Fault::invalid_input, fmt::format("found {}, allowed {} to {}", found, least, most), std::string(name));
}

Result<void> check_decimal(std::string_view name, std::int64_t found, std::int64_t least, std::int64_t most) {
    if (found >= least && found <= most) return {};
    return fail(Fault::invalid_input,
                fmt::format("found {}, allowed {} to {}", format_units(found), format_units(least), format_units(most)),
                std::string(name));
}

}  // namespace

Result<SizeRule> SizeRule::parse(std::string_view text) {
    const auto refuse = [&](std::string_view why) {
        return fail(Fault::invalid_input, fmt::format("found '{}': {}", text, why), "--size",
                    "--size units:1, --size notional:1000, --size equity:1.0 or --size risk:0.01");
    };
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return refuse("a kind and an amount are needed");
    SizeRule rule;
    const std::string_view kind = text.substr(0, colon);
    if (kind == "notional")
        rule.kind = Kind::notional;
    else if (kind == "equity")
        rule.kind = Kind::equity;
    else if (kind == "risk")
        rule.kind = Kind::risk;
    else if (kind != "units")
        return refuse("unknown kind");
    const auto amount = parse_units(text.substr(colon + 1));
    if (!amount || amount->rounded) return refuse("the amount is a decimal number with up to 8 decimals");
    if (amount->units <= 0) return refuse("the amount must be above 0");
    if (rule.kind == Kind::equity && amount->units > portfolio::leverage_max)
        return refuse("a share of the equity is at most 1, with leverage at most the leverage");
    if (rule.kind == Kind::risk && amount->units > units_per_one) return refuse("a risked share is at most 1");
    rule.amount = amount->units;
    return rule;
}

std::string SizeRule::text() const {
    constexpr std::array names{"units", "notional", "equity", "risk"};
    return fmt::format("{}:{}", names[static_cast<std::size_t>(kind)], format_units(amount));
}

Result<void> check_rules(const RunRules& rules) {
    SPARK_TRY(portfolio::check_costs(rules.costs));
    if (rules.cash.units() <= 0) {
        return fail(Fault::invalid_input, fmt::format("found {}, allowed more than 0", to_text(rules.cash)), "--cash",
                    "--cash 1000000");
    }
    SPARK_TRY(check_decimal("--leverage", rules.leverage, units_per_one, portfolio::leverage_max));
    SPARK_TRY(check_decimal("--maintenance-pct", rules.maintenance_pct, 0, 50 * units_per_one));
    SPARK_TRY(check_decimal("--participation-pct", rules.participation_pct, 0, hundred_percent));
    SPARK_TRY(check_bounds("--latency-bars", rules.latency_bars, 0, latency_bars_max));
    SPARK_TRY(check_bounds("--latency-ms", rules.latency_ms, 0, latency_ms_max));
    if (rules.size.kind == SizeRule::Kind::equity && rules.size.amount > rules.leverage) {
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed a share of the equity up to the leverage, {}", rules.size.text(),
                                format_units(rules.leverage)),
                    "--size", fmt::format("--size equity:{}", format_units(rules.leverage)));
    }
    if (rules.venue) SPARK_TRY(spark::check_rules(*rules.venue));
    return {};
}

bool fits_fast_path(const strategy::SignalPlan& plan, const RunRules& rules) {
    return plan.entry.type == OrderType::market && plan.entries_max == 1 && !plan.risk.any() &&
           rules.participation_pct == 0 && rules.latency_bars == 0 && rules.latency_ms == 0 &&
           !rules.skip_zero_volume && !rules.costs.finances();
}

Result<RunOutcome> run_event_path(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                                  const RunRules& rules) {
    PlanDriver driver(candles, plan, rules.size_overrides_plan);
    std::vector<BookInput> books;
    books.push_back({.candles = candles,
                     .strategy = &driver,
                     .first_bar = rules.first_bar,
                     .size = rules.size,
                     .venue = rules.venue});
    return run_books(std::move(books), rules);
}

Result<RunOutcome> run_plan(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                            const RunRules& rules, const BlockRanges* ranges) {
    SPARK_ASSERT(plan.long_side.enter.size() == candles.size() && plan.short_side.enter.size() == candles.size());
    return fits_fast_path(plan, rules) ? run_fast_path(candles, plan, rules, ranges)
                                       : run_event_path(candles, plan, rules);
}

}  // namespace spark::backtest
