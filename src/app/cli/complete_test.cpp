#include "app/cli/complete.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace spark::cli {
namespace {

std::vector<std::string> source(Candidates kind) {
    if (kind == Candidates::dataset) return {"ds_binance_ETHUSDT_1h@v2", "ds_binance_BTCUSDT_1h@v1"};
    if (kind == Candidates::strategy) return {"smaCross", "buyHold"};
    return {};
}

Completion completed(const std::vector<std::string>& words) { return complete_words(words, Language::en, source); }

std::vector<std::string> names(const Completion& completion) {
    std::vector<std::string> found;
    for (const NamedSentence& row : completion.candidates) found.push_back(row.name);
    return found;
}

using Names = std::vector<std::string>;

TEST(Complete, offers_nouns_and_verbs_but_no_hidden_ones) {
    EXPECT_EQ(names(completed({"co"})), (Names{"config", "completion"}));
    EXPECT_TRUE(names(completed({"__"})).empty());
    EXPECT_GT(names(completed({""})).size(), 8U);
    EXPECT_EQ(names(completed({})), names(completed({""})));
    EXPECT_EQ(names(completed({"\"\""})), names(completed({""})));
}

TEST(Complete, offers_a_nouns_verbs) {
    EXPECT_EQ(names(completed({"data", "re"})), (Names{"resample", "repair"}));
    EXPECT_EQ(names(completed({"--json", "backtest", ""})), (Names{"run", "scenarios", "ls", "show", "compare"}));
}

TEST(Complete, offers_data_sets_and_strategies_where_they_stand) {
    EXPECT_EQ(names(completed({"data", "info", "ds_binance_E"})), (Names{"ds_binance_ETHUSDT_1h@v2"}));
    EXPECT_EQ(names(completed({"backtest", "run", ""})), (Names{"buyHold", "smaCross"}));
    EXPECT_EQ(names(completed({"backtest", "run", "smaCross", "--dataset", ""})),
              (Names{"ds_binance_BTCUSDT_1h@v1", "ds_binance_ETHUSDT_1h@v2"}));
    EXPECT_EQ(names(completed({"backtest", "run", "--dataset=ds_binance_B"})),
              (Names{"--dataset=ds_binance_BTCUSDT_1h@v1"}));
    EXPECT_TRUE(names(completed({"data", "info", "x", ""})).empty());
}

TEST(Complete, offers_flags_that_are_not_there_yet) {
    EXPECT_EQ(names(completed({"data", "export", "--fo"})), (Names{"--format"}));
    EXPECT_TRUE(names(completed({"data", "export", "--format", "csv", "--fo"})).empty());
    EXPECT_EQ(names(completed({"backtest", "run", "--set", "a=1", "--set"})), (Names{"--set"}));
    EXPECT_EQ(names(completed({"data", "ls", "--js"})), (Names{"--json"}));
}

TEST(Complete, offers_choices_and_settings) {
    EXPECT_EQ(names(completed({"completion", "z"})), (Names{"zsh"}));
    EXPECT_EQ(names(completed({"--progress", "pl"})), (Names{"plain"}));
    EXPECT_EQ(names(completed({"config", "explain", "ui.l"})), (Names{"ui.language"}));
}

TEST(Complete, leaves_files_and_folders_to_the_shell) {
    EXPECT_TRUE(completed({"ingest", "csv", "a"}).files);
    EXPECT_TRUE(completed({"ingest", "csv", "a", "b"}).files);
    EXPECT_TRUE(completed({"data", "ls", "--data-dir", ""}).directories);
    EXPECT_EQ(completion_lines(completed({"data", "ls", "--data-dir", ""})), ":directory\n");
}

TEST(Complete, knows_every_kind_by_name_but_files_and_folders) {
    for (const Verb& verb : verbs()) {
        std::vector<Candidates> kinds;
        for (const Positional& positional : verb.positionals) kinds.push_back(positional.candidates);
        for (const Flag& flag : verb.flags) kinds.push_back(flag.candidates);
        for (const Candidates kind : kinds) {
            if (kind == Candidates::none || kind == Candidates::file || kind == Candidates::directory) continue;
            const bool known =
                std::ranges::any_of(Names{"dataset", "strategy", "backtest", "optimization", "evidence", "calendar",
                                          "repair_rule", "setting", "topic"},
                                    [&](const std::string& name) { return candidates_of_name(name) == kind; });
            EXPECT_TRUE(known) << verb.path;
        }
    }
    EXPECT_EQ(candidates_of_name("file"), std::nullopt);
}

TEST(Complete, has_a_script_for_every_choice_of_the_verb) {
    for (const std::string_view shell : find_verb("completion")->positionals.front().choices) {
        EXPECT_TRUE(completion_script(shell).contains("__complete words")) << shell;
    }
}

}  // namespace
}  // namespace spark::cli
