#include "engine/market/measure_quality.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/market/testing/candles.hpp"
#include "engine/market/testing/shared_csv.hpp"

namespace spark::market {
namespace {

using testing::at;
using testing::flat_bars;
using testing::timeframe;

QualityReport measured(const CandleTable& table, const char* step, std::string_view calendar = "24/7",
                       std::optional<WallTime> now = std::nullopt) {
    QualityReport report;
    measure_quality(table.columns(), timeframe(step), **find_calendar(calendar), report, now);
    return report;
}

std::int64_t count_of(const QualityReport& report, std::string_view kind) {
    return std::ranges::count(report.findings, kind, &Finding::kind);
}

TEST(MeasureQuality, a_flat_row_of_bars_is_clean) {
    const QualityReport report = measured(flat_bars(at("2024-01-01"), timeframe("1h"), 50), "1h");

    EXPECT_EQ(report.rows, 50);
    EXPECT_TRUE(report.is_clean());
    EXPECT_TRUE(report.findings.empty());
}

TEST(MeasureQuality, an_empty_table_has_nothing_to_find) {
    EXPECT_TRUE(measured(CandleTable{}, "1h").is_clean());
    EXPECT_TRUE(measured(CandleTable{}, "1d", "bist").is_clean());
}

TEST(MeasureQuality, counts_holes_and_the_bars_missing_in_them) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1h"), 3);
    table.push_back(ns_of(at("2024-01-01T05:00")), 1, 1, 1, 1, 1);
    table.push_back(ns_of(at("2024-01-01T07:00")), 1, 1, 1, 1, 1);

    const QualityReport report = measured(table, "1h");

    EXPECT_EQ(report.gaps, 2);
    EXPECT_EQ(report.missing, 3);
    ASSERT_EQ(report.gap_list.size(), 2U);
    EXPECT_EQ(report.gap_list[0].after, at("2024-01-01T02:00"));
    EXPECT_EQ(report.gap_list[0].before, at("2024-01-01T05:00"));
    EXPECT_EQ(report.gap_list[0].missing, 2);
    EXPECT_FALSE(report.is_clean());
}

TEST(MeasureQuality, says_which_price_breaks_the_candle) {
    CandleTable table;
    table.push_back(0, 500'000'000, 510'000'000, 490'000'000, 520'000'000, 1);
    table.push_back(ns_of(at("1970-01-01T01:00")), 500'000'000, 510'000'000, 500'000'001, 505'000'000, 1);
    table.push_back(ns_of(at("1970-01-01T02:00")), 500'000'000, 500'000'000, 500'000'000, 500'000'000, 1);

    const QualityReport report = measured(table, "1h");

    EXPECT_EQ(report.ohlc_violations, 2);
    ASSERT_EQ(count_of(report, "ohlc_violation"), 2);
    EXPECT_EQ(report.findings[0].detail, "high 5.1 is under close 5.2");
    EXPECT_EQ(report.findings[1].detail, "low 5.00000001 is over open 5");
}

TEST(MeasureQuality, counts_zero_volume_bars_and_their_runs) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1h"), 10);
    for (const std::size_t bar : {0U, 3U, 4U, 9U}) table.volume[bar] = 0;

    const QualityReport report = measured(table, "1h");

    EXPECT_EQ(report.zero_volume, 4);
    EXPECT_EQ(report.zero_volume_runs, 3);
    EXPECT_EQ(count_of(report, "zero_volume"), 3);
}

TEST(MeasureQuality, a_volume_whose_low_half_is_zero_is_not_zero) {
    CandleTable table;
    table.push_back(0, 1, 1, 1, 1, static_cast<Int128>(1) << 64);

    EXPECT_EQ(measured(table, "1h").zero_volume, 0);
}

TEST(MeasureQuality, keeps_at_most_a_hundred_findings_of_a_kind_and_the_whole_count) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1h"), 500);
    for (std::size_t bar = 0; bar < 500; ++bar) table.high[bar] = 1;
    for (std::size_t bar = 0; bar < 500; bar += 2) table.volume[bar] = 0;

    const QualityReport report = measured(table, "1h");

    EXPECT_EQ(report.ohlc_violations, 500);
    EXPECT_EQ(count_of(report, "ohlc_violation"), static_cast<std::int64_t>(findings_max));
    EXPECT_EQ(report.zero_volume_runs, 250);
    EXPECT_EQ(count_of(report, "zero_volume"), static_cast<std::int64_t>(findings_max));
}

TEST(MeasureQuality, measuring_twice_changes_nothing_and_a_readers_findings_stay) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1h"), 40);
    table.volume[39] = 0;
    table.high[1] = 0;
    QualityReport report;
    report.duplicates = 3;
    report.findings.push_back({.kind = "duplicate", .time = at("2024-01-01"), .detail = "line 7"});
    measure_quality(table.columns(), timeframe("1h"), Calendar::always_open(), report);
    const std::size_t findings = report.findings.size();

    measure_quality(table.columns(), timeframe("1h"), Calendar::always_open(), report);

    EXPECT_EQ(report.findings.size(), findings);
    EXPECT_EQ(report.ohlc_violations, 1);
    EXPECT_EQ(report.duplicates, 3);
    EXPECT_EQ(count_of(report, "duplicate"), 1);
}

