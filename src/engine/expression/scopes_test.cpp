#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "engine/expression/testing/evaluate.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::expression {
namespace {

using ::testing::ElementsAre;
using ::testing::IsNan;
using testing::Values;

constexpr std::int64_t hour_ns = 3'600'000'000'000;

Timeframe timeframe(std::string_view text) { return *Timeframe::parse(text); }

/// Hourly bars from an hour on whose closes count 1, 2, 3, …; hours in `missing` are not there.
market::CandleTable hours(std::int64_t first_hour, std::int64_t count, const std::vector<std::int64_t>& missing = {}) {
    market::CandleTable table;
    for (std::int64_t hour = first_hour; hour < first_hour + count; ++hour) {
        if (std::ranges::count(missing, hour) != 0) continue;
        const std::int64_t close = (hour - first_hour + 1) * units_per_one;
        table.push_back(hour * hour_ns, close, close, close, close, units_per_one);
    }
    return table;
}

/// The bars of a run, and of other symbols, with the names they have.
struct Other {
    std::string name;
    market::CandleTable table;
    std::optional<Timeframe> timeframe{};
};

Result<Values> run_on(std::string_view text, const market::CandleTable& table, const std::vector<Other>& others = {},
                      std::string_view length = "1h") {
    SPARK_TRY(const Program program, compile(text));
    indicators::PriceBars bars(table.columns());
    std::vector<std::unique_ptr<indicators::PriceBars>> other_bars;
    ColumnCache cache(bars, timeframe(length));
    for (const Other& other : others) {
        other_bars.push_back(std::make_unique<indicators::PriceBars>(other.table.columns()));
        cache.add_symbol(other.name, *other_bars.back(), other.timeframe);
    }
    SPARK_TRY(const indicators::Source column, program.run(cache));
    Values values(column.begin(), column.end());
    if (program.type() == ValueType::condition) {
        SPARK_TRY(const indicators::BitColumn* const bits, program.run_condition(cache));
        for (std::size_t bar = 0; bar < values.size(); ++bar) EXPECT_EQ(bits->test(bar), values[bar] == 1.0) << text;
    }
    return values;
}

Error error_on(std::string_view text, const market::CandleTable& table, const std::vector<Other>& others = {}) {
    const auto values = run_on(text, table, others);
    EXPECT_FALSE(values.has_value()) << text;
    return values ? Error{} : values.error();
}

TEST(Timeframes, show_a_bar_from_the_close_that_ends_it_and_not_before) {
    const auto closes = run_on("tf('4h', close)", hours(0, 10));

    ASSERT_TRUE(closes.has_value()) << closes.error().message;
    EXPECT_THAT(*closes, ElementsAre(IsNan(), IsNan(), IsNan(), 4, 4, 4, 4, 8, 8, 8));
}

TEST(Timeframes, show_a_daily_bar_from_the_last_hour_of_its_day_on) {
    const auto closes = run_on("tf('1d', close)", hours(0, 48));

    EXPECT_THAT((*closes)[22], IsNan());
    EXPECT_EQ((*closes)[23], 24.0);
    EXPECT_EQ((*closes)[46], 24.0);
    EXPECT_EQ((*closes)[47], 48.0);
}

TEST(Timeframes, count_history_inside_in_their_bars_and_outside_in_the_runs) {
    EXPECT_THAT(*run_on("tf('2h', close[1])", hours(0, 6)), ElementsAre(IsNan(), IsNan(), IsNan(), 2, 2, 4));
    EXPECT_THAT(*run_on("tf('2h', close)[1]", hours(0, 6)), ElementsAre(IsNan(), IsNan(), 2, 2, 4, 4));
}

TEST(Timeframes, begin_with_the_part_of_a_bar_that_is_there_and_go_on_over_missing_bars) {
    EXPECT_THAT(*run_on("tf('4h', open)", hours(2, 4)), ElementsAre(IsNan(), 1, 1, 1));
    // The bar of 0 to 4 ends although its last hour is missing; the one of 4 to 8 is not there at all.
    EXPECT_THAT(*run_on("tf('4h', close)", hours(0, 12, {3, 4, 5, 6, 7})),
                ElementsAre(IsNan(), IsNan(), IsNan(), 3, 3, 3, 12));
}

TEST(Timeframes, resample_weeks_from_monday_on) {
    // 1970-01-01 was a Thursday: the first week has four days.
    const auto closes = run_on("tf('1w', close)", hours(0, 24 * 12));

    EXPECT_THAT((*closes)[24 * 4 - 2], IsNan());
    EXPECT_EQ((*closes)[24 * 4 - 1], 24.0 * 4);
    EXPECT_EQ((*closes)[24 * 11 - 1], 24.0 * 11);
    EXPECT_EQ((*closes)[24 * 11 - 2], 24.0 * 4);
}

TEST(Timeframes, are_computed_on_exact_longer_bars) {
    const auto table = hours(0, 8);
    EXPECT_THAT(*run_on("tf('2h', ta.sma(close, 2))", table), ElementsAre(IsNan(), IsNan(), IsNan(), 3, 3, 5, 5, 7));
    EXPECT_THAT(*run_on("tf('2h', high - low + 1)", table), ElementsAre(IsNan(), 2, 2, 2, 2, 2, 2, 2));
    EXPECT_THAT(*run_on("tf('2h', ta.crossover(close, 3))", table), ElementsAre(IsNan(), 0, 0, 1, 1, 0, 0, 0));
}

TEST(Timeframes, nest_to_longer_ones_and_show_each_from_the_end_of_its_own_bar) {
    const auto table = hours(0, 12);

    EXPECT_EQ(*run_on("nz(tf('2h', tf('4h', close)))", table), *run_on("nz(tf('4h', close))", table));
    EXPECT_THAT(*run_on("tf('2h', tf('4h', close)[1])", table),
                ElementsAre(IsNan(), IsNan(), IsNan(), IsNan(), IsNan(), 4, 4, 4, 4, 8, 8, 8));
    const auto refused = compile("tf('4h', tf('2h', close))");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().place, "1:13");
}

