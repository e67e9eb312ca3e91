#include "engine/backtest/checks.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/backtest/result_hash.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::backtest {
namespace {

market::CandleTable wave(std::size_t bars) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t price = (100 + static_cast<std::int64_t>(bar * 37 % 61)) * units_per_one;
        table.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, price, price, price, price, 1);
    }
    return table;
}

/// A cheat: enters on a bar when the next close is higher.
Result<strategy::SignalPlan> peek(const strategy::Binding& binding) {
    const market::CandleColumns& candles = binding.candles;
    strategy::SignalPlan plan = strategy::empty_plan(candles.size());
    for (std::size_t bar = 0; bar < candles.size(); ++bar) {
        const bool rises = bar + 1 < candles.size() && candles.close[bar + 1] > candles.close[bar];
        if (rises)
            plan.long_side.enter.set(bar);
        else
            plan.long_side.exit.set(bar);
    }
    return plan;
}

/// A die: another answer each time it is asked.
Result<strategy::SignalPlan> moody(const strategy::Binding& binding) {
    static std::size_t asked = 0;
    strategy::SignalPlan plan = strategy::empty_plan(binding.candles.size());
    plan.long_side.enter.set(++asked);
    return plan;
}

struct Tried {
    market::CandleTable table = wave(400);
    market::CandleColumns candles = table.columns();
    RunRules rules{};
    strategy::Definition strategy = *strategy::find_built_in("smaCross");
    std::vector<std::int64_t> values{3, 8, 0, 0, 1, 0};
    std::vector<strategy::SignalPlan> plans;
    RunOutcome outcome;
    Case asked{};

    explicit Tried(Result<strategy::SignalPlan> (*make)(const strategy::Binding&) = nullptr) {
        if (make != nullptr) strategy = strategy::Definition::of_native({.name = "cheat", .plan = make});
        asked = {.books = {{.strategy = strategy, .values = values, .candles = candles}}, .rules = rules};
        plans = *plans_of(asked);
        outcome = *run_case(asked, plans);
    }
    CheckInput input() const { return {asked, plans, outcome}; }
};

TEST(CheckLookAhead, passes_a_strategy_of_closed_bars) {
    const Tried tried;

    const LookAheadCheck check = check_look_ahead(tried.input());

    EXPECT_EQ(check.cuts, 4U);
    EXPECT_FALSE(check.first_difference.has_value());
}

TEST(CheckLookAhead, catches_a_strategy_that_peeks_one_bar) {
    const Tried tried(peek);

    EXPECT_TRUE(check_look_ahead(tried.input()).first_difference.has_value());
}

TEST(CheckDeterminism, passes_the_same_and_catches_a_die) {
    EXPECT_TRUE(check_determinism(Tried().input()).holds());
    EXPECT_FALSE(check_determinism(Tried(moody).input()).holds());
}

TEST(CheckConservation, holds_and_sees_one_unit_that_is_missing) {
    const Tried tried;
    const Timeline timeline = timeline_of(tried.asked);
    auto curve = *equity_of_case(tried.asked, timeline, tried.outcome);

    EXPECT_EQ(check_conservation(tried.input(), timeline, curve).first_difference, std::nullopt);
    EXPECT_EQ(check_conservation(tried.input(), timeline, curve).bars, 400U);
    curve.equity[217] -= 1;
    EXPECT_EQ(check_conservation(tried.input(), timeline, curve).first_difference, 217U);
}

bool warns(const Tried& tried, Warning wanted) {
    const auto curve = equity_curve(tried.candles, tried.outcome);
    const auto metrics = measure({tried.candles.open_time_ns, tried.outcome, *curve, 0.5, 0.1});
    const auto warnings = warnings_of(tried.input(), *metrics);
    return std::find(warnings.begin(), warnings.end(), wanted) != warnings.end();
}

TEST(Warnings, say_what_holds_and_not_what_does_not) {
    Tried free;
    free.asked.rules.costs = {.maker_bps = 0, .taker_bps = 0, .slippage_bps = 0};
    const Tried few(moody);

    EXPECT_TRUE(warns(free, Warning::zero_costs));
    EXPECT_FALSE(warns(Tried(), Warning::zero_costs));
    EXPECT_FALSE(warns(Tried(), Warning::no_trades));
    EXPECT_TRUE(warns(few, Warning::no_trades));
    EXPECT_TRUE(warns(few, Warning::never_exits));
    EXPECT_FALSE(warns(Tried(), Warning::never_exits));
}

}  // namespace
}  // namespace spark::backtest
