#include "engine/expression/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/expression/testing/evaluate.hpp"

namespace spark::expression {
namespace {

using ::testing::ElementsAre;
using testing::evaluate;
using testing::four_bars;
using ::testing::IsNan;

TEST(Arithmetic, binds_products_tighter_than_sums_and_reads_from_the_left) {
    EXPECT_EQ(evaluate("1 + 2 * 3").front(), 7.0);
    EXPECT_EQ(evaluate("(1 + 2) * 3").front(), 9.0);
    EXPECT_EQ(evaluate("10 - 4 - 3").front(), 3.0);
    EXPECT_EQ(evaluate("16 / 4 / 2").front(), 2.0);
    EXPECT_EQ(evaluate("-2 * 3 + 7 % 4").front(), -3.0);
    EXPECT_EQ(evaluate("1.5e1 + .5").front(), 15.5);
}

TEST(Arithmetic, is_done_bar_by_bar) {
    EXPECT_THAT(evaluate("close - open"), ElementsAre(1, 1, 1, 1));
    EXPECT_THAT(evaluate("-close + 1"), ElementsAre(-9, -11, -10, -13));
    EXPECT_THAT(evaluate("hl2 * 2 - high"), ElementsAre(8, 10, 9, 12));
    EXPECT_THAT(evaluate("bar_index"), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(evaluate("time"), ElementsAre(0, 3'600'000, 7'200'000, 10'800'000));
}

TEST(Conditions, bind_not_tighter_than_and_and_that_tighter_than_or) {
    EXPECT_EQ(evaluate("true or false and false").front(), 1.0);
    EXPECT_EQ(evaluate("not true or true").front(), 1.0);
    EXPECT_EQ(evaluate("not 1 > 2 and 2 > 1").front(), 1.0);
    EXPECT_EQ(evaluate("1 < 2 == true").front(), 1.0);
}

TEST(Conditions, are_one_and_zero_and_no_where_a_side_is_na) {
    EXPECT_THAT(evaluate("close > close[1]"), ElementsAre(0, 1, 0, 1));
    EXPECT_THAT(evaluate("close != close[1]"), ElementsAre(0, 1, 1, 1));
    EXPECT_THAT(evaluate("not (close > close[1])"), ElementsAre(1, 0, 1, 0));
    EXPECT_THAT(evaluate("(close > 11)[1]"), ElementsAre(IsNan(), 0, 1, 0));
    EXPECT_THAT(evaluate("not (close > 11)[1] or false"), ElementsAre(1, 1, 0, 1));
}

TEST(Ternary, nests_to_the_right_and_takes_the_second_value_where_the_condition_is_na) {
    EXPECT_THAT(evaluate("close > 13 ? 2 : close > 11 ? 1 : 0"), ElementsAre(0, 1, 0, 2));
    EXPECT_THAT(evaluate("(close > 0)[1] ? 1 : 2"), ElementsAre(2, 1, 1, 1));
    EXPECT_THAT(evaluate("close > 11 ? close > 13 : na"), ElementsAre(IsNan(), 0, IsNan(), 1));
}

TEST(History, is_the_value_so_many_bars_before_and_na_before_the_data) {
    EXPECT_THAT(evaluate("close[1]"), ElementsAre(IsNan(), 10, 12, 11));
    EXPECT_THAT(evaluate("close[0]"), ElementsAre(10, 12, 11, 14));
    EXPECT_THAT(evaluate("close[1][2]"), ElementsAre(IsNan(), IsNan(), IsNan(), 10));
    EXPECT_THAT(evaluate("close[1 + 1]"), ElementsAre(IsNan(), IsNan(), 10, 12));
    EXPECT_THAT(evaluate("close[1000000]"), ElementsAre(IsNan(), IsNan(), IsNan(), IsNan()));
}

TEST(Undefined, comes_of_a_division_by_zero_and_of_what_is_not_finite) {
    EXPECT_THAT(evaluate("1 / (close - 10)"), ElementsAre(IsNan(), 0.5, 1, 0.25));
    for (const auto* text : {"1 / 0", "5 % 0", "0 / 0", "math.sqrt(-1)", "math.log(0)", "math.exp(close * 100)",
                             "1e308 * 10", "math.pow(close, 1e6)", "na + close", "math.max(na, close)"}) {
        EXPECT_THAT(evaluate(text).front(), IsNan()) << text;
    }
}

TEST(Undefined, is_asked_for_by_na_and_replaced_by_nz) {
    EXPECT_THAT(evaluate("na(close[1])"), ElementsAre(1, 0, 0, 0));
    EXPECT_THAT(evaluate("nz(close[1])"), ElementsAre(0, 10, 12, 11));
    EXPECT_THAT(evaluate("nz(close[1], close)"), ElementsAre(10, 10, 12, 11));
}

TEST(Math, rounds_and_picks) {
    EXPECT_EQ(evaluate("math.round(2.5) + math.floor(-0.5) + math.ceil(0.2)").front(), 3.0);
    EXPECT_EQ(evaluate("math.max(1, 5, 3) - math.min(4, 2)").front(), 3.0);
    EXPECT_EQ(evaluate("math.sign(-3) * math.abs(-2)").front(), -2.0);
    EXPECT_EQ(evaluate("math.sqrt(16) + math.exp(0) + math.log(1) + math.pow(2, 3)").front(), 13.0);
    EXPECT_EQ(evaluate("math.pow(-3, 3) + 8 * math.pow(2, -3) + math.pow(0, 0)").front(), -25.0);
    EXPECT_NEAR(evaluate("math.pow(2, 0.5)").front(), 1.4142135623730951, 1e-15);
}

TEST(Calls, compute_indicators_and_their_fields) {
    EXPECT_THAT(evaluate("ta.sma(close, 2)"), ElementsAre(IsNan(), 11, 11.5, 12.5));
    EXPECT_THAT(evaluate("ta.change(close)"), ElementsAre(IsNan(), 2, -1, 3));
    EXPECT_THAT(evaluate("ta.donchian(2).upper"), ElementsAre(IsNan(), 13, 13, 15));
    EXPECT_THAT(evaluate("ta.donchian(2).lower[1]"), ElementsAre(IsNan(), IsNan(), 8, 9));
    EXPECT_THAT(evaluate("ta.crossover(close, 11)"), ElementsAre(0, 1, 0, 1));
    EXPECT_THAT(evaluate("ta.barssince(close > 11)"), ElementsAre(IsNan(), 0, 1, 0));
    EXPECT_THAT(evaluate("ta.valuewhen(close > 11, close, 1)"), ElementsAre(IsNan(), IsNan(), IsNan(), 12));
    EXPECT_THAT(evaluate("ta.obv"), ElementsAre(1, 3, 0, 4));
    EXPECT_THAT(evaluate("ta.sma(close, 1000000)"), ElementsAre(IsNan(), IsNan(), IsNan(), IsNan()));
}

TEST(Calls, take_arguments_by_name_in_any_order_and_fill_in_the_others) {
    // Equal parts exist once: both sides are one step, compared to itself.
    const auto same = [](const std::string& a, const std::string& b) {
        return compile(a + " == " + b)->step_count() == compile(a)->step_count() + 1;
    };
    EXPECT_TRUE(same("ta.macd(close, slow = 20).hist", "ta.macd(close, 12, 20, 9).hist"));
    EXPECT_TRUE(same("ta.macd(signal = 5, source = close).macd", "ta.macd(close, 12, 26, 5).macd"));
    EXPECT_TRUE(same("ta.valuewhen(source = close, condition = close > 1)", "ta.valuewhen(close > 1, close)"));
    EXPECT_TRUE(same("ta.atr(length = 3)", "ta.atr(3)"));
}

TEST(Calls, take_the_column_of_the_bar_that_is_meant_when_it_is_left_out) {
    EXPECT_EQ(evaluate("ta.highest(2) == ta.highest(high, 2)").back(), 1.0);
    EXPECT_EQ(evaluate("ta.lowest(length = 2) == ta.lowest(low, 2)").back(), 1.0);
    EXPECT_EQ(evaluate("ta.highestbars(3)").back(), 0.0);
    EXPECT_EQ(evaluate("ta.lowestbars(3)").back(), -1.0);
}

TEST(Calls, average_all_their_arguments_together_and_keep_the_unit) {
    EXPECT_EQ(evaluate("math.avg(1, 2, 6)").front(), 3.0);
    EXPECT_THAT(evaluate("math.avg(close, open)"), ElementsAre(9.5, 11.5, 10.5, 13.5));
    EXPECT_FALSE(compile("math.avg(close, open) + volume").has_value());
    EXPECT_FALSE(compile("math.avg(close)").has_value());
}

TEST(Calls, compose_others) {
    EXPECT_THAT(evaluate("math.sum(close, 2)"), ElementsAre(IsNan(), 22, 23, 25));
    EXPECT_THAT(evaluate("ta.range(close, 2)"), ElementsAre(IsNan(), 2, 1, 3));
    EXPECT_THAT(evaluate("ta.variance(close, 2)"), ElementsAre(IsNan(), 1, 0.25, 2.25));
    EXPECT_THAT(evaluate("ta.bbw(close, 2, 1)").back(), 100.0 * 3.0 / 12.5);
    EXPECT_EQ(evaluate("ta.aroonosc(2) == ta.aroon(2).oscillator").back(), 1.0);
    EXPECT_EQ(evaluate("ta.adl == ta.accdist").back(), 1.0);
    EXPECT_THAT(evaluate("ta.vortex(1).plus").back(), 6.0 / 4.0);
}

TEST(Calls, average_plain_prices_exactly) {
    market::CandleTable table;
    for (const std::int64_t close : {10'000'000, 20'000'000, 30'000'000}) {
        table.push_back(static_cast<std::int64_t>(table.size()), close, close, close, close, 0);
    }

    // 0.1 + 0.2 + 0.3 is not 0.6 in doubles.
    EXPECT_EQ(evaluate("ta.sma(close, 3) == 0.2", table, 3).back(), 1.0);
}

TEST(ColumnCache, computes_what_programs_share_once) {
    const market::CandleTable table = four_bars();
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars);
    const auto first = compile("ta.sma(close, 2) > ta.ema(close, 3)");
    const auto second = compile("ta.ema(close, 3) < ta.sma(close, 2)");

    ASSERT_TRUE(first->run(cache).has_value());
    const std::size_t before = cache.column_count();
    ASSERT_TRUE(first->run(cache).has_value());
    EXPECT_EQ(cache.column_count(), before);
    ASSERT_TRUE(second->run(cache).has_value());

    EXPECT_EQ(cache.column_count(), before + 1);
}

TEST(ColumnCache, refuses_to_take_more_memory_than_it_may) {
    const market::CandleTable table = four_bars();
    indicators::PriceBars bars(table.columns());
    ColumnCache enough(bars, 2 * 4 * sizeof(double));
    ColumnCache too_small(bars, 2 * 4 * sizeof(double) - 1);
    const auto program = compile("close[1] + open");

    EXPECT_TRUE(program->run(enough).has_value());
    const auto refused = program->run(too_small);

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::exhausted);
}

TEST(Program, folds_constants_and_holds_equal_parts_once) {
    EXPECT_EQ(compile("1 + 2 * 3 > 4 ? 5 : 6")->step_count(), 1U);
    EXPECT_EQ(compile("ta.sma(close, 9) - ta.sma(close, 8 + 1)")->step_count(), 4U);
    EXPECT_EQ(compile("ta.macd(close).macd - ta.macd(close, 12, 26, 9).signal")->step_count(), 8U);
}

TEST(Program, takes_constants_of_its_surroundings) {
    const std::vector<NamedConstant> constants{{"fast", 2.0}, {"strict", 1.0, ValueType::condition}};

    const auto program = compile("strict ? ta.sma(close, fast) : close", constants);

    ASSERT_TRUE(program.has_value());
    const market::CandleTable table = four_bars();
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars);
    EXPECT_EQ(program->run(cache)->back(), 12.5);
}

}  // namespace
}  // namespace spark::expression
