#include "adapters/report/compose.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/report/testing/sample_runs.hpp"

namespace spark::report {
namespace {

using ::testing::HasSubstr;

const Section& section(const ReportPage& page, std::string_view id) {
    return *std::ranges::find(page.sections, id, &Section::id);
}

/// Every text of the section's tables and notes, one a line.
std::string words_of(const Section& section) {
    std::string words;
    for (const Block& block : section.blocks) {
        if (const auto* note = std::get_if<Note>(&block)) words += note->text + "\n";
        if (const auto* chart = std::get_if<Chart>(&block)) words += chart->title + ": " + chart->summary + "\n";
        const auto* table = std::get_if<Table>(&block);
        if (table == nullptr) continue;
        for (const auto& row : table->rows) {
            for (const Cell& cell : row) words += cell.text + "|";
            words += "\n";
        }
    }
    return words;
}

TEST(ComposeReport, shows_every_metric_as_stored_also_one_it_has_never_heard_of) {
    auto run = testing::sample_run();
    run.document.find("metrics")->set("moon_phase", 0.25).set("streaks", wire::Json::object().set("won_max", 4));

    const auto page = compose_report({.document = run.document}, Language::en);

    ASSERT_TRUE(page.has_value());
    const std::string words = words_of(section(*page, "figures"));
    EXPECT_THAT(words, HasSubstr("moon_phase|0.25|0.25|moon_phase|"));
    EXPECT_THAT(words, HasSubstr("streaks.won_max|4|4|streaks.won_max|"));
    EXPECT_THAT(words, HasSubstr("Sharpe|1.25|1.25|sharpe|"));
    EXPECT_THAT(words, HasSubstr("Profit factor|–|null|profit_factor|"));
}

TEST(ComposeReport, breaks_at_nothing_that_is_missing) {
    for (const Language language : {Language::en, Language::tr}) {
        const auto page = compose_report({.document = testing::bare_document()}, language);

        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->tiles.front().value, "–");
        EXPECT_TRUE(page->badges.empty());
    }
}

TEST(ComposeReport, shows_each_field_of_a_document_missing_on_its_own) {
    const auto run = testing::sample_run();
    const auto members = run.document.as_object();
    ASSERT_TRUE(members.has_value());
    for (const wire::JsonMember& left_out : *members) {
        wire::Json document = wire::Json::object();
        for (const wire::JsonMember& member : *members)
            if (member.key != left_out.key) document.set(member.key, member.value);

        const auto page = compose_report({.document = document,
                                          .trades_csv = run.trades_csv,
                                          .daily_equity_csv = run.daily_equity_csv,
                                          .candles = run.candles.columns()},
                                         Language::en);

        EXPECT_TRUE(page.has_value()) << left_out.key;
    }
}

TEST(ComposeReport, says_that_sums_agree_only_where_they_do) {
    auto run = testing::sample_run();
    const auto right = compose_report({.document = run.document, .trades_csv = run.trades_csv}, Language::en);
    run.document.find("metrics")->set("net_pnl", "9.00000001");
    const auto wrong = compose_report({.document = run.document, .trades_csv = run.trades_csv}, Language::en);

    EXPECT_THAT(words_of(section(*right, "results")), HasSubstr("✓ Net of all trades"));
    EXPECT_THAT(words_of(section(*wrong, "results")), HasSubstr("✗ The trades do not add up"));
}

TEST(ComposeReport, marks_a_check_that_failed) {
    auto run = testing::sample_run();
    run.document.find("checks")->find("look_ahead")->set("passed", false);
    run.document.find("checks")->set("conservation", wire::Json::object().set("bars", 48).set("passed", true));

    const auto page = compose_report({.document = run.document}, Language::en);

    ASSERT_TRUE(page.has_value());
    const std::string words = words_of(section(*page, "checks"));
    EXPECT_THAT(words, HasSubstr("No look-ahead|✗ FAILED|cuts 4|"));
    EXPECT_THAT(words, HasSubstr("Cash + positions = equity|✓ passed|bars 48|"));
    EXPECT_EQ(page->badges[1].tone, Tone::bad);
}

TEST(ComposeReport, says_why_there_are_no_candles) {
    const auto run = testing::sample_run();

    const auto page = compose_report({.document = run.document, .data_note = "the rows are others"}, Language::en);

    EXPECT_THAT(words_of(section(*page, "candles")), HasSubstr("No candles: the rows are others."));
}

TEST(ComposeReport, takes_no_candles_of_a_data_set_that_is_too_short) {
    const auto run = testing::sample_run();

    const auto page =
        compose_report({.document = run.document, .candles = run.candles.columns().slice(0, 47)}, Language::en);

    ASSERT_TRUE(page.has_value());
    EXPECT_TRUE(std::holds_alternative<Note>(section(*page, "candles").blocks.front()));
}

TEST(ComposeReport, shows_an_open_position_without_any_closed_trade) {
    auto run = testing::sample_run();
    run.document.set("open_position", wire::Json::object()
                                          .set("entry_time_ms", 1'704'067'200'000)
                                          .set("entry_price", "1234.5")
                                          .set("quantity", "2")
                                          .set("value", "2500")
                                          .set("unrealized_pnl", "31"));

    const auto page = compose_report({.document = run.document}, Language::en);

    const std::string words = words_of(section(*page, "trades"));
    EXPECT_THAT(words, HasSubstr("Still open: 2 from 2024-01-01 00:00 at 1,234.5, now worth 2,500, unrealized 31."));
    EXPECT_THAT(words, HasSubstr("No trade was closed."));
}

TEST(ComposeReport, lists_the_last_trades_of_many_and_says_where_the_rest_is) {
    auto run = testing::sample_run();
    const std::string row = run.trades_csv.substr(run.trades_csv.rfind("20,"));
    for (int count = 0; count < 500; ++count) run.trades_csv += row;

    const auto page = compose_report({.document = run.document, .trades_csv = run.trades_csv}, Language::en);

    ASSERT_TRUE(page.has_value());
    const Section& trades = section(*page, "trades");
    EXPECT_THAT(words_of(trades),
                HasSubstr("The last 500 of 502 closed trades; all of them are in bt_TEST/trades.csv."));
    EXPECT_EQ(std::get<Table>(trades.blocks.back()).rows.size(), 500U);
    EXPECT_EQ(std::get<Table>(trades.blocks.back()).rows.front()[0].text, "3");
}

TEST(ComposeReport, refuses_attachments_that_cannot_be_read) {
    const auto run = testing::sample_run();

    const auto page = compose_report({.document = run.document, .trades_csv = "entry_bar\nx\n"}, Language::en);

    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().fault, Fault::corrupt);
    EXPECT_EQ(page.error().place, "trades.csv:2");
}

}  // namespace
}  // namespace spark::report
