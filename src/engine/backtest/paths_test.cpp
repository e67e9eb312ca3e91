// The fast path and the event path are two programs for one set of rules: on random markets and random plans every
// trade, every step, every rejection and the result hash must be the same.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/run.hpp"
#include "foundation/base/rng.hpp"

namespace spark::backtest {
namespace {

using strategy::LevelKind;
using strategy::SignalPlan;

/// Draws from one seed, so that a failing case is named by one number.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(bound));
    }
    bool one_in(std::int64_t odds) { return below(odds) == 0; }

  private:
    std::uint64_t state_;
};

/// Coarse prices, so that ties, gaps and touches of levels are common; some bars without volume.
market::CandleTable any_market(Draw& draw, std::size_t bars) {
    market::CandleTable table;
    std::int64_t close = 100;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t open = std::max<std::int64_t>(5, close + (draw.one_in(4) ? draw.below(13) - 6 : 0));
        close = std::max<std::int64_t>(5, open + draw.below(11) - 5);
        const std::int64_t high = std::max(open, close) + draw.below(5);
        const std::int64_t low = std::max<std::int64_t>(1, std::min(open, close) - draw.below(5));
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, open * units_per_one, high * units_per_one,
                        low * units_per_one, close * units_per_one,
                        draw.one_in(10) ? 0 : draw.below(50) * units_per_one);
    }
    return table;
}

strategy::ProtectiveLevel any_level(Draw& draw, const market::CandleColumns& candles, bool above, bool may_be_price) {
    strategy::ProtectiveLevel level;
    if (draw.one_in(2)) return level;
    level.kind = static_cast<LevelKind>(draw.below(3));
    if (level.kind == LevelKind::price && !may_be_price) level.kind = LevelKind::distance;
    if (level.kind == LevelKind::price) {
        level.amount.per_bar.resize(candles.size());
        for (std::size_t bar = 0; bar < candles.size(); ++bar) {
            const std::int64_t distance = (draw.below(9) - 1) * units_per_one;
            level.amount.per_bar[bar] = draw.one_in(9) ? 0 : candles.close[bar] + (above ? distance : -distance);
        }
        return level;
    }
    level.amount.constant = (1 + draw.below(6)) * units_per_one;
    if (!draw.one_in(3)) return level;
    level.amount.per_bar.resize(candles.size());
    for (std::size_t bar = 0; bar < candles.size(); ++bar) level.amount.per_bar[bar] = draw.below(6) * units_per_one;
    return level;
}

SignalPlan any_plan(Draw& draw, const market::CandleColumns& candles) {
    SignalPlan plan = strategy::empty_plan(candles.size());
    const bool longs = !draw.one_in(6);
    const bool shorts = !longs || draw.one_in(2);
    const std::int64_t odds = 2 + draw.below(12);
    for (std::size_t bar = 0; bar < candles.size(); ++bar) {
        if (longs && draw.one_in(odds)) plan.long_side.enter.set(bar);
        if (longs && draw.one_in(odds)) plan.long_side.exit.set(bar);
        if (shorts && draw.one_in(odds)) plan.short_side.enter.set(bar);
        if (shorts && draw.one_in(odds)) plan.short_side.exit.set(bar);
    }
    for (strategy::SidePlan* side : {&plan.long_side, &plan.short_side}) {
        const bool is_long = side == &plan.long_side;
        side->stop_loss = any_level(draw, candles, !is_long, true);
        side->take_profit = any_level(draw, candles, is_long, true);
        side->trailing_stop = any_level(draw, candles, !is_long, false);
    }
    plan.time_stop_bars = draw.one_in(3) ? 1 + draw.below(8) : 0;
    plan.cooldown_bars = draw.one_in(3) ? draw.below(5) : 0;
    if (draw.one_in(4)) plan.size = {strategy::SizeKind::notional, {.constant = 250 * units_per_one, .per_bar = {}}};
    return plan;
}

