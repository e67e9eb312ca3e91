#include "engine/strategy/built_in.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace spark::strategy {
namespace {

market::CandleTable table_of(const std::vector<std::int64_t>& closes) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < closes.size(); ++bar) {
        table.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, closes[bar], closes[bar], closes[bar],
                        closes[bar], 1);
    }
    return table;
}

TEST(FindBuiltIn, knows_the_strategies_and_suggests_the_nearest_name) {
    ASSERT_TRUE(find_built_in("smaCross").has_value());

    const auto refused = find_built_in("smacros");

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::not_found);
    EXPECT_NE(refused.error().remedy.find("smaCross"), std::string::npos);
}

TEST(MakePlan, refuses_fast_at_and_above_slow) {
    const BuiltIn& sma = **find_built_in("smaCross");
    const auto table = table_of(std::vector<std::int64_t>(50, 100));

    for (const auto* fast : {"21", "22"}) {
        const std::vector<Assignment> given{{"fast", fast}, {"slow", "21"}};
        const auto values = resolve_parameters(sma.parameters, given);
        ASSERT_TRUE(values.has_value());
        const auto plan = make_plan(sma, table.columns(), *values);
        ASSERT_FALSE(plan.has_value());
        EXPECT_EQ(plan.error().fault, Fault::invalid_input);
    }
}

TEST(MakePlan, needs_the_warm_up_a_signal_bar_and_a_bar_to_fill_on) {
    const BuiltIn& sma = **find_built_in("smaCross");
    const std::vector<Assignment> given{{"fast", "2"}, {"slow", "5"}};
    const auto values = resolve_parameters(sma.parameters, given);

    EXPECT_FALSE(make_plan(sma, table_of(std::vector<std::int64_t>(6, 100)).columns(), *values).has_value());
    EXPECT_TRUE(make_plan(sma, table_of(std::vector<std::int64_t>(7, 100)).columns(), *values).has_value());
}

TEST(CanonicalText, differs_between_strategies_and_names_every_parameter) {
    std::set<std::string> texts;
    for (const BuiltIn& entry : built_ins()) {
        const std::string text = canonical_text(entry);
        for (const ParameterSpec& spec : entry.parameters)
            EXPECT_NE(text.find(std::string(spec.name)), std::string::npos);
        texts.insert(text);
    }
    EXPECT_EQ(texts.size(), built_ins().size());
}

// No bar may know of later ones: the signals on the first bars are the same when the later bars are cut away.
RC_GTEST_PROP(MakePlan, signals_do_not_change_when_later_bars_are_cut_away, ()) {
    const auto closes =
        *rc::gen::resize(200, rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(90, 110)));
    RC_PRE(closes.size() > 12U);
    const auto kept = *rc::gen::inRange<std::size_t>(8, closes.size());
    const market::CandleTable table = table_of(closes);
    for (const BuiltIn& entry : built_ins()) {
        std::vector<Assignment> given;
        if (entry.name == "smaCross") given = {{"fast", "2"}, {"slow", "5"}};
        const auto values = resolve_parameters(entry.parameters, given);
        const auto whole = make_plan(entry, table.columns(), *values);
        const auto cut = make_plan(entry, table.columns().slice(0, kept), *values);
        for (std::size_t bar = 0; bar < kept; ++bar) {
            RC_ASSERT(whole->long_side.enter.test(bar) == cut->long_side.enter.test(bar));
            RC_ASSERT(whole->long_side.exit.test(bar) == cut->long_side.exit.test(bar));
        }
    }
}

}  // namespace
}  // namespace spark::strategy
