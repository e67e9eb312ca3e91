#include "engine/search/objective.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spark::search {
namespace {

const Notional cash = Notional::of_units(10'000 * units_per_one);

sweep::SetOutcome some_outcome() {
    sweep::SetOutcome outcome;
    outcome.figures = {.trades = 40,
                       .wins = 10,
                       .rejected = 0,
                       .net = Notional::of_units(12'345'678'901),
                       .gross = Notional::of_units(-20'000'000'000),
                       .fees = Notional::of_units(500'000'000),
                       .final_equity = Notional::of_units(1'100'000'000'000),
                       .max_drawdown_pct = -20,
                       .profit_factor = 1.25,
                       .annual_return = 0.1,
                       .volatility = 0.4,
                       .sharpe = 0.25,
                       .sortino = std::nullopt};
    outcome.details.sqn = 1.5;
    outcome.details.exposure = 0.75;
    return outcome;
}

std::optional<double> value_of(std::string_view text) {
    const auto objective = Objective::compile(text, cash);
    EXPECT_TRUE(objective.has_value()) << text << ": " << objective.error().message;
    return objective ? objective->value(some_outcome()) : std::nullopt;
}

Error error_of(std::string_view text) {
    const auto objective = Objective::compile(text, cash);
    EXPECT_FALSE(objective.has_value()) << text;
    return objective ? Error{} : objective.error();
}

TEST(Objective, takes_every_metric_and_expressions_over_them) {
    EXPECT_EQ(value_of("net_pnl"), 123.45678901);
    EXPECT_EQ(value_of("fees"), 5);
    EXPECT_EQ(value_of("win_rate"), 0.25);
    EXPECT_EQ(value_of("expectancy"), 123.45678901 / 40);
    EXPECT_EQ(value_of("total_return"), 1.1 - 1);
    EXPECT_EQ(value_of("calmar"), 0.5);
    EXPECT_EQ(value_of("cost_share"), 5.0 / 200);
    EXPECT_EQ(value_of("exposure"), 0.75);
    EXPECT_EQ(value_of("sharpe - 0.1 * abs(max_drawdown_pct)"), 0.25 - 0.1 * 20);
    EXPECT_EQ(value_of("-volatility"), -0.4);
    EXPECT_EQ(value_of("trades >= 30 ? sharpe : na"), 0.25);
}

TEST(Objective, has_no_value_where_a_metric_is_missing_or_the_set_was_refused) {
    EXPECT_EQ(value_of("sortino"), std::nullopt);
    EXPECT_EQ(value_of("sortino + sharpe"), std::nullopt);
    EXPECT_EQ(value_of("nz(sortino) + sharpe"), 0.25);
    EXPECT_EQ(value_of("sharpe / 0"), std::nullopt);
    EXPECT_EQ(value_of("log(net_pnl - 1000)"), std::nullopt);
    sweep::SetOutcome refused = some_outcome();
    refused.refusal = "too few bars";
    EXPECT_EQ(Objective::compile("net_pnl", cash)->value(refused), std::nullopt);
}

TEST(Objective, says_what_it_needs_and_whether_histories_of_other_lengths_compare) {
    EXPECT_TRUE(Objective::compile("sqn", cash)->needs_details());
    EXPECT_FALSE(Objective::compile("sharpe", cash)->needs_details());
    EXPECT_TRUE(Objective::compile("sharpe - volatility", cash)->is_free_of_length());
    EXPECT_FALSE(Objective::compile("sharpe + net_pnl", cash)->is_free_of_length());
}

TEST(Objective, refuses_unknown_names_and_what_is_no_number) {
    EXPECT_EQ(error_of("sharp").remedy, "did you mean 'sharpe'?");
    EXPECT_EQ(error_of("1 + shrape").place, "1:5");
    EXPECT_EQ(error_of("sharpe > 1").message, "found a condition, allowed a number");
    EXPECT_EQ(error_of("1").message, "found no metric, so that it is the same of every set");
    EXPECT_EQ(error_of("close").message, "unknown name 'close'");
}

TEST(Constraint, holds_or_not_and_takes_the_undefined_as_no) {
    const auto holds = [](std::string_view text) { return Constraint::compile(text, cash)->holds(some_outcome()); };
    EXPECT_TRUE(holds("trades >= 40"));
    EXPECT_FALSE(holds("trades > 40"));
    EXPECT_TRUE(holds("max_drawdown_pct >= -20 and profit_factor > 1"));
    EXPECT_FALSE(holds("sortino > 0"));
    EXPECT_FALSE(holds("sortino <= 0"));
    EXPECT_EQ(Constraint::compile("trades", cash).error().message, "found a number, allowed a condition");
}

TEST(Metrics, are_found_by_name) {
    EXPECT_EQ(metric_value("net_pnl", some_outcome(), cash), 123.45678901);
    EXPECT_EQ(metric_value("nothing", some_outcome(), cash), std::nullopt);
    for (const MetricName& metric : metric_names()) {
        const bool known = Objective::compile(metric.name, cash).has_value();
        EXPECT_TRUE(known) << metric.name;
    }
    EXPECT_EQ(metric_names().size(), 21U);
}

}  // namespace
}  // namespace spark::search