RunRules any_rules(Draw& draw) {
    RunRules rules;
    rules.costs.maker_bps = draw.below(20) * units_per_one - 5 * units_per_one;
    rules.costs.taker_bps = draw.below(30) * units_per_one;
    rules.costs.slippage_bps = draw.below(3) * 7 * units_per_one;
    if (draw.one_in(4)) rules.costs.impact_bps = draw.below(50) * units_per_one;
    if (draw.one_in(4)) {
        rules.costs.tiers = {{Notional::of_whole(1'000), 3 * units_per_one, 4 * units_per_one},
                             {Notional::of_whole(9'000), 1 * units_per_one, 2 * units_per_one}};
        rules.costs.discount_pct = 25 * units_per_one;
    }
    rules.leverage = draw.one_in(3) ? (1 + draw.below(20)) * units_per_one : units_per_one;
    const std::int64_t kind = draw.below(4);
    if (kind == 1) rules.size = {SizeRule::Kind::notional, (50 + draw.below(500)) * units_per_one};
    if (kind == 2) rules.size = {SizeRule::Kind::equity, draw.one_in(2) ? rules.leverage : units_per_one / 3};
    if (kind == 3) rules.size = {SizeRule::Kind::risk, units_per_one / 50};
    rules.size_overrides_plan = draw.one_in(2);
    rules.cash = Notional::of_whole(static_cast<std::int32_t>(100 + draw.below(2'000)));
    rules.intrabar = draw.one_in(2) ? Intrabar::pessimistic : Intrabar::optimistic;
    rules.close_at_end = draw.one_in(2);
    rules.first_bar = static_cast<std::uint32_t>(draw.below(3) * 1000);
    if (draw.one_in(3)) {
        rules.venue = InstrumentRules{};
        rules.venue->tick = Price::of_units(units_per_one / 4);
        rules.venue->lot = Quantity::of_units(units_per_one / 10);
        rules.venue->quantity_min = Quantity::of_units(units_per_one / 10);
        rules.venue->notional_min = Notional::of_whole(static_cast<std::int32_t>(draw.below(200)));
    }
    return rules;
}

void expect_same(const RunOutcome& fast, const RunOutcome& event, std::uint64_t seed) {
    ASSERT_EQ(fast.trades.size(), event.trades.size()) << "seed " << seed;
    for (std::size_t index = 0; index < fast.trades.size(); ++index) {
        const portfolio::ClosedTrade& a = fast.trades[index];
        const portfolio::ClosedTrade& b = event.trades[index];
        ASSERT_EQ(a, b) << "seed " << seed << " trade " << index << ": " << a.entry_bar << " to " << a.exit_bar << " "
                        << to_text(a.reason) << " at " << to_text(a.exit_price) << ", and " << b.entry_bar << " to "
                        << b.exit_bar << " " << to_text(b.reason) << " at " << to_text(b.exit_price);
    }
    ASSERT_EQ(fast.open_lots, event.open_lots) << "seed " << seed;
    ASSERT_EQ(fast.rejected_count, event.rejected_count) << "seed " << seed;
    for (std::size_t index = 0; index < fast.rejected.size(); ++index) {
        ASSERT_EQ(fast.rejected[index].bar, event.rejected[index].bar) << "seed " << seed;
        ASSERT_EQ(fast.rejected[index].rule, event.rejected[index].rule) << "seed " << seed;
    }
    ASSERT_EQ(fast.final_equity, event.final_equity) << "seed " << seed;
    ASSERT_EQ(fast.liquidations, event.liquidations) << "seed " << seed;
    ASSERT_EQ(result_hash(fast), result_hash(event)) << "seed " << seed;
}

void compare_paths(std::uint64_t first_seed, std::uint64_t count) {
    std::size_t trades = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
        Draw draw(seed * 7919 + 1);
        const market::CandleTable table = any_market(draw, static_cast<std::size_t>(2 + draw.below(300)));
        const market::CandleColumns candles = table.columns();
        const SignalPlan plan = any_plan(draw, candles);
        const RunRules rules = any_rules(draw);
        ASSERT_TRUE(fits_fast_path(plan, rules));
        if (!check_rules(rules)) continue;

        const auto fast = run_fast_path(candles, plan, rules);
        const auto event = run_event_path(candles, plan, rules);

        ASSERT_EQ(fast.has_value(), event.has_value()) << "seed " << seed;
        if (!fast) continue;
        expect_same(*fast, *event, seed);
        if (::testing::Test::HasFatalFailure()) return;
        ASSERT_TRUE(equity_curve(candles, *fast).has_value());
        trades += fast->trades.size();
    }
    EXPECT_GT(trades, count) << "the random plans hardly trade: the comparison would prove little";
}

TEST(BothPaths, give_every_trade_and_the_hash_alike_on_two_thousand_random_plans) { compare_paths(1, 2'000); }

TEST(BothPathsSlow, give_the_same_on_two_hundred_thousand_random_plans) { compare_paths(1'000'000, 200'000); }

}  // namespace
}  // namespace spark::backtest