TEST(MeasureQuality, weekends_and_holidays_are_no_gaps_and_bars_on_them_are_ghosts) {
    CandleTable table;
    // Friday 26 April 2024, Saturday (ghost), Monday, Tuesday, Wednesday 1 May (ghost), Friday: Thursday 2 May is
    // missing.
    for (const char* date : {"2024-04-26", "2024-04-27", "2024-04-29", "2024-04-30", "2024-05-01", "2024-05-03"}) {
        table.push_back(ns_of(at(date)), 1, 1, 1, 1, 1);
    }

    const QualityReport report = measured(table, "1d", "bist");

    EXPECT_EQ(report.holiday_ghosts, 2);
    EXPECT_EQ(report.gaps, 1);
    EXPECT_EQ(report.missing, 1);
    ASSERT_EQ(count_of(report, "missing_session"), 1);
    EXPECT_EQ(report.findings.front().time, at("2024-05-02"));
}

TEST(MeasureQuality, daily_bars_stamped_at_local_midnight_mean_the_same_sessions) {
    CandleTable table;
    for (const char* time : {"2024-05-01T21:00", "2024-05-02T21:00", "2024-05-05T21:00"})
        table.push_back(ns_of(at(time)), 1, 1, 1, 1, 1);

    const QualityReport report = measured(table, "1d", "bist");

    EXPECT_EQ(report.gaps, 0);
    EXPECT_EQ(report.holiday_ghosts, 0);
}

TEST(MeasureQuality, intraday_bars_are_expected_inside_sessions_only) {
    CandleTable table;
    // Friday's last hour, Monday's first three (half day), then Wednesday's second: Tuesday is a holiday, one hour is
    // missing.
    for (const char* time :
         {"2024-10-25T14:00", "2024-10-28T07:00", "2024-10-28T08:00", "2024-10-28T09:00", "2024-10-30T08:00"}) {
        table.push_back(ns_of(at(time)), 1, 1, 1, 1, 1);
    }

    const QualityReport report = measured(table, "1h", "bist");

    EXPECT_EQ(report.gaps, 1);
    EXPECT_EQ(report.missing, 1);
    EXPECT_EQ(report.holiday_ghosts, 0);
}

TEST(MeasureQuality, a_disputed_day_is_neither_missing_nor_a_ghost) {
    CandleTable with;
    CandleTable without;
    for (const char* date : {"2023-02-07", "2023-02-08", "2023-02-15"}) {
        with.push_back(ns_of(at(date)), 1, 1, 1, 1, 1);
        if (std::string_view(date) != "2023-02-08") without.push_back(ns_of(at(date)), 1, 1, 1, 1, 1);
    }

    EXPECT_TRUE(measured(with, "1d", "bist").is_clean());
    EXPECT_TRUE(measured(without, "1d", "bist").is_clean());
}

TEST(MeasureQuality, says_when_the_calendar_does_not_reach) {
    const QualityReport report = measured(flat_bars(at("2030-01-01"), timeframe("1d"), 30), "1d", "bist");

    EXPECT_EQ(report.holiday_ghosts, 0);
    EXPECT_EQ(count_of(report, "outside_calendar"), 1);
}

TEST(FormingLast, needs_twenty_traded_bars_and_a_quarter_of_the_least) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1d"), 21);
    table.volume[3] = 400;
    for (const auto& [volume, flagged] : {std::pair{99, true}, {100, false}, {101, false}}) {
        table.volume[20] = volume;
        EXPECT_EQ(last_bar_looks_unfinished(table.columns()), flagged) << volume;
    }
    table.volume[20] = 99;
    table.volume[4] = 0;
    EXPECT_FALSE(last_bar_looks_unfinished(table.columns())) << "19 traded bars are too few";
}

TEST(FormingLast, looks_back_thirty_bars_and_no_further) {
    CandleTable table = flat_bars(at("2024-01-01"), timeframe("1d"), 32);
    table.volume[31] = 10;
    table.volume[0] = 10;
    EXPECT_TRUE(last_bar_looks_unfinished(table.columns()));

    table.volume[1] = 10;
    EXPECT_FALSE(last_bar_looks_unfinished(table.columns()));
}

TEST(FormingLast, a_bar_that_ends_after_now_is_forming) {
    const CandleTable hourly = flat_bars(at("2024-01-01"), timeframe("1h"), 3);
    EXPECT_TRUE(measured(hourly, "1h", "24/7", at("2024-01-01T02:59:59")).forming_last);
    EXPECT_FALSE(measured(hourly, "1h", "24/7", at("2024-01-01T03:00")).forming_last);

    // A day of BIST ends with its session, 15:00 UTC.
    const CandleTable daily = flat_bars(at("2024-01-02"), timeframe("1d"), 1);
    EXPECT_TRUE(measured(daily, "1d", "bist", at("2024-01-02T14:59")).forming_last);
    EXPECT_FALSE(measured(daily, "1d", "bist", at("2024-01-02T15:00")).forming_last);
}

