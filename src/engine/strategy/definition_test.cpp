#include "engine/strategy/definition.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/indicators/average_crossings.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::strategy {
namespace {

market::CandleTable table_of(const std::vector<std::int64_t>& closes) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < closes.size(); ++bar) {
        const std::int64_t close = closes[bar] * units_per_one;
        const std::int64_t open = bar == 0 ? close : closes[bar - 1] * units_per_one;
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, open, std::max(open, close) + units_per_one,
                        std::min(open, close) - units_per_one, close,
                        static_cast<std::int64_t>(bar % 5) * units_per_one);
    }
    return table;
}

std::vector<std::int64_t> values_of(const Definition& definition, std::vector<Assignment> given = {}) {
    auto values = resolve_parameters(definition.parameters(), given);
    EXPECT_TRUE(values.has_value());
    return values ? *std::move(values) : std::vector<std::int64_t>{};
}

Definition entering(std::string_view rule, std::string_view rest = "") {
    const std::string text = fmt::format("name = 'mine'\nversion = 1\n[long]\nenter = '{}'\n{}", rule, rest);
    auto definition = load_definition(text, "doc.toml", DocumentSyntax::toml);
    EXPECT_TRUE(definition.has_value()) << (definition ? "" : definition.error().message);
    return *std::move(definition);
}

std::vector<std::size_t> bars_of(const indicators::BitColumn& bits) {
    std::vector<std::size_t> bars;
    for (std::size_t bar = bits.next_set(0); bar < bits.size(); bar = bits.next_set(bar + 1)) bars.push_back(bar);
    return bars;
}

Result<SignalPlan> plan_of(const Definition& definition, const market::CandleTable& table) {
    return definition.plan({.candles = table.columns(),
                            .values = values_of(definition),
                            .timeframe = Timeframe::of(std::chrono::hours(1))});
}

TEST(BuiltIns, all_load_and_have_both_descriptions_and_their_file_s_name) {
    EXPECT_EQ(built_ins().size(), 12U);
    for (const BuiltInDocument& built_in : built_ins()) {
        const auto definition = find_built_in(built_in.name);
        ASSERT_TRUE(definition.has_value()) << built_in.name << definition.error().message << definition.error().place;
        EXPECT_EQ(definition->name(), built_in.name);
        EXPECT_FALSE(definition->what_en().empty() || definition->what_tr().empty()) << built_in.name;
        for (const ParameterSpec& spec : definition->parameters())
            EXPECT_FALSE(spec.what_en.empty() || spec.what_tr.empty()) << built_in.name << spec.name;
    }
}

TEST(BuiltIns, suggest_the_nearest_name) {
    const auto refused = find_built_in("smacros");

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::not_found);
    EXPECT_EQ(refused.error().remedy, "did you mean 'smaCross'?");
}

TEST(Plan, puts_conditions_and_levels_on_their_bars) {
    const auto definition =
        entering("close > close[1]",
                 "exit = 'close < close[1]'\n[stop]\nstop_loss_price = 'low'\ntake_profit_pct = 2.5\n"
                 "trailing_distance = 'close - low'\ntime_stop_bars = 7\n[size]\nnotional = "
                 "'close * 2'\n[limits]\ncooldown_bars = 3\nentries_max = 0");

    const auto plan = plan_of(definition, table_of({10, 11, 9, 9, 12}));

    ASSERT_TRUE(plan.has_value()) << plan.error().message;
    EXPECT_THAT(bars_of(plan->long_side.enter), ::testing::ElementsAre(1, 4));
    EXPECT_THAT(bars_of(plan->long_side.exit), ::testing::ElementsAre(2));
    EXPECT_EQ(plan->short_side.enter.count(), 0U);
    EXPECT_EQ(plan->long_side.stop_loss.kind, LevelKind::price);
    EXPECT_EQ(plan->long_side.stop_loss.amount.at(1), 9 * units_per_one);
    EXPECT_FALSE(plan->long_side.take_profit.amount.varies());
    EXPECT_EQ(plan->long_side.take_profit.amount.constant, 250'000'000);
    EXPECT_EQ(plan->long_side.trailing_stop.amount.at(2), units_per_one);
    EXPECT_EQ(plan->size.kind, SizeKind::notional);
    EXPECT_EQ(plan->size.amount.at(4), 24 * units_per_one);
    EXPECT_EQ(plan->time_stop_bars, 7);
    EXPECT_EQ(plan->cooldown_bars, 3);
    EXPECT_EQ(plan->entries_max, 0);
    EXPECT_EQ(plan->warm_up_bars, 1U);
}

