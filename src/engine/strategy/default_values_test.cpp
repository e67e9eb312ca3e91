#include "engine/strategy/default_values.hpp"

#include <gtest/gtest.h>

#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/rng.hpp"

namespace spark::strategy {
namespace {

constexpr std::string_view toml = R"toml(# Mine. Ölçü: "default = 9" stands in a comment.
name = "mine"
version = 3

[parameters]
fast = { type = "int", least = 2, most = 200, default = 9 } # hızlı
slow = { description = "ağır, default = 21", default = 21, type = "int", least = 3, most = 400 }

[parameters.width]
type = "float"
least = 0.1
most = 10
step = 0.1
default = 2 # wide

[parameters.kind]
type = "choice"
choices = ["sma", "ema"]
default = "sma"

[parameters.short]
type = "bool"
default = false

[long]
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow)) and kind_is_ema"
exit = "close < ta.sma(close, slow) * (1 - width / 100) or short"
)toml";

TEST(DefaultValues, change_the_values_alone_and_leave_every_comment) {
    const auto before = load_definition(toml, "mine.toml", DocumentSyntax::toml);
    ASSERT_TRUE(before.has_value()) << before.error().message << before.error().place;
    std::vector<std::int64_t> values;
    for (const ParameterSpec& spec : before->parameters()) values.push_back(spec.fallback);
    const auto set = [&](std::string_view name, std::int64_t value) {
        for (std::size_t at = 0; at < values.size(); ++at)
            if (before->parameters()[at].name == name) values[at] = value;
    };
    set("fast", 12);
    set("slow", 40);
    set("width", 250'000'000 / 100 * 100);
    set("kind", 1);
    set("short", 1);

    const auto made = with_default_values(toml, DocumentSyntax::toml, values);

    ASSERT_TRUE(made.has_value()) << made.error().message;
    std::string wanted(toml);
    const auto replace = [&](std::string_view from, std::string_view to) {
        wanted.replace(wanted.find(from), from.size(), to);
    };
    replace("default = 9 }", "default = 12 }");
    replace("default = 21, type", "default = 40, type");
    replace("default = 2 # wide", "default = 2.5 # wide");
    replace("default = \"sma\"", "default = \"ema\"");
    replace("default = false", "default = true");
    EXPECT_EQ(*made, wanted);
}

TEST(DefaultValues, are_refused_out_of_range_and_against_the_rules_between_parameters) {
    const auto cross = find_built_in("smaCross");
    ASSERT_TRUE(cross.has_value());
    const std::string text = to_toml(*cross->document());
    std::vector<std::int64_t> values;
    for (const ParameterSpec& spec : cross->parameters()) values.push_back(spec.fallback);

    values[0] = cross->parameters()[0].most + 1;
    EXPECT_EQ(with_default_values(text, DocumentSyntax::toml, values).error().fault, Fault::invalid_input);
    values.pop_back();
    EXPECT_EQ(with_default_values(text, DocumentSyntax::toml, values).error().fault, Fault::invalid_input);
}

TEST(DefaultValues, of_every_built_in_document_are_taken_in_both_syntaxes) {
    Rng rng(3);
    for (std::size_t round = 0; round < 20 * built_ins().size(); ++round) {
        const BuiltInDocument& built_in = built_ins()[round % built_ins().size()];
        SCOPED_TRACE(round);
        const auto definition = find_built_in(built_in.name);
        ASSERT_TRUE(definition.has_value());
        std::vector<std::int64_t> values;
        for (const ParameterSpec& spec : definition->parameters())
            values.push_back(spec.least + rng.uniform(0, (spec.most - spec.least) / spec.step) * spec.step);
        const bool is_allowed = definition->check(values).has_value();

        const std::string json = wire::to_text(to_json(*definition->document(), DocumentForm::full));
        for (const bool is_json : {false, true}) {
            const std::string_view text = is_json ? std::string_view(json) : built_in.toml;
            const auto syntax = is_json ? DocumentSyntax::json : DocumentSyntax::toml;
            const auto made = with_default_values(text, syntax, values);
            if (!is_allowed && !made) continue;
            ASSERT_TRUE(made.has_value()) << built_in.name << ": " << made.error().message << made.error().place;
            const auto again = load_definition(*made, "again", syntax);
            ASSERT_TRUE(again.has_value());
            for (std::size_t at = 0; at < values.size(); ++at)
                EXPECT_EQ(again->parameters()[at].fallback, values[at]) << built_in.name;
            EXPECT_EQ(rules_text(*again->document()), rules_text(*definition->document()));
            EXPECT_EQ(first_other_rule(*definition->document(), *again->document()), "");
        }
    }
}

TEST(FirstOtherRule, names_what_differs_beside_version_and_defaults) {
    const auto before = read_document(toml, "a", DocumentSyntax::toml);
    ASSERT_TRUE(before.has_value());
    Document after = *before;
    after.version = 9;
    after.what_en = "Other words.";
    after.parameters[0].fallback = 10;
    EXPECT_EQ(first_other_rule(*before, after), "");

    after.long_side->exit.text = "close > open";
    EXPECT_EQ(first_other_rule(*before, after), "long.exit");
    after = *before;
    after.parameters[0].most += 1;
    EXPECT_TRUE(first_other_rule(*before, after).starts_with("parameters."));
    after = *before;
    after.name = "yours";
    EXPECT_EQ(first_other_rule(*before, after), "name");
}

}  // namespace
}  // namespace spark::strategy
