#include "app/cli/help.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/cli/columns.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/reference.hpp"
#include "foundation/config/settings.hpp"
#include "foundation/config/settings_reader.hpp"

namespace spark::cli {
namespace {

class HelpIn : public ::testing::TestWithParam<Language> {};

INSTANTIATE_TEST_SUITE_P(BothLanguages, HelpIn, ::testing::Values(Language::en, Language::tr),
                         [](const auto& given) { return std::string(code_of(given.param)); });

TEST_P(HelpIn, shows_examples_before_usage_and_every_flag) {
    for (const Verb& verb : verbs()) {
        if (verb.hidden) continue;
        const std::string text = help_of(verb, {.language = GetParam()});

        const std::size_t examples = text.find(say<messages::help_examples>(GetParam()));
        const std::size_t usage = text.find(say<messages::help_usage>(GetParam()));
        EXPECT_LT(examples, usage) << verb.path;
        EXPECT_TRUE(text.contains(usage_line(verb))) << verb.path;
        for (const Flag& flag : verb.flags) EXPECT_TRUE(text.contains(flag_form(flag))) << verb.path;
        for (const Positional& positional : verb.positionals) EXPECT_TRUE(text.contains(positional.name)) << verb.path;
        EXPECT_TRUE(text.contains("exit-codes")) << verb.path;
    }
}

TEST_P(HelpIn, keeps_sentences_within_the_columns) {
    const std::string text = help_of(*find_verb("backtest run"), {.language = GetParam(), .columns = 72});
    const std::size_t flags_at = text.find("\n\n" + say<messages::help_flags>(GetParam()));
    const std::size_t codes_at = text.find("\n\n" + say<messages::help_exit_codes>(GetParam()));

    const std::string flags = text.substr(flags_at, codes_at - flags_at);
    for (std::size_t from = 0; from < flags.size();) {
        const std::size_t end = std::min(flags.find('\n', from), flags.size());
        EXPECT_LE(column_count(flags.substr(from, end - from)), 72U) << flags.substr(from, end - from);
        from = end + 1;
    }
}

TEST_P(HelpIn, lists_every_verb_topic_and_global_flag_in_the_overview) {
    const std::string text = help_overview({.language = GetParam()});

    for (const Verb& verb : verbs()) EXPECT_EQ(text.contains("  " + std::string(verb.path)), !verb.hidden) << verb.path;
    for (const Topic& topic : topics()) EXPECT_TRUE(text.contains(topic.name));
    for (const Flag& flag : global_flags()) EXPECT_TRUE(text.contains(flag_form(flag)));
}

TEST_P(HelpIn, explains_every_exit_code_and_variable) {
    const std::string codes = help_of(*find_topic("exit-codes"), {.language = GetParam(), .columns = 200});
    const std::string variables = help_of(*find_topic("env"), {.language = GetParam(), .columns = 200});

    for (const ExitCode& row : exit_codes) EXPECT_TRUE(codes.contains(row.what.in(GetParam()))) << row.code;
    for (const config::Setting& setting : config::settings) {
        EXPECT_TRUE(variables.contains(config::environment_name(setting.name))) << setting.name;
    }
}

TEST_P(HelpIn, makes_a_manual_page_of_every_verb) {
    const std::string page = manual_page(GetParam(), "1.2.3");

    EXPECT_TRUE(page.starts_with(".TH SPARK 1"));
    for (const Verb& verb : verbs()) {
        EXPECT_EQ(page.contains(".SS spark " + std::string(verb.path) + "\n"), !verb.hidden) << verb.path;
        EXPECT_EQ(page.contains(verb.purpose.in(GetParam())), !verb.hidden) << verb.path;
    }
}

TEST(Help, names_nouns_verbs_and_topics_and_suggests) {
    EXPECT_TRUE(help_on(std::vector<std::string>{"data"}, {}).value().contains("data resample"));
    EXPECT_TRUE(help_on(std::vector<std::string>{"data", "info"}, {}).value().contains("DATASET"));
    EXPECT_TRUE(help_on(std::vector<std::string>{"topic", "json"}, {}).value().contains("spark.error/1"));
    EXPECT_TRUE(help_on({}, {}).value().contains("backtest run"));
    const auto unknown = help_on(std::vector<std::string>{"exit-code"}, {});
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().fault, Fault::not_found);
    EXPECT_TRUE(unknown.error().remedy.contains("exit-codes"));
}

TEST(Reference, holds_every_verb_and_flag_once) {
    const std::string page = reference_markdown();

    for (const Verb& verb : verbs())
        EXPECT_EQ(page.contains("## spark " + std::string(verb.path) + "\n"), !verb.hidden);
    EXPECT_TRUE(page.ends_with("\n"));
    EXPECT_FALSE(page.ends_with("\n\n"));
}

TEST(Messages, fill_their_places_in_each_languages_order) {
    static constexpr Message swapped{"{0} of {1}", "{1} içinde {0}"};

    EXPECT_EQ(say<swapped>(Language::en, "1", "9"), "1 of 9");
    EXPECT_EQ(say<swapped>(Language::tr, "1", "9"), "9 içinde 1");
}

TEST(Messages, count_places_and_refuse_other_braces) {
    EXPECT_EQ(places_of("{0} {1} {0}")[0], 2);
    EXPECT_EQ(places_of("a {x}")[0], 255);
    EXPECT_EQ(places_of("a { b")[0], 255);
    EXPECT_EQ(places_of("none")[0], 0);
}

}  // namespace
}  // namespace spark::cli
