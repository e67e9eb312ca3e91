#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

#include "engine/expression/program.hpp"
#include "engine/expression/testing/evaluate.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::expression {
namespace {

using testing::evaluate;

Error error_of(std::string_view text) {
    const auto program = compile(text);
    EXPECT_FALSE(program.has_value()) << text;
    return program ? Error{} : program.error();
}

struct Refusal {
    std::string_view text;
    std::string_view place;
    std::string_view message;
    std::string_view remedy;
};

TEST(Compile, refuses_with_line_and_column_what_was_found_and_what_is_near) {
    for (const Refusal& refusal : std::vector<Refusal>{
             {"", "1:1", "the end of the expression", ""},
             {"close +", "1:8", "the end of the expression", ""},
             {"close\n  + clsoe", "2:5", "unknown name 'clsoe'", "'close'"},
             {"sma(close, 9)", "1:1", "unknown name 'sma'", "'ta.sma'"},
             {"SMA(close, 9)", "1:1", "unknown name 'SMA'", "'ta.sma'"},
             {"abs(close)", "1:1", "unknown name 'abs'", "'math.abs'"},
             {"ta.crosover(close, open)", "1:1", "unknown name", "'ta.crossover'"},
             {"close open", "1:7", "found 'open'", ""},
             {"(close", "1:7", "allowed ')'", ""},
             {"ta.sma(close 9)", "1:14", "allowed ',' or ')'", ""},
             {"ta.sma(close, 9,)", "1:17", "found ')'", ""},
             {"ta.sma(close)", "1:1", "found 1 argument of ta.sma, allowed 2", "ta.sma(source, length)"},
             {"ta.sma(close, 9, 1)", "1:1", "found 3 arguments", "ta.sma(source, length)"},
             {"ta.sma(close, 0)", "1:15", "length of ta.sma 0", ""},
             {"ta.sma(close, 1000001)", "1:15", "1000001", ""},
             {"ta.sma(close, 2.5)", "1:15", "2.5", ""},
             {"ta.sma(close, close)", "1:15", "a series", ""},
             {"ta.sma(close > 1, 2)", "1:14", "a condition as source", "? 1 : 0"},
             {"ta.adx(1)", "1:8", "from 2", ""},
             {"ta.bb(close, 20, -1)", "1:18", "found -1 as multiplier", ""},
             {"ta.rsi", "1:1", "needs its arguments", "ta.rsi(source, length)"},
             {"ta.macd(close)", "1:15", ".macd .signal .hist", ""},
             {"ta.macd(close).his", "1:16", "field 'his'", "'.hist'"},
             {"ta.atr(14).value", "1:11", "no fields", ""},
             {"close and open", "1:1", "found a number as a of 'and'", "> 0"},
             {"not close", "1:5", "found a number as a of 'not'", ""},
             {"1 < 2 < 3", "1:3", "found a condition as a of '<'", ""},
             {"close == true", "1:10", "a number and a condition", ""},
             {"true ? 1 : false", "1:12", "a number and a condition", ""},
             {"close + volume", "1:9", "a price and a volume", ""},
             {"volume > ta.sma(close, 9)", "1:10", "a volume and a price", ""},
             {"close[-1]", "1:7", "look ahead", "[1]"},
             {"close[bar_index]", "1:7", "a series as history", ""},
             {"close[0.5]", "1:7", "0.5", ""},
             {"close[1e9]", "1:7", "1000000000", ""},
             {"close[na]", "1:7", "nan", ""},
             {"1e999", "1:1", "1e999", ""},
             {"12abc", "1:3", "'a'", ""},
             {"close && open", "1:7", "'&&'", "'and'"},
             {"close = 1", "1:7", "'='", "'=='"},
             {"ta.macd(close, fst = 9).hist", "1:16", "found 'fst' as a name", "'fast'"},
             {"ta.macd(close, fast = 9, fast = 8).hist", "1:26", "fast of ta.macd twice", ""},
             {"ta.macd(close, 9, fast = 8).hist", "1:19", "fast of ta.macd twice", ""},
             {"ta.macd(fast = 9, close).hist", "1:19", "without a name after", ""},
             {"ta.macd(fast = 9).hist", "1:1", "source of ta.macd is missing", "ta.macd(source, fast = 12"},
             {"ta.sma(length = 9, source = volume) + close", "1:39", "a volume and a price", ""},
             {"math.max(a = 1, b = 2)", "1:10", "found 'a' as a name", ""},
             {"ta.highest(close)", "1:12", "a series as length", ""},
             {"close + (open = 1)", "1:15", "'='", "'=='"},
             {"'text'", "1:1", "found 'text', allowed a number", ""},
             {"close + 'text", "1:9", "without a second one", ""},
             {"close $ open", "1:7", "begins nothing", ""},
             {"close + ş", "1:9", "'ş'", ""},
             {"and", "1:1", "found 'and'", ""},
         }) {
        const Error error = error_of(refusal.text);

        EXPECT_EQ(error.fault, Fault::invalid_input) << refusal.text;
        EXPECT_EQ(error.place, refusal.place) << refusal.text << ": " << error.message;
        EXPECT_NE(error.message.find(refusal.message), std::string::npos) << refusal.text << ": " << error.message;
        EXPECT_NE(error.remedy.find(refusal.remedy), std::string::npos) << refusal.text << ": " << error.remedy;
    }
}

TEST(Compile, bounds_bytes_and_nesting) {
    const auto padded = [](std::size_t bytes) { return "1" + std::string(bytes - 1, ' '); };
    const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "1" + std::string(depth, ')'); };

