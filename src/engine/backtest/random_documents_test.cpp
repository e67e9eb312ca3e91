// Random strategy documents on random markets through both paths: what a document says must not depend on which path
// runs it. random_plans (paths_test.cpp) compares plans that no document would make; this goes the whole way.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/run.hpp"
#include "engine/backtest/testing/random_market.hpp"
#include "engine/strategy/definition.hpp"

namespace spark::backtest {
namespace {

using testing::Draw;

std::string any_number(Draw& draw, int depth) {
    const std::int64_t length = 2 + draw.below(12);
    switch (draw.below(depth > 2 ? 5 : 10)) {
        case 0: return "close";
        case 1: return "open";
        case 2: return fmt::format("ta.sma(close, {})", length);
        case 3: return fmt::format("ta.ema(close, {})", length);
        case 4: return fmt::format("{}", 90 + draw.below(20));
        case 5: return fmt::format("ta.highest(high, {})[1]", length);
        case 6: return fmt::format("ta.lowest(low, {})[1]", length);
        case 7: return fmt::format("({} + {}) / 2", any_number(draw, depth + 1), any_number(draw, depth + 1));
        case 8: return fmt::format("({})[{}]", any_number(draw, depth + 1), draw.below(3));
        default: return fmt::format("math.max({}, {})", any_number(draw, depth + 1), any_number(draw, depth + 1));
    }
}

std::string any_condition(Draw& draw, int depth) {
    switch (draw.below(depth > 2 ? 4 : 8)) {
        case 0: return fmt::format("ta.crossover({}, {})", any_number(draw, 1), any_number(draw, 1));
        case 1: return fmt::format("ta.crossunder({}, {})", any_number(draw, 1), any_number(draw, 1));
        case 2: return fmt::format("{} > {}", any_number(draw, 1), any_number(draw, 1));
        case 3: return fmt::format("ta.rsi(close, {}) < {}", 2 + draw.below(6), 20 + draw.below(60));
        case 4: return fmt::format("({} and {})", any_condition(draw, depth + 1), any_condition(draw, depth + 1));
        case 5: return fmt::format("({} or {})", any_condition(draw, depth + 1), any_condition(draw, depth + 1));
        case 6: return fmt::format("not ({})", any_condition(draw, depth + 1));
        default: return fmt::format("ta.barssince({}) == {}", any_condition(draw, depth + 1), draw.below(4));
    }
}

std::string any_document(Draw& draw) {
    std::string text = "schema = 'spark.strategy/1'\nname = 'random'\nversion = 1\ndescription = 'random'\n";
    text += fmt::format("[let]\nshared = '{}'\n", any_number(draw, 0));
    const bool longs = draw.below(5) != 0;
    if (longs)
        text += fmt::format("[long]\nenter = '{}'\nexit = '{}'\n", any_condition(draw, 0), any_condition(draw, 0));
    if (!longs || draw.below(2) == 0)
        text += fmt::format("[short]\nenter = '{} and close < shared'\nexit = '{}'\n", any_condition(draw, 1),
                            any_condition(draw, 0));
    text += "[stop]\n";
    if (draw.below(2) == 0) text += fmt::format("stop_loss_pct = {}.5\n", draw.below(5));
    if (draw.below(2) == 0) text += fmt::format("take_profit_distance = 'ta.atr({}) * 2'\n", 2 + draw.below(5));
    if (draw.below(3) == 0) text += fmt::format("trailing_pct = {}\n", 1 + draw.below(5));
    if (draw.below(3) == 0) text += fmt::format("time_stop_bars = {}\n", 1 + draw.below(9));
    if (draw.below(3) == 0) text += fmt::format("[limits]\ncooldown_bars = {}\n", draw.below(5));
    return text;
}

void compare_documents(std::uint64_t first_seed, std::uint64_t count) {
    std::size_t trades = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
        Draw draw(seed);
        const market::CandleTable table = testing::any_market(draw, static_cast<std::size_t>(40 + draw.below(200)));
        const std::string text = any_document(draw);
        const auto definition = strategy::load_definition(text, "random.toml", strategy::DocumentSyntax::toml);
        ASSERT_TRUE(definition.has_value()) << definition.error().place << " " << definition.error().message << "\n"
                                            << text;
        const auto plan = definition->plan({.candles = table.columns(), .values = {}});
        if (!plan) continue;  // nothing is defined on so few bars
        RunRules rules;
        rules.costs.slippage_bps = draw.below(3) * units_per_one;
        rules.intrabar = draw.below(2) == 0 ? Intrabar::pessimistic : Intrabar::optimistic;
        rules.size = draw.below(2) == 0 ? SizeRule{} : SizeRule{SizeRule::Kind::equity, units_per_one};

        const auto fast = run_fast_path(table.columns(), *plan, rules);
        const auto event = run_event_path(table.columns(), *plan, rules);

        ASSERT_TRUE(fast.has_value() && event.has_value()) << "seed " << seed;
        ASSERT_EQ(fast->trades, event->trades) << "seed " << seed << "\n" << text;
        ASSERT_EQ(result_hash(*fast), result_hash(*event)) << "seed " << seed << "\n" << text;
        trades += fast->trades.size();
    }
    EXPECT_GT(trades, 2 * count) << "the random documents hardly trade";
}

TEST(RandomDocuments, give_every_trade_alike_on_both_paths) { compare_documents(1, 1'000); }
TEST(RandomDocumentsSlow, give_every_trade_alike_on_both_paths) { compare_documents(1'000'000, 50'000); }

}  // namespace
}  // namespace spark::backtest
