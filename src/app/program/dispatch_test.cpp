#include "app/program/dispatch.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/cli/help.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::program {
namespace {

TEST(Dispatch, has_one_function_for_every_verb_of_the_table) {
    for (const cli::Verb& verb : cli::verbs()) {
        const DispatchRow* row = find_dispatch_row(verb.path);
        ASSERT_NE(row, nullptr) << verb.path;
        EXPECT_NE(row->run, nullptr) << verb.path;
    }
    EXPECT_EQ(dispatch_rows().size(), cli::verbs().size());
}

TEST(Dispatch, knows_no_verb_the_table_does_not_have) {
    for (const DispatchRow& row : dispatch_rows()) {
        EXPECT_NE(cli::find_verb(row.path), nullptr) << row.path;
        EXPECT_EQ(std::ranges::count(dispatch_rows(), row.path, &DispatchRow::path), 1) << row.path;
    }
    EXPECT_EQ(find_dispatch_row("no such verb"), nullptr);
}

TEST(Dispatch, names_every_built_in_strategy_in_the_help_of_backtest_run) {
    const std::string help = cli::help_of(*cli::find_verb("backtest run"), {});

    for (const std::string_view name : strategy::built_in_names()) EXPECT_TRUE(help.contains(name)) << name;
}

}  // namespace
}  // namespace spark::program