TEST(Timeframes, are_refused_with_their_place_when_they_do_not_fit_the_bars) {
    const auto table = hours(0, 8);
    for (const auto* text : {"tf('30m', close)", "tf('1h', close)", "tf('90m', close)"}) {
        const Error error = error_on(text, table);
        EXPECT_EQ(error.fault, Fault::invalid_input) << text;
        EXPECT_EQ(error.place, "1:4") << text;
        EXPECT_NE(error.message.find("bars of 1h"), std::string::npos) << error.message;
        EXPECT_EQ(compile(text, Names{.timeframe = timeframe("1h")}).error().place, "1:4") << text;
    }
    EXPECT_EQ(error_on("tf('day', close)", table).place, "1:4");
    EXPECT_EQ(error_on("tf(1, close)", table).place, "1:4");
    EXPECT_EQ(error_on("tf", table).place, "1:1");
    EXPECT_EQ(error_on("close + tf('4h')", table).place, "1:16");
}

TEST(Timeframes, need_the_length_of_the_bars_and_bars_no_nearer_than_that) {
    const auto table = hours(0, 8);
    indicators::PriceBars bars(table.columns());
    ColumnCache unknown(bars);
    const auto program = compile("tf('4h', close)");

    const auto refused = program->run(unknown);

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::invalid_input);
    EXPECT_EQ(refused.error().place, "1:4");
    const auto crowded = run_on("tf('4h', close)", table, {}, "2h");
    ASSERT_FALSE(crowded.has_value());
    EXPECT_NE(crowded.error().message.find("bar 1 opens within"), std::string::npos) << crowded.error().message;
}

TEST(Timeframes, are_computed_once_for_all_programs) {
    const auto table = hours(0, 8);
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars, timeframe("1h"));
    ASSERT_TRUE(compile("tf('4h', ta.sma(close, 2))")->run(cache).has_value());
    const std::size_t before = cache.column_count();

    ASSERT_TRUE(compile("tf('240m', ta.sma(close, 2))")->run(cache).has_value());
    EXPECT_EQ(cache.column_count(), before);
    ASSERT_TRUE(compile("ta.sma(close, 2)")->run(cache).has_value());
    EXPECT_EQ(cache.column_count(), before + 3) << "the run's own average is another one";
}

TEST(Timeframes, keep_type_unit_and_constants_and_hold_for_definitions_inside) {
    const auto average = compile("ta.sma(close, 2)");
    const std::array definitions{NamedProgram{"average", &*average}};
    const Names names{.definitions = definitions};

    const auto daily = compile("tf('2h', average) > average", names);

    ASSERT_TRUE(daily.has_value());
    EXPECT_EQ(daily->type(), ValueType::condition);
    EXPECT_EQ(daily->step_count(), 8U) << "close, 2 and the average on each of both bars, one projection, one >";
    EXPECT_FALSE(compile("tf('2h', volume) > close").has_value());
    EXPECT_TRUE(compile("ta.sma(close, tf('2h', 3))").has_value());
    const auto outer = compile("tf('2h', close)");
    const std::array nested{NamedProgram{"two_hours", &*outer}};
    EXPECT_EQ(compile("tf('4h', two_hours)", Names{.definitions = nested}).error().place, "1:10");
}