    EXPECT_TRUE(compile(padded(source_bytes_max)).has_value());
    EXPECT_FALSE(compile(padded(source_bytes_max + 1)).has_value());
    EXPECT_TRUE(compile(nested(nesting_max - 1)).has_value());
    EXPECT_FALSE(compile(nested(nesting_max)).has_value());
    EXPECT_FALSE(compile(std::string(source_bytes_max, '-')).has_value());
    EXPECT_FALSE(compile(std::string(source_bytes_max, '(')).has_value());
}

TEST(Compile, bounds_the_parts) {
    // Two parts a term: the constant and the sum so far.
    std::string text = "close";
    for (int at = 0; at < 2'045; ++at) text += "+" + std::to_string(at);
    EXPECT_TRUE(compile(text).has_value());
    for (int at = 2'045; at < 2'060; ++at) text += "+" + std::to_string(at);

    const Error error = error_of(text);

    EXPECT_NE(error.message.find("4096 parts"), std::string::npos) << error.message;
}

/// Any text that the grammar makes, of numbers (true) or conditions.
std::string arbitrary_expression(indicators::testing::Draw& draw, int depth, bool number);

std::string arbitrary_call(indicators::testing::Draw& draw, int depth, bool number) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        const Function& row =
            functions()[static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(function_count())))];
        if ((row.gives == Gives::number) != number) continue;
        std::string text(row.name);
        for (std::size_t at = 0; at < row.parameter_count(); ++at) {
            const Takes takes = row.parameters[at].takes;
            text += at == 0 ? "(" : ", ";
            if (takes == Takes::condition || takes == Takes::number || takes == Takes::either) {
                text += arbitrary_expression(draw, depth - 1, takes != Takes::condition);
            } else {
                text += std::to_string(draw.below(30) + 2);
            }
        }
        if (row.parameter_count() > 0) text += ")";
        if (row.field_count() > 0) text += "." + std::string(row.fields[0]);
        return text;
    }
    return number ? "close" : "true";
}

std::string arbitrary_expression(indicators::testing::Draw& draw, int depth, bool number) {
    static const std::vector<std::string> leaves{"close", "open", "hlc3", "na", "2", "0", "bar_index", "1e300"};
    static const std::vector<std::string> arithmetic{" + ", " - ", " * ", " / ", " % "};
    static const std::vector<std::string> comparisons{" < ", " <= ", " > ", " >= ", " == ", " != "};
    const auto pick = [&draw](const std::vector<std::string>& from) {
        return from[static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(from.size())))];
    };
    if (depth <= 0) return number ? pick(leaves) : "close > open";
    const auto part = [&](bool of_number) { return "(" + arbitrary_expression(draw, depth - 1, of_number) + ")"; };
    switch (draw.below(5)) {
        case 0: return arbitrary_call(draw, depth, number);
        case 1: return part(number) + "[" + std::to_string(draw.below(5)) + "]";
        case 2: return part(false) + " ? " + part(number) + " : " + part(number);
        case 3: return number ? "-" + part(true) : "not " + part(false);
        default: break;
    }
    if (number) return part(true) + pick(arithmetic) + part(true);
    return draw.below(2) == 0 ? part(true) + pick(comparisons) + part(true) : part(false) + " and " + part(false);
}

RC_GTEST_PROP(AnyExpression, gives_what_it_gave_when_later_bars_are_cut_away_and_nothing_infinite, ()) {
    indicators::testing::Draw draw(*rc::gen::arbitrary<std::uint32_t>());
    const market::CandleTable table = indicators::testing::arbitrary_bars(120);
    const auto cut = static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(table.size()) + 1));
    const std::string text = arbitrary_expression(draw, 4, draw.below(2) == 0);
    const auto program = compile(text);
    if (!program) {  // units, or a constant outside its bounds
        RC_ASSERT(program.error().fault == Fault::invalid_input && !program.error().place.empty());
        RC_DISCARD();
    }
    const testing::Values whole = evaluate(text, table, table.size());
    const testing::Values part = evaluate(text, table, cut);

    RC_ASSERT(whole.size() == table.size() && part.size() == cut);
    if (program->type() == ValueType::condition) {
        indicators::PriceBars bars(table.columns());
        ColumnCache cache(bars);
        const auto bits = program->run_condition(cache);
        for (std::size_t bar = 0; bar < table.size(); ++bar) RC_ASSERT((*bits)->test(bar) == (whole[bar] == 1.0));
    }
    for (std::size_t bar = 0; bar < cut; ++bar) {
        RC_ASSERT(indicators::testing::same(whole[bar], part[bar]));
        RC_ASSERT(!std::isinf(whole[bar]));
        if (program->type() == ValueType::condition) {
            RC_ASSERT(std::isnan(whole[bar]) || whole[bar] == 0.0 || whole[bar] == 1.0);
        }
    }
}

RC_GTEST_PROP(AnyText, is_an_expression_or_has_a_place_where_it_is_none, ()) {
    static const std::vector<std::string> parts{"close", "ta.sma", "ta.macd", "(",   ")",  "[",   "]", ",",
                                                ".",     "hist",   "9",       "1e9", "-",  "not", "?", ":",
                                                "<",     "=",      "!",       "na",  "\n", "\xff"};
    std::string text;
    for (const std::size_t index :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, parts.size()))) {
        text += parts[index] + " ";
    }

    const auto program = compile(text);

    RC_ASSERT(program.has_value() || !program.error().place.empty());
}

}  // namespace
}  // namespace spark::expression