TEST(Plan, has_no_level_where_it_is_undefined) {
    const auto definition =
        entering("true", "[stop]\nstop_loss_price = 'low[2]'\ntake_profit_pct = '1 / (volume * 0)'");

    const auto plan = plan_of(definition, table_of({10, 11, 9, 9}));

    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->long_side.stop_loss.amount.at(1), 0);
    EXPECT_EQ(plan->long_side.stop_loss.amount.at(2), 9 * units_per_one);
    EXPECT_EQ(plan->long_side.take_profit.amount.at(3), 0);
}

TEST(Plan, keeps_a_parameter_s_decimals_exact) {
    const auto definition = entering("true",
                                     "[parameters.x]\ntype = 'float'\nleast = 0\nmost = 9007199254.12345678\ndefault = "
                                     "9007199254.12345678\n[stop]\nstop_loss_distance = 'x'");

    EXPECT_EQ(plan_of(definition, table_of({10, 11, 9}))->long_side.stop_loss.amount.constant, 900'719'925'412'345'678);
}

TEST(Plan, divides_by_zero_into_nothing) {
    const auto plan = plan_of(entering("close / (close - close) > 0"), table_of({10, 11, 9}));

    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->long_side.enter.count(), 0U);
}

TEST(Plan, needs_the_warm_up_a_signal_bar_and_a_bar_to_fill_on) {
    const Definition sma = *find_built_in("smaCross");
    const auto values = values_of(sma, {{"fast", "2"}, {"slow", "5"}});
    const auto few = table_of(std::vector<std::int64_t>(6, 100));
    const auto enough = table_of(std::vector<std::int64_t>(7, 100));

    const auto refused = sma.plan({.candles = few.columns(), .values = values});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message,
              "found 6 bars, smaCross needs at least 7 (warm-up 5, a signal bar, a bar to fill on)");
    EXPECT_EQ(sma.plan({.candles = enough.columns(), .values = values})->warm_up_bars, 5U);
}

TEST(Plan, on_one_bar_is_refused_for_every_built_in) {
    const auto table = table_of({100});
    for (const BuiltInDocument& built_in : built_ins()) {
        const auto plan = plan_of(*find_built_in(built_in.name), table);
        ASSERT_FALSE(plan.has_value()) << built_in.name;
        EXPECT_EQ(plan.error().fault, Fault::invalid_input);
    }
}

