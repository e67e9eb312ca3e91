#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "engine/expression/detail/condition_bits.hpp"
#include "engine/expression/testing/evaluate.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::expression {
namespace {

using indicators::BitColumn;
using testing::evaluate;
using testing::Values;

Values bits_of(std::string_view text, const market::CandleTable& table) {
    const auto program = compile(text);
    EXPECT_TRUE(program.has_value()) << text;
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars);
    const auto bits = program->run_condition(cache);
    EXPECT_TRUE(bits.has_value()) << text;
    Values values;
    for (std::size_t bar = 0; bar < (*bits)->size(); ++bar) values.push_back((*bits)->test(bar) ? 1.0 : 0.0);
    return values;
}

TEST(Bits, say_what_a_condition_is_a_bar_a_bit) {
    const market::CandleTable table = testing::four_bars();

    EXPECT_THAT(bits_of("close > close[1]", table), ::testing::ElementsAre(0, 1, 0, 1));
    EXPECT_THAT(bits_of("not (close > close[1])", table), ::testing::ElementsAre(1, 0, 1, 0));
    EXPECT_THAT(bits_of("(close > 11)[1]", table), ::testing::ElementsAre(0, 0, 1, 0));
    EXPECT_THAT(bits_of("not (close > 11)[1]", table), ::testing::ElementsAre(1, 1, 0, 1));
    EXPECT_THAT(bits_of("na((close > 11)[2])", table), ::testing::ElementsAre(1, 1, 0, 0));
    EXPECT_THAT(bits_of("true", table), ::testing::ElementsAre(1, 1, 1, 1));
    EXPECT_THAT(bits_of("close > 11 ? close > 13 : (open > 0)[1]", table), ::testing::ElementsAre(0, 0, 1, 1));
    EXPECT_THAT(bits_of("ta.rising(close, 1)", table), ::testing::ElementsAre(0, 1, 0, 1));
}

TEST(Bits, are_refused_of_a_number) {
    const market::CandleTable table = testing::four_bars();
    indicators::PriceBars bars(table.columns());
    ColumnCache cache(bars);

    const auto bits = compile("close")->run_condition(cache);

    ASSERT_FALSE(bits.has_value());
    EXPECT_EQ(bits.error().fault, Fault::invalid_input);
}

TEST(Bits, take_no_memory_for_averages_that_nothing_reads) {
    const market::CandleTable table = testing::four_bars();
    indicators::PriceBars bars(table.columns());
    // Running sums (5 × 8 bytes), two pairs of crossings and orders, three bit columns; no column of four doubles more.
    ColumnCache cache(bars, 5 * 8 + 3 * 8 + 2 * 16 + 8);
    const auto program = compile("ta.crossover(ta.sma(close, 2), ta.sma(close, 3)) or ta.sma(close, 3) > close");

    EXPECT_TRUE(program->run_condition(cache).has_value());

    const auto numbers = compile("ta.sma(close, 2)")->run(cache);
    ASSERT_FALSE(numbers.has_value());
    EXPECT_EQ(numbers.error().fault, Fault::exhausted);
}

/// A source with few different values, na now and then, of up to three words.
Values arbitrary_values(std::size_t size) {
    indicators::testing::Draw draw(*rc::gen::arbitrary<std::uint32_t>());
    Values values(size);
    for (double& value : values) value = draw.below(5) == 0 ? testing::na : static_cast<double>(draw.below(4)) - 1.0;
    return values;
}

