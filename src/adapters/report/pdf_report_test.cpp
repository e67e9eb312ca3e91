#include "adapters/report/pdf_report.hpp"

#include <gtest/gtest.h>

#include "adapters/report/compose.hpp"
#include "adapters/report/testing/sample_runs.hpp"

namespace spark::report {
namespace {

class PdfReport : public ::testing::Test {
  protected:
    void SetUp() override {
        auto composed = compose_report({.document = run_.document,
                                        .trades_csv = run_.trades_csv,
                                        .daily_equity_csv = run_.daily_equity_csv,
                                        .candles = run_.candles.columns()},
                                       Language::tr);
        ASSERT_TRUE(composed.has_value());
        page_ = *std::move(composed);
        const auto made = to_pdf(page_);
        if (!made && made.error().fault == Fault::unavailable) GTEST_SKIP() << made.error().message;
    }

    testing::SampleRun run_ = testing::sample_run();
    ReportPage page_;
};

TEST_F(PdfReport, is_the_same_bytes_twice) {
    const auto first = to_pdf(page_);
    const auto second = to_pdf(page_);

    ASSERT_TRUE(first.has_value());
    EXPECT_TRUE(first->starts_with("%PDF-"));
    EXPECT_TRUE(*first == *second);
}

TEST_F(PdfReport, carries_the_time_of_the_run_and_not_of_the_writing) {
    const auto pdf = to_pdf(page_);

    ASSERT_TRUE(pdf.has_value());
    EXPECT_NE(pdf->find("(20250102030405"), std::string::npos);
}

TEST_F(PdfReport, is_other_bytes_for_another_report) {
    ReportPage other = page_;
    other.tiles.front().value = "another";

    EXPECT_TRUE(*to_pdf(page_) != *to_pdf(other));
}

TEST_F(PdfReport, refuses_a_run_whose_time_cannot_be_read) {
    page_.created_at = "yesterday";

    EXPECT_EQ(to_pdf(page_).error().fault, Fault::invalid_input);
}

TEST_F(PdfReport, holds_a_bare_report_and_one_of_very_long_words) {
    ReportPage page;
    page.title = std::string(3'000, 'x');
    page.created_at = "2025-01-02";
    EXPECT_TRUE(to_pdf(page).has_value());

    page.sections.push_back({.id = "one", .title = "One"});
    page.sections.back().blocks.emplace_back(Note{std::string(20'000, 'y')});
    page.sections.back().blocks.emplace_back(Table{.columns = {{"a"}, {"b"}}, .rows = {{{"\xFF"}, {""}}}});
    EXPECT_TRUE(to_pdf(page).has_value());
}

}  // namespace
}  // namespace spark::report
