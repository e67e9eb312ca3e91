#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/expression/program.hpp"
#include "engine/expression/testing/evaluate.hpp"

namespace spark::expression {
namespace {

using ::testing::ElementsAre;
using testing::four_bars;
using ::testing::IsEmpty;

Result<Program> compile_with(std::string_view text, std::string_view name, const Program& definition) {
    const std::array definitions{NamedProgram{name, &definition}};
    return compile(text, Names{.constants = {}, .definitions = definitions});
}

TEST(Definitions, are_parts_of_the_program_that_names_them_and_computed_once) {
    const auto average = compile("ta.sma(close, 2)");

    const auto program = compile_with("average > ta.sma(close, 2) or average < close", "average", *average);

    ASSERT_TRUE(program.has_value());
    EXPECT_EQ(program->step_count(), 6U);  // close, 2, sma, >, <, or
    const market::CandleTable table = four_bars();
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars);
    const auto column = program->run(cache);
    EXPECT_THAT(std::vector<double>(column->begin(), column->end()), ElementsAre(0, 1, 0, 1));
}

TEST(Definitions, keep_their_type_and_unit) {
    const auto condition = compile("close > open");
    const auto price = compile("ta.sma(close, 2)");

    EXPECT_TRUE(compile_with("rising ? 1 : 0", "rising", *condition).has_value());
    EXPECT_FALSE(compile_with("rising + 1", "rising", *condition).has_value());
    const auto mixed = compile_with("volume > average", "average", *price);
    ASSERT_FALSE(mixed.has_value());
    EXPECT_EQ(mixed.error().place, "1:10");
}

TEST(Definitions, that_are_constant_may_be_lengths) {
    const auto length = compile("4 / 2");

    const auto program = compile_with("ta.sma(close, length + 1)", "length", *length);

    ASSERT_TRUE(program.has_value());
    EXPECT_EQ(program->step_count(), 3U);
    EXPECT_TRUE(length->is_constant());
    EXPECT_FALSE(program->is_constant());
}

TEST(Definitions, count_against_the_limit_of_parts_where_they_are_used) {
    std::string text = "close";
    for (int at = 0; at < 1'500; ++at) text += "+" + std::to_string(at);
    const auto large = compile(text);
    ASSERT_TRUE(large.has_value());
    std::string second = "large * open";
    for (int at = 2'000; at < 2'600; ++at) second += "+" + std::to_string(at);

    const auto program = compile_with(second, "large", *large);

    ASSERT_FALSE(program.has_value());
    EXPECT_NE(program.error().message.find("4096 parts"), std::string::npos) << program.error().message;
}

TEST(Definitions, are_suggested_where_a_name_is_near_and_never_hide_a_name_of_the_language) {
    const auto length = compile("3");

    EXPECT_EQ(compile_with("lenght", "length", *length).error().remedy, "did you mean 'length'?");
    EXPECT_FALSE(compile_with("close", "close", *length)->is_constant());
}

TEST(NamesUsed, are_those_the_language_does_not_know_in_order_of_first_use) {
    EXPECT_THAT(*names_used("slow > fast ? ta.sma(close, fast) : na + math.abs(x1) - ta.macd(close).hist"),
                ElementsAre("slow", "fast", "x1"));
    EXPECT_THAT(*names_used("not true and close > open[1] or na(volume)"), IsEmpty());
    EXPECT_THAT(*names_used("unknown(close) + other.thing"), IsEmpty());
    EXPECT_FALSE(names_used("close $ open").has_value());
}

TEST(ReservedNames, are_all_words_of_the_language) {
    for (const auto* name :
         {"close", "bar_index", "time", "and", "not", "true", "na", "nz", "ta", "math", "tf", "sym", "let", "ta.sma"}) {
        EXPECT_TRUE(is_reserved_name(name)) << name;
    }
    for (const auto* name : {"fast", "closes", "sma", "Close", ""}) EXPECT_FALSE(is_reserved_name(name)) << name;
}

}  // namespace
}  // namespace spark::expression