RC_GTEST_PROP(MeasureQuality, rows_and_missing_bars_together_fill_the_span, ()) {
    const Timeframe step = *rc::gen::element(timeframe("1m"), timeframe("1h"), timeframe("1d"));
    const CandleTable table = testing::arbitrary_candles(step, 60);

    QualityReport report;
    measure_quality(table.columns(), step, Calendar::always_open(), report);

    const std::int64_t slots = (table.open_time_ns.back() - table.open_time_ns.front()) / step.length_ns() + 1;
    RC_ASSERT(report.rows + report.missing == slots);
    RC_ASSERT(report.ohlc_violations == 0);
}

struct SharedSet {
    std::string_view file;
    testing::CsvShape shape;
    const char* step;
    std::string_view calendar;
    std::int64_t rows;
    std::int64_t gaps;
    std::int64_t missing;
    std::int64_t zero_volume;
    std::int64_t ohlc_violations;
    std::int64_t ghosts;
    bool forming_last;
};

void PrintTo(const SharedSet& set, std::ostream* out) { *out << set.file; }

class SharedQuality : public ::testing::TestWithParam<SharedSet> {};

TEST_P(SharedQuality, counts_what_was_counted_elsewhere) {
    const SharedSet& set = GetParam();
    const auto path = testing::shared_file(set.file);
    if (!path) GTEST_SKIP() << "SPARK_SHARED has no " << set.file;

    const QualityReport report = measured(testing::candles_of(*path, set.shape), set.step, set.calendar);

    EXPECT_EQ(report.rows, set.rows);
    EXPECT_EQ(report.gaps, set.gaps);
    EXPECT_EQ(report.missing, set.missing);
    EXPECT_EQ(report.zero_volume, set.zero_volume);
    EXPECT_EQ(report.ohlc_violations, set.ohlc_violations);
    EXPECT_EQ(report.holiday_ghosts, set.ghosts);
    EXPECT_EQ(report.forming_last, set.forming_last);
}

// rows, gaps, missing, zero volume, OHLC violations, ghosts, forming. The last bar of the pair's BTCUSDT holds 8 % of
// the least hour's volume: it was still forming too.
INSTANTIATE_TEST_SUITE_P(
    Manifest, SharedQuality,
    ::testing::Values(
        SharedSet{"binance/klines_1d/BTCUSDT-1d-20170817-20241231.csv", testing::binance_shape, "1d", "24/7", 2'694, 0,
                  0, 0, 0, 0, false},
        SharedSet{"binance/vision_monthly/BTCUSDT-1h-2024-12.csv", testing::binance_shape, "1h", "24/7", 744, 0, 0, 0,
                  0, 0, false},
        SharedSet{"binance/vision_monthly/BTCUSDT-1h-2025-01.csv", testing::binance_shape, "1h", "24/7", 744, 0, 0, 0,
                  0, 0, false},
        SharedSet{"binance/vision_monthly/BTCUSDT-1h-2025-02.csv", testing::binance_shape, "1h", "24/7", 672, 0, 0, 0,
                  0, 0, false},
        SharedSet{"binance/try_pair/BTCTRY-1h-20210124-20210213.csv", testing::binance_shape, "1h", "24/7", 479, 1, 1,
                  1, 0, 0, false},
        SharedSet{"binance/try_pair/BTCUSDT-1h-20210124-20210213.csv", testing::binance_shape, "1h", "24/7", 479, 1, 1,
                  1, 0, 0, true},
        SharedSet{"binance/bad_specimens/BTCUSDT-1d-incomplete-last-bar.csv", testing::binance_shape, "1d", "24/7", 40,
                  0, 0, 0, 0, 0, true},
        SharedSet{"binance/bad_specimens/BTCUSDT-1d-same-window-final.csv", testing::binance_shape, "1d", "24/7", 40, 0,
                  0, 0, 0, 0, false},
        SharedSet{"bist/yahoo_daily/THYAO.csv", testing::yahoo_shape, "1d", "bist", 1'253, 2, 2, 3, 0, 3, false},
        SharedSet{"bist/yahoo_daily/BIMAS.csv", testing::yahoo_shape, "1d", "bist", 1'256, 1, 1, 6, 0, 5, false},
        SharedSet{"bist/yahoo_daily/BIOEN.csv", testing::yahoo_shape, "1d", "bist", 1'254, 1, 1, 5, 1, 3, false},
        SharedSet{"bist/yahoo_daily/SASA.csv", testing::yahoo_shape, "1d", "bist", 1'254, 1, 1, 123, 0, 3, false}));

}  // namespace
}  // namespace spark::market