RC_GTEST_PROP(Timeframes, give_what_they_gave_when_later_bars_are_cut_away, ()) {
    const market::CandleTable table = indicators::testing::arbitrary_bars(150);
    const auto cut = static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(table.size()) + 1));
    market::CandleTable part;
    for (std::size_t bar = 0; bar < cut; ++bar) {
        part.push_back(table.open_time_ns[bar], table.open[bar], table.high[bar], table.low[bar], table.close[bar],
                       table.volume[bar]);
    }
    const market::CandleTable other = indicators::testing::arbitrary_bars(150);
    for (const auto* text :
         {"tf('1d', close[1]) + tf('4h', ta.atr(3))", "tf('4h', tf('1d', ta.ema(close, 2))[1])",
          "tf('3h', ta.crossover(close, ta.sma(close, 2)))", "tf('1w', high) - close",
          "sym('X', ta.sma(close, 3)) + close", "tf('1d', sym('X', volume))", "sym('X', tf('1d', bar_index))"}) {
        const auto whole = run_on(text, table, {{"X", other}});
        const auto cut_off = run_on(text, part, {{"X", other}});
        RC_ASSERT(whole.has_value() && cut_off.has_value() && cut_off->size() == cut);
        for (std::size_t bar = 0; bar < cut; ++bar) {
            RC_ASSERT(indicators::testing::same((*whole)[bar], (*cut_off)[bar]));
        }
    }
}

TEST(Symbols, show_their_last_bar_that_has_closed_by_then) {
    const auto run = hours(0, 6);

    // Later start, a missing hour, an earlier end.
    EXPECT_THAT(*run_on("sym('X', close)", run, {{"X", hours(1, 4, {3})}}), ElementsAre(IsNan(), 1, 2, 2, 4, 4));
    // Two-hour bars close on every second hour.
    EXPECT_THAT(*run_on("sym('X', close)", hours(0, 4),
                        {{"X",
                          [] {
                              market::CandleTable table;
                              table.push_back(0, 1, 1, 1, 7 * units_per_one, 1);
                              return table;
                          }(),
                          timeframe("2h")}}),
                ElementsAre(IsNan(), 7, 7, 7));
}

TEST(Symbols, count_history_inside_in_their_bars_and_may_stand_in_and_around_timeframes) {
    const std::vector<Other> others{{"X", hours(0, 8)}};

    EXPECT_THAT(*run_on("sym('X', close[1])", hours(0, 3), others), ElementsAre(IsNan(), 1, 2));
    EXPECT_THAT(*run_on("nz(sym('X', tf('2h', close)))", hours(0, 8), others), ElementsAre(0, 2, 2, 4, 4, 6, 6, 8));
    EXPECT_THAT(*run_on("nz(tf('2h', sym('X', close)))", hours(0, 8), others), ElementsAre(0, 2, 2, 4, 4, 6, 6, 8));
}

TEST(Symbols, that_are_not_there_are_refused_with_the_nearest_name) {
    const std::vector<Other> others{{"ETHUSDT", hours(0, 8)}};
    const Error error = error_on("close + sym('ETHUSD', close)", hours(0, 8), others);

    EXPECT_EQ(error.fault, Fault::invalid_input);
    EXPECT_EQ(error.place, "1:13");
    EXPECT_EQ(error.remedy, "did you mean 'ETHUSDT'?");
    EXPECT_EQ(error_on("sym('ETHUSDT', close)", hours(0, 8)).place, "1:5");

    EXPECT_TRUE(run_on("sym('NONE', 3) + tf('2h', close)", hours(0, 8)).has_value()) << "a constant needs no bars";

    const std::array<std::string_view, 1> symbols{"ETHUSDT"};
    const auto refused = compile("sym('ETHUSD', close)", Names{.symbols = symbols});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().remedy, "did you mean 'ETHUSDT'?");
    EXPECT_TRUE(compile("sym('ETHUSDT', close)", Names{.symbols = symbols}).has_value());
}

TEST(Comments, end_with_their_line) {
    EXPECT_EQ(testing::evaluate("1 + # one\n2 // two\n# three").front(), 3.0);
    EXPECT_EQ(compile("// one\n  clsoe").error().place, "2:3");
    EXPECT_FALSE(compile("# nothing").has_value());
}

}  // namespace
}  // namespace spark::expression
