#include "adapters/report/html_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "adapters/report/compose.hpp"
#include "adapters/report/testing/sample_runs.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string html_of(const RunEvidence& run, Language language = Language::en) {
    const auto page = compose_report(run, language);
    EXPECT_TRUE(page.has_value()) << (page ? "" : page.error().message);
    return page ? to_html(*page) : "";
}

std::size_t count_of(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++count;
    return count;
}

TEST(HtmlReport, loads_nothing_and_runs_nothing) {
    const auto run = testing::sample_run();

    const std::string html = html_of({.document = run.document,
                                      .trades_csv = run.trades_csv,
                                      .daily_equity_csv = run.daily_equity_csv,
                                      .candles = run.candles.columns()});

    EXPECT_THAT(html, Not(HasSubstr("http:")));
    EXPECT_THAT(html, Not(HasSubstr("https:")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(HtmlReport, tells_every_picture_in_words) {
    const auto run = testing::sample_run();

    const std::string html = html_of({.document = run.document,
                                      .trades_csv = run.trades_csv,
                                      .daily_equity_csv = run.daily_equity_csv,
                                      .candles = run.candles.columns()});

    EXPECT_EQ(count_of(html, "<svg "),
              10U);  // equity, underwater, both curves, net results and candles, wide and narrow
    EXPECT_EQ(count_of(html, "<svg "), count_of(html, "<desc>"));
    EXPECT_EQ(count_of(html, "<desc></desc>"), 0U);
}

TEST(HtmlReport, has_no_nan_and_no_infinity_where_statistics_are_missing) {
    const auto run = testing::sample_run();

    const std::string html = html_of({.document = run.document, .trades_csv = run.trades_csv});

    EXPECT_THAT(html, Not(HasSubstr("nan")));
    EXPECT_THAT(html, Not(HasSubstr(">inf")));
    EXPECT_THAT(html, HasSubstr(">null</td>"));  // profit_factor, as it is stored
}

TEST(HtmlReport, escapes_what_a_strategy_calls_itself) {
    auto run = testing::sample_run();
    run.document.find("strategy")->set("name", "<script>alert('x')</script>").set("description", "a & \"b\" <img>");

    const std::string html = html_of({.document = run.document, .warnings = {"<b>bold</b>"}, .command = "a && b > c"});

    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("<b>")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
    EXPECT_THAT(html, HasSubstr("a &amp;&amp; b &gt; c"));
}

TEST(HtmlReport, makes_a_long_figure_smaller_and_leaves_a_short_one_large) {
    ReportPage page;
    page.tiles = {{"a", "+%1234567,8"}, {"b", "−123.456.789"}, {"c", "−12.345.678.901,23"}};

    const std::string html = to_html(page);

    EXPECT_THAT(html, HasSubstr("value plain\">+%1234567,8<"));
    EXPECT_THAT(html, HasSubstr("value small plain\">−123.456.789<"));
    EXPECT_THAT(html, HasSubstr("value tiny plain\">−12.345.678.901,23<"));
}

TEST(HtmlReport, is_the_same_bytes_twice) {
    const auto run = testing::sample_run();
    const RunEvidence evidence{.document = run.document, .trades_csv = run.trades_csv};

    EXPECT_EQ(html_of(evidence), html_of(evidence));
}

TEST(HtmlReport, is_in_the_language_asked_for_with_tokens_as_they_are) {
    const auto run = testing::sample_run();

    const std::string html = html_of({.document = run.document, .trades_csv = run.trades_csv}, Language::tr);

    EXPECT_THAT(html, HasSubstr("<html lang=\"tr\">"));
    EXPECT_THAT(html, HasSubstr("Geriye dönük test raporu"));
    EXPECT_THAT(html, HasSubstr(">stop_loss</td>"));
    EXPECT_THAT(html, HasSubstr("YAPAY VERİ"));
}

TEST(Escaped, replaces_control_characters_and_what_is_not_utf8) {
    EXPECT_EQ(escaped(std::string_view("a\0b\x1B", 4)), "a\uFFFDb\uFFFD");
    EXPECT_EQ(escaped("\xC3("), "\uFFFD(");
    EXPECT_EQ(escaped("ğüşıİöç\n\t"), "ğüşıİöç\n\t");
}

RC_GTEST_PROP(Escaped, leaves_no_markup_and_only_utf8, (const std::string& text)) {
    const std::string safe = escaped(text);

    RC_ASSERT(safe.find_first_of("<>\"'") == std::string::npos);
    RC_ASSERT(wire::is_utf8(safe));
}

}  // namespace
}  // namespace spark::report