TEST(Plan, warms_up_as_long_as_the_condition_needs) {
    const auto table = table_of(std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    const auto warm_up = [&table](std::string_view rule) { return plan_of(entering(rule), table)->warm_up_bars; };

    EXPECT_EQ(warm_up("true"), 0U);
    EXPECT_EQ(warm_up("close > ta.sma(close, 5)"), 4U);
    EXPECT_EQ(warm_up("close > ta.sma(close, 5)[2]"), 6U);
    EXPECT_EQ(warm_up("close > ta.sma(close, 5) or close > ta.sma(close, 3)"), 2U);
    EXPECT_EQ(warm_up("close > ta.sma(close, 5) and close > ta.sma(close, 3)"), 4U);
    EXPECT_EQ(warm_up("not (close > ta.sma(close, 5))"), 0U);
    EXPECT_EQ(warm_up("ta.rsi(close, 5) > 1"), 5U);
    EXPECT_EQ(warm_up("ta.macd(close, 2, 4, 3).hist > 1"), 5U);
    EXPECT_EQ(warm_up("close > ta.kama(close, 4)"), 3U);
}

TEST(Plan, says_when_no_bar_at_all_is_defined) {
    const auto plan = plan_of(entering("ta.macd(close, 12, 26, 9).hist > 0"), table_of({1, 2, 3}));

    ASSERT_FALSE(plan.has_value());
    EXPECT_NE(plan.error().message.find("found 3 bars, on none of which"), std::string::npos);
    EXPECT_FALSE(plan_of(entering("close[1000000] > 0"), table_of({1, 2, 3})).has_value());
}

TEST(Plan, is_the_same_from_a_shared_cache) {
    const auto table = table_of({10, 11, 9, 9, 12, 13, 11, 10, 14, 15, 10, 9, 8, 12});
    indicators::PriceBars bars(table.columns());
    expression::ColumnCache columns(bars);
    const Definition sma = *find_built_in("smaCross");
    for (const auto* slow : {"3", "4", "5"}) {
        const auto values = values_of(sma, {{"fast", "2"}, {"slow", slow}, {"short", "true"}});
        const auto own = sma.plan({.candles = table.columns(), .values = values});
        const auto shared = sma.plan({.candles = table.columns(), .values = values, .columns = &columns});
        ASSERT_TRUE(own.has_value() && shared.has_value());
        EXPECT_EQ(own->long_side.enter, shared->long_side.enter);
        EXPECT_EQ(own->short_side.exit, shared->short_side.exit);
    }
}

TEST(Plan, looks_at_other_symbols_and_timeframes_of_the_run) {
    const auto table = table_of({10, 11, 9, 9, 12});
    const auto other = table_of({5, 20, 5, 20, 5});
    const Definition definition = entering("sym(\"OTHER\", close) > 10 and tf(\"2h\", close) > 0");
    const std::vector<BoundSymbol> symbols{{.name = "OTHER", .candles = other.columns()}};

    const auto plan = definition.plan({.candles = table.columns(),
                                       .values = {},
                                       .timeframe = Timeframe::of(std::chrono::hours(1)),
                                       .symbols = symbols});

    ASSERT_TRUE(plan.has_value()) << plan.error().message;
    EXPECT_THAT(bars_of(plan->long_side.enter), ::testing::ElementsAre(1, 3));
    EXPECT_FALSE(plan_of(definition, table).has_value());
    EXPECT_FALSE(plan_of(entering("tf(\"1m\", close) > 0"), table).has_value());
}

TEST(Native, is_planned_by_its_function_and_has_an_identity) {
    const auto make = [](const Binding& binding) -> Result<SignalPlan> { return empty_plan(binding.candles.size()); };
    const Definition one = Definition::of_native({.name = "one", .rule = "does nothing", .plan = make});
    const Definition two = Definition::of_native({.name = "one", .rule = "does little", .plan = make});

    EXPECT_EQ(plan_of(one, table_of({1, 2}))->long_side.enter.size(), 2U);
    EXPECT_NE(one.canonical_text(), two.canonical_text());
    EXPECT_EQ(one.document(), nullptr);
}

// The document must say what the hand-written kernel says, bit for bit.
RC_GTEST_PROP(SmaCross, crosses_where_the_exact_averages_cross, ()) {
    const auto closes =
        *rc::gen::resize(200, rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(90, 110)));
    RC_PRE(closes.size() > 12U);
    const market::CandleTable table = table_of(closes);
    const Definition sma = *find_built_in("smaCross");
    const auto values = values_of(sma, {{"fast", "2"}, {"slow", "5"}});

    const auto plan = sma.plan({.candles = table.columns(), .values = values});

    const indicators::RunningSums sums(table.columns().close);
    const auto crossings = indicators::average_crossings(sums, 2, 5);
    RC_ASSERT(plan->long_side.enter == crossings.over);
    RC_ASSERT(plan->long_side.exit == crossings.under);
}

// No bar may know of later ones: the signals on the first bars are the same when the later bars are cut away.
RC_GTEST_PROP(Plan, does_not_change_when_later_bars_are_cut_away, ()) {
    const auto closes =
        *rc::gen::resize(300, rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(90, 110)));
    RC_PRE(closes.size() > 100U);
    const auto kept = *rc::gen::inRange<std::size_t>(70, closes.size());
    const market::CandleTable table = table_of(closes);
    for (const BuiltInDocument& built_in : built_ins()) {
        const Definition definition = *find_built_in(built_in.name);
        auto values = values_of(definition);
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (definition.parameters()[at].name == "short") values[at] = 1;
        }
        const auto whole = definition.plan({.candles = table.columns(), .values = values});
        const auto cut = definition.plan({.candles = table.columns().slice(0, kept), .values = values});
        RC_ASSERT(whole.has_value() && cut.has_value());
        for (std::size_t bar = 0; bar < kept; ++bar) {
            RC_ASSERT(whole->long_side.enter.test(bar) == cut->long_side.enter.test(bar));
            RC_ASSERT(whole->short_side.enter.test(bar) == cut->short_side.enter.test(bar));
            RC_ASSERT(whole->long_side.exit.test(bar) == cut->long_side.exit.test(bar));
            RC_ASSERT(whole->long_side.trailing_stop.amount.at(bar) == cut->long_side.trailing_stop.amount.at(bar));
            RC_ASSERT(bar >= whole->warm_up_bars || !whole->long_side.enter.test(bar));
        }
    }
}

}  // namespace
}  // namespace spark::strategy