RC_GTEST_PROP(Bits, of_each_operator_agree_with_its_doubles, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(0, 200);
    const std::array sources{arbitrary_values(size), arbitrary_values(size)};
    for (const Function& row : functions()) {
        const bool compares = row.bits >= BitRule::less && row.bits <= BitRule::cross;
        if (!compares) continue;
        for (const std::size_t one_number : {0U, 1U, 2U}) {  // the first, the second, none is a constant
            if (size == 0) continue;
            std::array<Operand, 2> operands;
            std::array<Values, 2> spread = sources;
            for (std::size_t at = 0; at < 2; ++at) {
                operands[at] = {.data = sources[at].data(), .size = size};
                if (at != one_number) continue;
                operands[at] = {.data = sources[at].data(), .size = 1, .step = 0};
                spread[at].assign(size, sources[at][0]);
            }
            const std::array<Operand, 2> columns{Operand{.data = spread[0].data(), .size = size},
                                                 Operand{.data = spread[1].data(), .size = size}};
            Values wanted(size);
            const std::array<indicators::Output, 1> out{indicators::Output(wanted)};
            row.run({.bars = nullptr, .arguments = columns, .out = out});

            const BitColumn found = detail::compared(row.bits, operands[0], operands[1], size);

            Values unpacked(size);
            detail::unpack({found}, unpacked);
            RC_ASSERT(unpacked == wanted);
        }
    }
}

RC_GTEST_PROP(Bits, packed_and_shifted_are_the_doubles_shifted, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(0, 200);
    Values values = arbitrary_values(size);
    for (double& value : values) value = std::isnan(value) ? value : static_cast<double>(value > 0.0);
    const auto bars = *rc::gen::inRange<std::size_t>(1, 210);

    Values found(size);
    detail::unpack(detail::shifted(detail::packed(values), bars), found);

    for (std::size_t bar = 0; bar < size; ++bar) {
        RC_ASSERT(indicators::testing::same(found[bar], bar < bars ? testing::na : values[bar - bars]));
    }
}

/// Sign of one average less another as fractions made from scratch; 2 where one does not exist.
int order_of(const market::CandleTable& table, std::size_t bar, std::size_t left, std::size_t right) {
    if (bar + 1 < std::max(left, right)) return 2;
    const auto sum = [&](std::size_t length) {
        Int128 total = 0;
        for (std::size_t back = 0; back < length; ++back) total += table.close[bar - back];
        return total;
    };
    const Int128 a = sum(left) * static_cast<Int128>(right);
    const Int128 b = sum(right) * static_cast<Int128>(left);
    return a > b ? 1 : (a < b ? -1 : 0);
}

RC_GTEST_PROP(Averages, of_one_price_column_are_compared_and_crossed_as_fractions, ()) {
    const market::CandleTable table = indicators::testing::arbitrary_bars(200);
    const auto left = *rc::gen::inRange<std::size_t>(1, 12);
    const auto right = *rc::gen::inRange<std::size_t>(1, 12);
    const auto side = [](std::size_t length) {
        return length == 1 ? std::string("close") : "ta.sma(close, " + std::to_string(length) + ")";
    };
    const auto check = [&](const std::string& text, auto wanted) {
        const Values bits = bits_of(text, table);
        RC_ASSERT(bits == evaluate(text, table, table.size()));
        for (std::size_t bar = 0; bar < table.size(); ++bar) {
            const int now = order_of(table, bar, left, right);
            const int before = bar == 0 ? 2 : order_of(table, bar - 1, left, right);
            RC_ASSERT(bits[bar] == (wanted(now, before) ? 1.0 : 0.0));
        }
    };
    check(side(left) + " < " + side(right), [](int now, int) { return now == -1; });
    check(side(left) + " <= " + side(right), [](int now, int) { return now == -1 || now == 0; });
    check(side(left) + " > " + side(right), [](int now, int) { return now == 1; });
    check(side(left) + " >= " + side(right), [](int now, int) { return now == 1 || now == 0; });
    check(side(left) + " == " + side(right), [](int now, int) { return now == 0; });
    check(side(left) + " != " + side(right), [](int now, int) { return now == 1 || now == -1; });
    const auto over = [](int now, int before) { return now == 1 && (before == 0 || before == -1); };
    const auto under = [](int now, int before) { return now == -1 && (before == 0 || before == 1); };
    check("ta.crossover(" + side(left) + ", " + side(right) + ")", over);
    check("ta.crossunder(" + side(left) + ", " + side(right) + ")", under);
    check("ta.cross(" + side(left) + ", " + side(right) + ")",
          [&](int now, int before) { return over(now, before) || under(now, before); });
}

}  // namespace
}  // namespace spark::expression
