#include "adapters/intake/intake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "adapters/intake/testing/read_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/wire/testing/gzip.hpp"

namespace spark::intake {
namespace {

using testing::daily;
using ::testing::ElementsAre;
using testing::hourly;
using testing::read_text;
using testing::read_texts;

const std::string ohlcv_header = "open_time,open,high,low,close,volume\n";
// 2024-01-01 00:00 UTC and the hours after it.
const std::string hour_0 = "1704067200000,10,12,9,11,100\n";
const std::string hour_1 = "1704070800000,11,13,10,12,200\n";
const std::string hour_2 = "1704074400000,12,14,11,13,300\n";

Intake good(const Result<Intake>& intake) {
    EXPECT_TRUE(intake.has_value()) << (intake ? "" : intake.error().place + ": " + intake.error().message);
    return intake ? *intake : Intake{};
}

std::vector<std::string> texts_of(const std::vector<std::int64_t>& units) {
    std::vector<std::string> texts;
    for (const std::int64_t value : units) texts.push_back(format_units(value));
    return texts;
}

std::vector<std::string> times_of(const Intake& intake) {
    std::vector<std::string> texts;
    for (const std::int64_t time : intake.candles.open_time_ns) texts.push_back(format_iso8601(wall_time_of_ns(time)));
    return texts;
}

std::vector<std::string> details_of(const Intake& intake, std::string_view kind) {
    std::vector<std::string> details;
    for (const market::Finding& finding : intake.quality.findings) {
        if (finding.kind == kind) details.push_back(finding.detail);
    }
    return details;
}

TEST(Ohlcv, reads_columns_by_name_in_any_order_and_ignores_others) {
    const Intake intake = good(read_text(hourly(),
                                         "note,Close,VOLUME,low,High,open,Timestamp\nfirst,11.5,100,9.25,12,10,"
                                         "1704067200000\nä,12,0.5,10,13,11,1704070800000\n"));

    EXPECT_EQ(intake.format, Format::ohlcv);
    EXPECT_THAT(texts_of(intake.candles.open), ElementsAre("10", "11"));
    EXPECT_THAT(texts_of(intake.candles.high), ElementsAre("12", "13"));
    EXPECT_THAT(texts_of(intake.candles.low), ElementsAre("9.25", "10"));
    EXPECT_THAT(texts_of(intake.candles.close), ElementsAre("11.5", "12"));
    EXPECT_THAT(texts_of(intake.candles.volume), ElementsAre("100", "0.5"));
    EXPECT_TRUE(intake.candles.volume_high.empty());
    EXPECT_EQ(intake.quality.rows, 2);
    EXPECT_EQ(intake.quality.clock_unit, "ms");
}

TEST(Ohlcv, takes_the_same_moment_in_every_clock_unit_and_as_text) {
    for (const auto& [time, unit] :
         std::vector<std::pair<std::string, std::string>>{{"1704067200", "s"},
                                                          {"1704067200000", "ms"},
                                                          {"1704067200000000", "us"},
                                                          {"1704067200000000000", "ns"},
                                                          {"2024-01-01", "date"},
                                                          {"2024-01-01T00:00:00Z", "date"},
                                                          {"2024-01-01 03:00:00+03:00", "date"}}) {
        const Intake intake = good(read_text(hourly(), ohlcv_header + time + ",10,12,9,11,100\n"));

        EXPECT_THAT(times_of(intake), ElementsAre("2024-01-01T00:00:00Z")) << time;
        EXPECT_EQ(intake.quality.clock_unit, unit) << time;
    }
}

TEST(Ohlcv, takes_line_ends_of_windows_byte_order_marks_blank_lines_and_a_last_line_without_end) {
    const Intake intake =
        good(read_text(hourly(), "\xEF\xBB\xBF\r\n" + ohlcv_header +
                                     "\n1704067200000,10,12,9,11,100\r\n\r\n1704070800000,11,13,10,12,200"));

    EXPECT_EQ(intake.quality.rows, 2);
    EXPECT_THAT(texts_of(intake.candles.volume), ElementsAre("100", "200"));
}

TEST(Ohlcv, keeps_volumes_past_63_bits_exactly) {
    const Intake intake =
        good(read_text(hourly(), ohlcv_header + "1704067200000,10,12,9,11,1\n1704070800000,10,12,9,11,123456789012345."
                                                "00000001\n1704074400000,10,12,9,11,2\n"));

    const market::CandleColumns columns = intake.candles.columns();
    EXPECT_EQ(format_wide_units(columns.volume_at(0)), "1");
    EXPECT_EQ(format_wide_units(columns.volume_at(1)), "123456789012345.00000001");
    EXPECT_EQ(format_wide_units(columns.volume_at(2)), "2");
}

TEST(Ohlcv, rounds_decimals_past_the_eighth_half_to_even_and_counts_value_by_value) {
    const Intake intake =
        good(read_text(hourly(), ohlcv_header + "1704067200000,1.000000005,1.000000015,1.0000000000,1."
                                                "0000000050000000000000000000000000000000000000000000000001,2\n"));

    EXPECT_EQ(format_units(intake.candles.open[0]), "1");
    EXPECT_EQ(format_units(intake.candles.high[0]), "1.00000002");
    EXPECT_EQ(format_units(intake.candles.low[0]), "1");
    EXPECT_EQ(format_units(intake.candles.close[0]), "1.00000001");
    EXPECT_EQ(intake.quality.rounded_values, 3);
    EXPECT_THAT(details_of(intake, "rounded_value"),
                ElementsAre("a.csv:2 open has more than 8 decimals, kept as 1",
                            "a.csv:2 high has more than 8 decimals, kept as 1.00000002",
                            "a.csv:2 close has more than 8 decimals, kept as 1.00000001"));
}

TEST(Ohlcv, leaves_closes_outside_high_and_low_to_the_quality_report) {
    EXPECT_EQ(good(read_text(hourly(), ohlcv_header + "1704067200000,10,12,9,15,100\n")).quality.rows, 1);
}

TEST(Ohlcv, keeps_at_most_a_hundred_findings_of_a_kind_and_counts_them_all) {
    std::string text = ohlcv_header;
    for (int hour = 0; hour < 150; ++hour)
        text += std::to_string(1'704'067'200'000 + hour * 3'600'000) + ",1.000000001,2,1,1,1\n";

    const Intake intake = good(read_text(hourly(), text));

    EXPECT_EQ(intake.quality.rounded_values, 150);
    EXPECT_EQ(intake.quality.findings.size(), 100U);
}

TEST(Ohlcv, reads_an_index_without_volume_and_with_dates_month_first) {
    const Intake intake =
        good(read_text(daily(),
                       "Date, Open, High, Low, Close\n11/26/21, 1811.07, 1811.07, 1760.80, 1776.41\n12/31/08, 264.11, "
                       "272.28, 262.21, 268.64\n11/25/21, 1816.38, 1833.76, 1805.97, 1819.23\n"));

    EXPECT_THAT(times_of(intake), ElementsAre("2008-12-31T00:00:00Z", "2021-11-25T00:00:00Z", "2021-11-26T00:00:00Z"));
    EXPECT_THAT(texts_of(intake.candles.volume), ElementsAre("0", "0", "0"));
}

TEST(LocalTimes, are_read_in_the_zone_that_was_named) {
    IntakeRequest request = hourly();
    request.zone = *Zone::parse("Europe/Istanbul");

    const Intake intake =
        good(read_text(request,
                       "time,open,high,low,close,volume\n2024-01-01 "
                       "10:00,10,12,9,11,1\n2024-01-01T11:00:00,10,12,9,11,1\n2024-01-01 09:00:00Z,10,12,9,11,1\n"));

    EXPECT_THAT(times_of(intake), ElementsAre("2024-01-01T07:00:00Z", "2024-01-01T08:00:00Z", "2024-01-01T09:00:00Z"));
}

TEST(LocalTimes, of_days_are_the_days_name_whatever_the_zone) {
    IntakeRequest request = daily();
    request.zone = *Zone::parse("Europe/Istanbul");

    const Intake intake = good(read_text(request,
                                         "date,open,high,low,close,volume\n2010-01-04,10,12,9,11,1\n2010-01-05 "
                                         "00:00:00,10,12,9,11,1\n2010-01-06 00:00:00+02:00,10,12,9,11,1\n"));

    EXPECT_THAT(times_of(intake), ElementsAre("2010-01-04T00:00:00Z", "2010-01-05T00:00:00Z", "2010-01-06T00:00:00Z"));
}

const std::string kline_0 =
    "1704067200000,10.00000000,12.00000000,9.00000000,11.00000000,100.00000000,1704070799999,1100.00000000,5,50."
    "00000000,550.00000000,0\n";
const std::string kline_1_us =
    "1704070800000000,11.00000000,13.00000000,10.00000000,12.00000000,200.00000000,1704074399999999,2200.00000000,5,50."
    "00000000,550.00000000,0\n";

TEST(BinanceKlines, are_read_with_and_without_header) {
    const std::string header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
        "ignore\n";

    for (const std::string& text : {kline_0, header + kline_0}) {
        const Intake intake = good(read_text(hourly(), text));
        EXPECT_EQ(intake.format, Format::binance_klines);
        EXPECT_THAT(texts_of(intake.candles.close), ElementsAre("11"));
        EXPECT_EQ(intake.quality.truncated_close, 0);
    }
}

TEST(BinanceKlines, of_different_clock_units_come_to_one_scale_and_are_called_mixed) {
    for (const std::vector<std::string>& texts :
         {std::vector<std::string>{kline_1_us, kline_0}, std::vector<std::string>{kline_0 + kline_1_us}}) {
        const Intake intake = good(read_texts(hourly(), texts));

        EXPECT_EQ(intake.quality.clock_unit, "mixed");
        EXPECT_THAT(times_of(intake), ElementsAre("2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z"));
        EXPECT_EQ(intake.quality.out_of_order, 0) << "the order of files is no disorder of rows";
        EXPECT_EQ(intake.quality.truncated_close, 0);
    }
}

TEST(BinanceKlines, whose_close_time_is_cut_are_counted_with_their_line) {
    const Intake intake =
        good(read_text(hourly(), kline_0 + "1704070800000,11,13,10,12,200,1704074399998,2200,5,50,550,0\n"));

    EXPECT_EQ(intake.quality.truncated_close, 1);
    EXPECT_THAT(details_of(intake, "truncated_close"),
                ElementsAre("a.csv:2 close_time is 2024-01-01T01:59:59.998Z, not the last instant of the bar"));
}

TEST(FormingLast, is_told_from_when_the_newest_bar_ends_to_the_clock_tick) {
    IntakeRequest request = hourly();
    for (const auto& [text, forming_until_ms] :
         std::vector<std::pair<std::string, std::int64_t>>{{kline_0, 1'704'070'799'999},
                                                           {ohlcv_header + hour_1 + hour_0, 1'704'074'399'999},
                                                           {ohlcv_header + hour_0, 1'704'070'799'999}}) {
        request.now = wall_time_of_ms(forming_until_ms);
        EXPECT_TRUE(good(read_text(request, text)).quality.forming_last) << text;
        request.now = wall_time_of_ms(forming_until_ms + 1);
        EXPECT_FALSE(good(read_text(request, text)).quality.forming_last) << text;
    }
}

TEST(FormingLast, is_not_told_of_dates) {
    IntakeRequest request = daily();
    request.now = *parse_iso8601("2024-01-01T10:00:00Z");

    EXPECT_FALSE(
        good(read_text(request, "date,open,high,low,close,volume\n2024-01-01,10,12,9,11,1\n")).quality.forming_last);
}

TEST(Yahoo, is_read_in_both_its_headers) {
    const Intake by_price =
        good(read_text(daily(), "Price,Close,High,Low,Open,Volume\n2021-08-10,12.5,13,12,12.75,52296398\n"));
    const Intake with_ticker = good(read_text(daily(),
                                              "Price,Close,High,Low,Open,Volume\nTicker,THYAO.IS,THYAO.IS,THYAO.IS,"
                                              "THYAO.IS,THYAO.IS\nDate,,,,,\n2021-08-10,12.5,13,12,12.75,52296398\n"));
    const Intake by_date = good(read_text(
        daily(), "Date,Open,High,Low,Close,Adj Close,Volume\n2021-08-10,12.75,13,12,12.5,12.3380470275,52296398\n"));

    for (const Intake& intake : {by_price, with_ticker, by_date}) {
        EXPECT_EQ(intake.format, Format::yahoo);
        EXPECT_THAT(times_of(intake), ElementsAre("2021-08-10T00:00:00Z"));
        EXPECT_EQ(format_units(intake.candles.open[0]) + format_units(intake.candles.close[0]) +
                      format_units(intake.candles.volume[0]),
                  "12.7512.552296398");
        EXPECT_EQ(intake.quality.clock_unit, "date");
        EXPECT_EQ(intake.quality.rounded_values, 0) << "columns that are not kept are not rounded";
    }
}

const std::string investing_header =
    "\xEF\xBB\xBF\"Tarih\",\"Şimdi\",\"Açılış\",\"Yüksek\",\"Düşük\",\"Hac.\",\"Fark %\"\n";
const std::string investing_23 = "\"23.02.2026\",\"318,75\",\"325,75\",\"1.325,75\",\"317,00\",\"48,06M\",\"-0,55%\"\n";
const std::string investing_20 = "\"20.02.2026\",\"320,50\",\"314,50\",\"320,50\",\"313,75\",\"1,5B\",\"2,56%\"\n";
const std::string investing_19 = "\"19.02.2026\",\"320,50\",\"314,50\",\"320,50\",\"313,75\",\"-\",\"2,56%\"\n";
const std::string investing_18 = "\"18.02.2026\",\"320,50\",\"314,50\",\"320,50\",\"313,75\",\"950K\",\"2,56%\"\n";

TEST(InvestingTr, is_turned_round_and_its_order_is_not_called_disorder) {
    const Intake intake =
        good(read_text(daily(), investing_header + investing_23 + investing_20 + investing_19 + investing_18));

    EXPECT_EQ(intake.format, Format::investing_tr);
    EXPECT_THAT(times_of(intake), ElementsAre("2026-02-18T00:00:00Z", "2026-02-19T00:00:00Z", "2026-02-20T00:00:00Z",
                                              "2026-02-23T00:00:00Z"));
    EXPECT_THAT(texts_of(intake.candles.volume), ElementsAre("950000", "0", "1500000000", "48060000"));
    EXPECT_EQ(format_units(intake.candles.high.back()), "1325.75");
    EXPECT_EQ(format_units(intake.candles.close.back()), "318.75");
    EXPECT_EQ(intake.quality.out_of_order, 0);
}

TEST(InvestingTr, counts_rows_that_break_its_own_order) {
    const Intake intake =
        good(read_text(daily(), investing_header + investing_23 + investing_19 + investing_20 + investing_18));

    EXPECT_EQ(intake.quality.out_of_order, 1);
    EXPECT_EQ(details_of(intake, "out_of_order").size(), 1U);
}

TEST(Disorder, is_sorted_and_counted) {
    const Intake swapped = good(read_text(hourly(), ohlcv_header + hour_0 + hour_2 + hour_1));
    const Intake descending = good(read_text(hourly(), ohlcv_header + hour_2 + hour_1 + hour_0));

    EXPECT_EQ(swapped.quality.out_of_order, 1);
    EXPECT_THAT(details_of(swapped, "out_of_order"), ElementsAre("a.csv:3 stands above an older row"));
    EXPECT_EQ(descending.quality.out_of_order, 2) << "every row but one";
    for (const Intake& intake : {swapped, descending}) {
        EXPECT_THAT(texts_of(intake.candles.open), ElementsAre("10", "11", "12"));
        EXPECT_THAT(texts_of(intake.candles.volume), ElementsAre("100", "200", "300"));
    }
}

TEST(Duplicates, that_are_the_same_are_dropped_and_counted) {
    const Intake intake = good(read_texts(hourly(), {ohlcv_header + hour_0 + hour_1 + hour_1,
                                                     ohlcv_header + "1704070800,11.0,13.0,10,12.00,200\n" + hour_2}));

    EXPECT_EQ(intake.quality.duplicates, 2);
    EXPECT_EQ(intake.quality.rows, 3);
    EXPECT_EQ(intake.quality.out_of_order, 0);
    EXPECT_THAT(details_of(intake, "duplicate"), ElementsAre("a.csv:4 repeats a.csv:3", "b.csv:2 repeats a.csv:3"));
    EXPECT_EQ(intake.sources[0].rows, 3);
    EXPECT_EQ(intake.sources[1].rows, 2);
}

TEST(Times, at_the_end_of_int64_nanoseconds_are_read_the_same_both_ways) {
    for (const std::string time : {"9223365600", "9223369200", "9223365600000", "9223369200000"}) {
        IntakeRequest request = hourly();
        const Intake fast =
            good(read_text(request, ohlcv_header + hour_0 + time + ",10,12,9,11,100\n" + hour_1 + hour_2));
        request.parsing = Parsing::exact;
        const Intake exact =
            good(read_text(request, ohlcv_header + hour_0 + time + ",10,12,9,11,100\n" + hour_1 + hour_2));

        EXPECT_EQ(fast.candles.open_time_ns, exact.candles.open_time_ns) << time;
        EXPECT_EQ(fast.quality.forming_last, exact.quality.forming_last) << time;
        EXPECT_EQ(fast.quality.forming_last, time.starts_with("9223365600"))
            << "the end of the last bar of all leaves int64";
    }
}

TEST(Files, are_read_from_disk_plain_and_gzip_with_their_bytes_shown_and_their_progress_told) {
    char folder_name[] = "/tmp/spark_intake_XXXXXX";
    const std::string folder = mkdtemp(folder_name);
    const std::string packed = wire::testing::gzipped(ohlcv_header + hour_0);
    std::ofstream(folder + "/one.csv.gz", std::ios::binary) << packed;
    std::ofstream(folder + "/two.csv", std::ios::binary) << ohlcv_header + hour_1;
    IntakeRequest request = hourly();
    request.files = {folder + "/one.csv.gz", folder + "/two.csv"};
    std::vector<std::string> seen(2);
    request.on_raw = [&](std::size_t file, std::span<const char> bytes) {
        seen[file].append(bytes.data(), bytes.size());
    };
    std::vector<IntakeProgress> reports;
    request.progress = [&](const IntakeProgress& report) { reports.push_back(report); };

    const Intake intake = good(read_candles(request));

    EXPECT_THAT(seen, ElementsAre(packed, ohlcv_header + hour_1));
    EXPECT_EQ(intake.sources[0].name, "one.csv.gz");
    EXPECT_EQ(intake.sources[1].name, "two.csv");
    EXPECT_EQ(intake.sources[1].format, "ohlcv");
    EXPECT_EQ(intake.quality.rows, 2);
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[1].file_index, 1U);
    EXPECT_EQ(reports[1].files, 2U);
    EXPECT_EQ(reports[1].bytes_done, reports[1].bytes_all);
    EXPECT_EQ(reports[1].rows, 2);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace spark::intake
