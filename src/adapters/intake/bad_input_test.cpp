#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "adapters/intake/intake.hpp"
#include "adapters/intake/testing/read_text.hpp"
#include "foundation/wire/testing/gzip.hpp"

namespace spark::intake {
namespace {

using testing::daily;
using testing::hourly;
using testing::read_text;
using testing::read_texts;

const std::string header = "open_time,open,high,low,close,volume\n";
const std::string hour_0 = "1704067200000,10,12,9,11,100\n";
const std::string hour_1 = "1704070800000,11,13,10,12,200\n";

/// The refusal, which must be the same on the vectorised and on the exact way.
Error refusal(IntakeRequest request, const std::vector<std::string>& texts) {
    request.parsing = Parsing::vectorised;
    const auto fast = read_texts(request, texts);
    request.parsing = Parsing::exact;
    const auto exact = read_texts(request, texts);
    EXPECT_FALSE(fast.has_value());
    EXPECT_FALSE(exact.has_value());
    if (fast || exact) return {};
    EXPECT_EQ(fast.error(), exact.error());
    EXPECT_EQ(fast.error().fault, Fault::invalid_input);
    return fast.error();
}
Error refusal(const IntakeRequest& request, const std::string& text) {
    return refusal(request, std::vector<std::string>{text});
}

/// The refusal of an hourly file whose third line is this row.
Error row_refusal(const std::string& row) { return refusal(hourly(), header + hour_0 + row + "\n"); }

void expect_holds(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << text << "' lacks '" << part << "'";
}

TEST(BadRow, with_text_for_a_number_is_refused_with_line_column_and_text) {
    for (const std::string value : {"abc", "nan", "NaN",   "inf", "-inf", "1e5", "1E5", "0x10",  "1,5",   "",  ".",
                                    "1.",  ".5",  "1.2.3", "--1", "1 2",  "12a", "１",  "1_000", "1'000", "$5"}) {
        const Error error = row_refusal("1704070800000,11,13,10," + (value == "1,5" ? "\"1,5\"" : value) + ",200");

        EXPECT_EQ(error.place, "a.csv:3") << value;
        expect_holds(error.message, "column 'close': found '" + value + "'");
    }
}

TEST(BadRow, with_a_price_not_above_zero_is_refused) {
    for (const std::string value : {"0", "0.00000000", "-1", "0.000000001"}) {
        const Error error = row_refusal("1704070800000,11,13," + value + ",12,200");
        EXPECT_EQ(error.place, "a.csv:3");
        expect_holds(error.message, "column 'low': found '" + value + "', a price is above zero");
    }
    for (const int column : {1, 2, 3, 4}) {
        std::vector<std::string> fields{"1704070800000", "11", "13", "10", "12", "200"};
        fields[static_cast<std::size_t>(column)] = "0";
        std::string row;
        for (const std::string& field : fields) row += (row.empty() ? "" : ",") + field;
        expect_holds(row_refusal(row).message, "a price is above zero");
    }
}

TEST(BadRow, with_high_below_low_is_refused_and_equal_ones_are_not) {
    const Error error = row_refusal("1704070800000,11,9.99999999,10,12,200");

    EXPECT_EQ(error.place, "a.csv:3");
    EXPECT_EQ(error.message, "high 9.99999999 is below low 10");
    EXPECT_TRUE(read_text(hourly(), header + hour_0 + "1704070800000,10,10,10,10,200\n").has_value());
}

TEST(BadRow, with_a_volume_below_zero_is_refused_and_zero_is_not) {
    expect_holds(row_refusal("1704070800000,11,13,10,12,-0.00000001").message, "column 'volume'");
    EXPECT_TRUE(read_text(hourly(), header + hour_0 + "1704070800000,10,10,10,10,0\n").has_value());
}

TEST(BadRow, with_the_wrong_count_of_columns_is_refused) {
    expect_holds(row_refusal("1704070800000,11,13,10,12").message, "found 5 columns, needed 6");
    expect_holds(row_refusal("1704070800000,11,13,10,12,200,7").message, "found 7 columns, needed 6");
    expect_holds(row_refusal("17040").message, "found 1 columns, needed 6");
    EXPECT_EQ(row_refusal("1704070800000,11,13,10,12").place, "a.csv:3");
}

TEST(BadRow, with_a_nul_byte_is_refused) {
    const Error error = row_refusal(std::string("1704070800000,11,13,10,12,2\0\0", 29));

    EXPECT_EQ(error.place, "a.csv:3");
    expect_holds(error.message, "NUL byte at byte 28");
}

TEST(BadRow, that_is_not_utf8_is_refused_also_in_columns_that_are_not_read) {
    expect_holds(row_refusal("1704070800000,11,13,10,12,\xFF").message, "not UTF-8");
    const Error error =
        refusal(hourly(), "open_time,open,high,low,close,volume,note\n1704067200000,10,12,9,11,100,\xC3\n");
    EXPECT_EQ(error.place, "a.csv:2");
    expect_holds(error.message, "byte 30 of the line is not UTF-8");
}

TEST(BadRow, with_a_number_past_int64_is_refused_and_the_largest_is_not) {
    expect_holds(row_refusal("1704070800000,11,92233720368.54775808,10,12,200").message, "column 'high'");
    expect_holds(row_refusal("1704070800000,11,99999999999999999999,10,12,200").message, "column 'high'");
    EXPECT_TRUE(read_text(hourly(), header + hour_0 + "1704070800000,11,92233720368.54775807,10,12,200\n").has_value());
}

TEST(BadRow, with_a_time_that_is_none_is_refused) {
    for (const std::string time :
         {"0", "99999999", "20240131", "-1704070800000", "17040708000001704070800000", "9223372036854775807",
          "99999999999", "9999999999999", "yesterday", "2024-13-01", "2024-02-30", "1704070800000.5", ""}) {
        const Error error = row_refusal(time + ",11,13,10,12,200");
        EXPECT_EQ(error.place, "a.csv:3") << time;
        expect_holds(error.message, "column 'time': found '" + time);
    }
}

TEST(BadRow, of_klines_is_refused_for_text_in_any_column) {
    const std::string good = "1704067200000,10,12,9,11,100,1704070799999,1100,5,50,550,0\n";
    const auto with = [&](std::size_t column, const std::string& text) {
        std::string row;
        std::string rest = "1704070800000,10,12,9,11,100,1704074399999,1100,5,50,550,0,";
        for (std::size_t index = 0; index < 12; ++index) {
            const std::string field = rest.substr(0, rest.find(','));
            rest.erase(0, field.size() + 1);
            row += (index == 0 ? "" : ",") + (index == column ? text : field);
        }
        return good + row + "\n";
    };
    for (std::size_t column = 0; column < 12; ++column) {
        EXPECT_EQ(refusal(hourly(), with(column, "x")).place, "a.csv:2") << column;
        EXPECT_EQ(refusal(hourly(), with(column, "nan")).place, "a.csv:2") << column;
    }
    expect_holds(refusal(hourly(), with(6, "soon")).message, "column 'close_time'");
    expect_holds(refusal(hourly(), with(8, "many")).message, "column 9: found 'many'");
}

TEST(BadHeader, without_a_column_is_refused_with_its_name) {
    expect_holds(refusal(hourly(), "open_time,open,high,low,volume\n1,1,1,1,1\n").message,
                 "column 'close' is missing; found open_time, open, high, low, volume");
    expect_holds(refusal(hourly(), "open_time,open,high,low,close\n1,1,1,1,1\n").message, "column 'volume' is missing");
    expect_holds(refusal(hourly(), "moment,open,high,low,close,volume\n1,1,1,1,1,1\n").message,
                 "column 'open_time' is missing");
    EXPECT_EQ(refusal(hourly(), "open_time,open,high,low,volume\n1,1,1,1,1\n").place, "a.csv:1");
}

TEST(BadHeader, with_a_column_twice_is_refused) {
    expect_holds(refusal(hourly(), "open_time,open,high,low,close,Close,volume\n1,1,1,1,1,1,1\n").message,
                 "is there twice");
}

TEST(BadHeader, that_nobody_knows_is_refused_with_the_formats_there_are) {
    const Error error = refusal(hourly(), "a,b,c\n1,2,3\n");

    EXPECT_EQ(error.place, "a.csv:1");
    for (const std::string name : {"binance-klines", "ohlcv", "yahoo", "investing-tr"})
        expect_holds(error.remedy, name);
    expect_holds(refusal(hourly(), "1704067200000,10,12,9,11,100\n").message, "found 6 columns and no header");
}

TEST(BadHeader, that_is_not_of_the_format_asked_for_is_refused) {
    const std::vector<std::pair<Format, std::string>> cases{{Format::binance_klines, header + hour_0},
                                                            {Format::yahoo, "time,open,high,low,close,volume\n"},
                                                            {Format::investing_tr, header + hour_0},
                                                            {Format::ohlcv, hour_0},
                                                            {Format::binance_klines, "a,b,c,d,e,f,g,h,i,j,k,l\n"}};
    for (const auto& [format, text] : cases) {
        IntakeRequest request = hourly();
        request.format = format;
        EXPECT_EQ(refusal(request, text).place, "a.csv:1");
    }
}

TEST(BadFile, that_is_empty_or_has_only_a_header_is_refused) {
    expect_holds(refusal(hourly(), "").message, "the file is empty");
    expect_holds(refusal(hourly(), "\n\r\n  \n").message, "the file is empty");
    expect_holds(refusal(hourly(), "\xEF\xBB\xBF").message, "the file is empty");
    expect_holds(refusal(hourly(), header).message, "a header and no rows");
    EXPECT_EQ(refusal(hourly(), std::vector<std::string>{header + hour_0, header}).place, "b.csv");
    EXPECT_EQ(read_candles(hourly()).error().message, "no files");
}

TEST(BadFile, of_packed_data_that_are_cut_off_or_bombs_is_refused) {
    const std::string packed = wire::testing::gzipped(header + hour_0 + hour_1);
    IntakeRequest request = hourly();
    request.limits.gzip_output_bytes_max = 1'000;

    expect_holds(refusal(hourly(), packed.substr(0, packed.size() - 5)).message, "end too early");
    expect_holds(refusal(request, wire::testing::gzipped(header + std::string(100'000, '1'))).remedy,
                 "ingest.gzip_output_bytes_max");
    EXPECT_TRUE(read_text(request, packed).has_value());
}

TEST(BadFile, with_two_different_candles_of_one_time_is_refused_with_both_lines) {
    const Error error = refusal(
        hourly(),
        std::vector<std::string>{header + hour_0 + hour_1, header + "1704070800000,11,13,10,12,200.00000001\n"});

    EXPECT_EQ(error.message, "two different candles open at 2024-01-01T01:00:00Z: a.csv:3 and b.csv:2");
    EXPECT_EQ(error.place, "b.csv:2");
    for (const std::string row : {"11.1,13,10,12,200", "11,13.1,10,12,200", "11,13,10.1,12,200", "11,13,10,12.1,200"}) {
        expect_holds(refusal(hourly(), header + hour_0 + hour_1 + "1704070800000," + row + "\n").message,
                     "a.csv:3 and a.csv:4");
    }
}

TEST(BadFile, of_another_timeframe_is_refused_with_the_one_it_seems_to_have) {
    IntakeRequest request = hourly();
    request.timeframe = *Timeframe::parse("1m");

    const Error error = refusal(request, header + hour_0 + hour_1);

    EXPECT_EQ(error.message, "rows are 1h apart, --timeframe says 1m");
    EXPECT_EQ(error.remedy, "use --timeframe 1h");
    EXPECT_EQ(refusal(daily(), header + hour_0 + hour_1).remedy, "use --timeframe 1h");
    expect_holds(refusal(request, header + hour_0 + "1704070801000,11,13,10,12,200\n").message, "rows are 3601s apart");
    expect_holds(refusal(request, header + hour_0 + "1704070800001,11,13,10,12,200\n").message,
                 "rows are 3600001000000ns apart");
    expect_holds(refusal(request, header + hour_0 + "9204070800,11,13,10,12,200\n").message,
                 "rows are 7500003600s apart");
    expect_holds(refusal(request, header + hour_0 + "9204070800,11,13,10,12,200\n").remedy,
                 "no timeframe has this length");
}

TEST(BadFile, with_a_bar_that_opens_off_the_timeframe_is_refused_with_its_line) {
    const Error error = refusal(hourly(), header + hour_0 + hour_1 + "1704074400001,11,13,10,12,200\n");

    EXPECT_EQ(error.place, "a.csv:4");
    expect_holds(error.message, "2024-01-01T02:00:00.001Z, where no bar of 1h begins");
    expect_holds(refusal(daily(), "date,open,high,low,close,volume\n2024-01-01T05:00,10,12,9,11,100\n").message,
                 "where no bar of 1d begins");
}

TEST(BadFile, with_istanbul_times_older_than_the_rule_we_know_is_refused) {
    IntakeRequest request = hourly();
    request.zone = *Zone::parse("Europe/Istanbul");

    const Error error = refusal(request, "time,open,high,low,close,volume\n2015-01-05 10:00,10,12,9,11,100\n");

    EXPECT_EQ(error.place, "a.csv:2");
    expect_holds(error.message, "Europe/Istanbul, allowed 2016-03-27T04:00:00 and later");
}

TEST(Limits, of_line_and_rows_hold_on_both_sides) {
    IntakeRequest request = hourly();
    request.limits.line_bytes_max = 100;
    request.limits.rows_max = 2;
    const std::string row_of_100 = "1704070800000,11,13,10,12," + std::string(73, '0') + "1";

    EXPECT_TRUE(read_text(request, header + hour_0 + row_of_100 + "\n").has_value());
    expect_holds(refusal(request, header + hour_0 + "0" + row_of_100 + "\n").message,
                 "the line is longer than 100 bytes");
    EXPECT_EQ(refusal(request, header + hour_0 + "0" + row_of_100 + "\n").place, "a.csv:3");
    expect_holds(refusal(request, header + hour_0 + hour_1 + "1704074400000,11,13,10,12,200\n").message,
                 "more than 2 rows");
    expect_holds(refusal(request, std::string(101, 'x')).message, "the line is longer than 100 bytes");
}

TEST(Limits, keep_a_line_of_a_gibibyte_out_of_memory) {
    char folder_name[] = "/tmp/spark_intake_XXXXXX";
    const std::string folder = mkdtemp(folder_name);
    const std::string path = folder + "/long.csv";
    std::ofstream(path, std::ios::binary) << header + hour_0;
    ASSERT_EQ(truncate(path.c_str(), std::int64_t{1} << 30U), 0);  // a hole of zeros: takes no disk
    IntakeRequest request = hourly();
    request.files = {path};
    rusage before{};
    getrusage(RUSAGE_SELF, &before);

    const auto intake = read_candles(request);

    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    std::filesystem::remove_all(folder);
    ASSERT_FALSE(intake.has_value());
    EXPECT_EQ(intake.error().place, path + ":3");
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 32'768) << "kibibytes";
}

}  // namespace
}  // namespace spark::intake
