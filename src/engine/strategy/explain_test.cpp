#include "engine/strategy/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/strategy/built_ins.hpp"

namespace spark::strategy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> told(const Definition& definition, std::vector<Assignment> given, Tongue tongue) {
    const auto values = resolve_parameters(definition.parameters(), given);
    EXPECT_TRUE(values.has_value());
    const auto sentences = explain(definition, *values, tongue);
    EXPECT_TRUE(sentences.has_value());
    return sentences ? *sentences : std::vector<std::string>{};
}

Definition document(std::string_view text) {
    return *load_definition("name = 'mine'\nversion = 1\n" + std::string(text), "doc.toml", DocumentSyntax::toml);
}

TEST(Explain, tells_a_crossing_with_its_values_in_both_languages) {
    const Definition sma = *find_built_in("smaCross");

    EXPECT_THAT(
        told(sma, {{"fast", "5"}, {"sl_pct", "2"}}, Tongue::english),
        ElementsAre("Enters long at the next bar's open when the 5-bar simple average of close crosses over the 21-bar "
                    "simple average of close.",
                    "Leaves long at the next bar's open when the 5-bar simple average of close crosses under the "
                    "21-bar simple average of close.",
                    "Stop-loss (long): 2 % below the signal bar's close.", "Does not trade short with these values."));
    EXPECT_THAT(told(sma, {{"short", "true"}}, Tongue::turkish)[2],
                HasSubstr("kısa yönde girer: kapanış değerinin 9 barlık basit ortalaması, kapanış değerinin 21 barlık "
                          "basit ortalaması değerini aşağı kesiyor"));
}

TEST(Explain, leaves_out_an_exit_that_the_values_turn_off) {
    const auto sentences = told(*find_built_in("smaCross"), {{"exit_on_cross", "false"}}, Tongue::english);

    for (const std::string& sentence : sentences) EXPECT_THAT(sentence, ::testing::Not(HasSubstr("Leaves long")));
}

TEST(Explain, tells_history_timeframes_and_orders) {
    const auto sentences = told(document("[long]\nenter = 'close[2] > tf(\"1d\", ta.ema(close, 3))'\nentry_price = "
                                         "'high * 1.01'\n[entry]\ntype = 'stop'\n[size]\nrisk = 0.01\n[stop]\n"
                                         "trailing_pct = 3\n"),
                                {}, Tongue::english);

    EXPECT_THAT(sentences,
                ElementsAre("Places a stop order to enter long at high × 1.01 when close of 2 bars before is above the "
                            "3-bar exponential average of close on completed 1d bars.",
                            "Trailing stop (long): 3 % away from the best price since the entry.",
                            "Size of every entry: 0.01 of the equity lost when the stop is hit."));
}

TEST(Explain, falls_back_to_the_expression_where_words_would_be_too_long) {
    std::string text = "[let]\nx0 = 'close + 1'\n";
    for (int at = 1; at < 20; ++at)
        text += "x" + std::to_string(at) + " = 'x" + std::to_string(at - 1) + " * x" + std::to_string(at - 1) + "'\n";

    const auto sentences = told(document(text + "[long]\nenter = 'x19   > 1'\n"), {}, Tongue::english);

    EXPECT_THAT(sentences, ElementsAre("Enters long at the next bar's open when x19 > 1."));
}

TEST(Explain, has_words_for_every_built_in) {
    for (const BuiltInDocument& built_in : built_ins()) {
        for (const Tongue tongue : {Tongue::english, Tongue::turkish})
            EXPECT_FALSE(told(*find_built_in(built_in.name), {}, tongue).empty()) << built_in.name;
    }
}

TEST(Differences, are_the_fields_that_differ_with_defaults_filled_in) {
    const Definition before = document("[long]\nenter = 'close > open'\n");
    const Definition after =
        document("description = 'x'\n[long]\nenter = 'close  >  open'\n[limits]\nentries_max = 2\n");

    const auto found = differences(*before.document(), *after.document());

    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].field, "description");
    EXPECT_EQ(found[0].before, "");
    EXPECT_EQ(found[1].field, "limits.entries_max");
    EXPECT_EQ(found[1].before, "1");
    EXPECT_EQ(found[1].after, "2");
    EXPECT_TRUE(differences(*before.document(), *before.document()).empty());
}

}  // namespace
}  // namespace spark::strategy
