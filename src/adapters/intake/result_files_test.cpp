#include "adapters/intake/result_files.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "foundation/wire/testing/gzip.hpp"

namespace spark::intake {
namespace {

ResultFile file_of(std::string_view text) {
    return {.name = "file.csv", .source = *wire::ByteSource::of_memory(text, "file.csv")};
}

/// Bytes that read_… must refuse, and where.
struct Refusal {
    std::string_view text;
    std::string_view place;
    std::string_view message;
};

TEST(ReadReturns, takes_an_empty_return_as_a_period_without_a_value) {
    const auto rows = read_returns(file_of("date,return\n2024-01-01,0.01\n2024-01-02,\n2024-01-03,-1\n"));

    ASSERT_TRUE(rows.has_value()) << rows.error().message;
    ASSERT_EQ(rows->returns.size(), 3U);
    EXPECT_EQ(rows->returns[0], 0.01);
    EXPECT_TRUE(std::isnan(rows->returns[1]));
    EXPECT_EQ(rows->returns[2], -1);
    EXPECT_EQ(rows->time_ns[0], 1'704'067'200'000'000'000);
}

TEST(ReadReturns, takes_further_columns_marks_carriage_returns_quotes_and_other_separators) {
    for (const std::string_view text :
         {"\xEF\xBB\xBF"
          "Date;note;Return\r\n2024-01-01;a;0.5\r\n\r\n2024-01-02;b;+1e-1\r\n",
          "x,\"Date\",Returns\n1,\"2024-01-01\",0.5\n2,2024-01-02T00:00:00Z,\"0.1\"",
          "time\tret\n1704067200\t.5\n1704153600\t0.1", ",0\n2024-01-01,0.5\n2024-01-02,0.1\n",
          "2024-01-01,0.5\n2024-01-02,0.1\n", "timestamp,return\n1704067200000,0.5\n1704153600000,0.1\n"}) {
        const auto rows = read_returns(file_of(text));

        ASSERT_TRUE(rows.has_value()) << text << rows.error().message;
        EXPECT_EQ(rows->returns, (std::vector<double>{0.5, 0.1})) << text;
        EXPECT_EQ(rows->time_ns[1] - rows->time_ns[0], 86'400'000'000'000) << text;
    }
}

TEST(ReadReturns, reads_gzip) {
    const std::string bytes = wire::testing::gzipped("date,return\n2024-01-01,0.5\n");

    EXPECT_EQ(read_returns(file_of(bytes)).value().returns.size(), 1U);
}

TEST(ReadReturns, refuses_with_file_line_and_column) {
    for (const Refusal& refusal :
         std::vector<Refusal>{{"", "file.csv", "the file is empty"},
                              {"date,return\n", "file.csv", "no rows"},
                              {"date,return\n2024-01-01,nan\n", "file.csv:2:12", "'nan'"},
                              {"date,return\n2024-01-01,inf\n", "file.csv:2:12", "'inf'"},
                              {"date,return\n2024-01-01,-Infinity\n", "file.csv:2:12", "finite"},
                              {"date,return\n2024-01-01,1e999\n", "file.csv:2:12", "'1e999'"},
                              {"date,return\n2024-01-01,1%\n", "file.csv:2:12", "'1%'"},
                              {"date,return\n2024-01-01,0x1\n", "file.csv:2:12", "'0x1'"},
                              {"date,return\n2024-01-01,-1.01\n", "file.csv:2:12", "-1 and up"},
                              {"date,return\n2024-01-02,0\n2024-01-01,0\n", "file.csv:3:1", "a later one"},
                              {"date,return\n2024-01-01,0\n2024-01-01,0\n", "file.csv:3:1", "a later one"},
                              {"date,return\nyesterday,0\n", "file.csv:2:1", "yesterday"},
                              {"date,return\n1800-01-01,0\n", "file.csv:2:1", "1900 to 2100"},
                              {"date,return\n20240101,0\n", "file.csv:2:1", "20240101"},
                              {"date,return\n2024-01-01\n", "file.csv:2", "found 1 columns"},
                              {"date,return\n2024-01-01,\"0\n", "file.csv:2", "quote"},
                              {"date,open,close\n2024-01-01,1,2\n", "file.csv:1", "no column 'return'"}}) {
        const auto rows = read_returns(file_of(refusal.text));

        ASSERT_FALSE(rows.has_value()) << refusal.text;
        EXPECT_EQ(rows.error().fault, Fault::invalid_input);
        EXPECT_EQ(rows.error().place, refusal.place) << refusal.text;
        EXPECT_NE(rows.error().message.find(refusal.message), std::string::npos) << rows.error().message;
    }
}

TEST(ReadReturns, holds_its_limits) {
    ResultFile rows = file_of("date,return\n2024-01-01,0\n2024-01-02,0\n");
    rows.limits.rows_max = 1;
    ResultFile line = file_of("date,return\n2024-01-01,0.00000000000000000000000000000001\n");
    line.limits.line_bytes_max = 20;

    EXPECT_EQ(read_returns(std::move(rows)).error().place, "file.csv:3");
    EXPECT_EQ(read_returns(std::move(line)).error().place, "file.csv:2");
}

TEST(ReadEquity, finds_our_own_columns_and_keeps_first_and_last_exact) {
    const auto rows =
        read_equity(file_of("bar,open_time_ms,equity,drawdown_fraction\n0,1640995200000,1000000.000000,0\n"
                            "1,1640998800000,999999.99999999,-1e-14\n"));

    ASSERT_TRUE(rows.has_value()) << rows.error().message;
    EXPECT_EQ(rows->first_units, 100'000'000'000'000);
    EXPECT_EQ(rows->last_units, 99'999'999'999'999);
    EXPECT_TRUE(rows->units_fit);
}

TEST(ReadEquity, reads_amounts_past_the_exact_range_as_numbers_only) {
    const auto rows = read_equity(file_of("time,equity\n2024-01-01,1e15\n2024-01-02,2e15\n"));

    ASSERT_TRUE(rows.has_value());
    EXPECT_FALSE(rows->units_fit);
    EXPECT_EQ(rows->equity[1], 2e15);
}

TEST(ReadEquity, refuses_a_hole_and_a_first_equity_that_is_not_above_zero) {
    EXPECT_EQ(read_equity(file_of("time,equity\n2024-01-01,1\n2024-01-02,\n")).error().place, "file.csv:3:12");
    EXPECT_EQ(read_equity(file_of("time,equity\n2024-01-01,0\n")).error().place, "file.csv:2:12");
    EXPECT_TRUE(read_equity(file_of("time,equity\n2024-01-01,1\n2024-01-02,-5\n")).has_value());
}

constexpr std::string_view header =
    "entry_bar,entry_time_ms,entry_price,exit_bar,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl,"
    "exit_reason\n";

TEST(ReadTrades, reads_our_trades_exactly) {
    const auto rows = read_trades(
        file_of(std::string(header) + "1,1640995200000,100,3,1641002400000,120.5,2,41,0.44100000,40.559,signal\n"), "");

    ASSERT_TRUE(rows.has_value()) << rows.error().message;
    EXPECT_EQ(rows->format, "csv");
    const statistics::TradeFacts& trade = rows->trades.at(0);
    EXPECT_EQ(to_text(trade.net), "40.559");
    EXPECT_EQ(to_text(*trade.fees), "0.441");
    EXPECT_EQ(trade.entry_bar, 1);
    EXPECT_EQ(trade.exit_time_ns - trade.entry_time_ns, 7'200'000'000'000);
    EXPECT_EQ(trade.reason, "signal");
    EXPECT_FALSE(trade.net_approx.has_value());
    EXPECT_EQ(read_trades(file_of(header), "").value().trades.size(), 0U);
}

TEST(ReadTrades, takes_the_side_from_its_column_or_from_a_signed_size) {
    const auto rows = read_trades(file_of("entry_time,exit_time,side,pnl\n2024-01-01,2024-01-02,short,1\n"), "");
    const auto sized = read_trades(file_of("entry_time,exit_time,size,pnl\n2024-01-01,2024-01-02,-2,1\n"), "");

    EXPECT_EQ(rows.value().trades.at(0).side, Side::sell);
    EXPECT_EQ(sized.value().trades.at(0).side, Side::sell);
    EXPECT_EQ(to_text(sized.value().trades.at(0).quantity), "2");
}

TEST(ReadTrades, refuses_with_file_line_and_column) {
    for (const Refusal& refusal : std::vector<Refusal>{
             {"entry_time,exit_time\n2024-01-01,2024-01-02\n", "file.csv:1", "no column 'net_pnl'"},
             {"entry_time,exit_time,pnl\n2024-01-02,2024-01-01,1\n", "file.csv:2:12", "ends before it begins"},
             {"entry_time,exit_time,pnl\n2024-01-01,2024-01-02,nan\n", "file.csv:2:23", "nan"},
             {"entry_time,exit_time,pnl\n2024-01-01,2024-01-02,\n", "file.csv:2:23", "no net result"},
             {"entry_time,exit_time,pnl,side\n2024-01-01,2024-01-02,1,up\n", "file.csv:2:25", "'up'"},
             {"entry_time,exit_time,gross,fees,net\n2024-01-01,2024-01-02,5,1,3\n", "file.csv:2:27", "is 4"}}) {
        const auto rows = read_trades(file_of(refusal.text), "");

        ASSERT_FALSE(rows.has_value()) << refusal.text;
        EXPECT_EQ(rows.error().place, refusal.place) << refusal.text;
        EXPECT_NE(rows.error().message.find(refusal.message), std::string::npos) << rows.error().message;
    }
}

constexpr std::string_view freqtrade_trade =
    R"({"pair":"ETH/BTC","amount":2.5,"open_date":"2024-01-01 00:00:00+00:00",)"
    R"("close_date":"2024-01-02 00:00:00+00:00",)"
    R"("open_rate":0.05,"close_rate":0.06,"profit_ratio":0.2,"profit_abs":4.5112781954887056e-05,"exit_reason":"roi",)"
    R"("is_short":true,"open_timestamp":1704067200000.0,"close_timestamp":1704153600000,"enter_tag":null})";

TEST(ReadTrades, reads_freqtrades_results_in_all_their_forms) {
    const std::string trades = "[" + std::string(freqtrade_trade) + "]";
    for (const std::string& text :
         {trades, R"({"trades":)" + trades + R"(,"starting_balance":0.01})",
          R"({"strategy":{"A":{"trades":)" + trades + R"(,"starting_balance":0.01}},"metadata":{}})"}) {
        const auto rows = read_trades(file_of(text), "");

        ASSERT_TRUE(rows.has_value()) << rows.error().message;
        EXPECT_EQ(rows->format, "freqtrade");
        ASSERT_EQ(rows->trades.size(), 1U);
        EXPECT_EQ(rows->trades[0].net_approx, 4.5112781954887056e-05);
        EXPECT_EQ(rows->trades[0].return_fraction, 0.2);
        EXPECT_EQ(rows->trades[0].symbol, "ETH/BTC");
        EXPECT_EQ(rows->trades[0].side, Side::sell);
        EXPECT_EQ(rows->trades[0].exit_time_ns, 1'704'153'600'000'000'000);
        EXPECT_EQ(rows->starting_balance.has_value(), text != trades);
    }
}

TEST(ReadTrades, asks_for_a_strategy_where_a_result_holds_several) {
    const std::string text = R"({"strategy":{"A":{"trades":[]},"B":{"trades":[]}}})";

    EXPECT_NE(read_trades(file_of(text), "").error().message.find("A, B"), std::string::npos);
    EXPECT_EQ(read_trades(file_of(text), "B").value().strategy, "B");
    EXPECT_EQ(read_trades(file_of(text), "C").error().fault, Fault::not_found);
}

TEST(ReadTrades, names_the_field_of_a_freqtrade_result_that_does_not_hold) {
    for (const Refusal& refusal :
         std::vector<Refusal>{{"{", "file.csv:1:2", ""},
                              {"{}", "file.csv:strategy", ""},
                              {R"({"strategy":{}})", "file.csv:strategy", "no strategy"},
                              {R"({"trades":[{"open_date":"2024-01-01"}]})", "file.csv:trades[0].close_date", ""},
                              {R"({"trades":[{"open_timestamp":1e300}]})", "file.csv:trades[0].open_timestamp", "2100"},
                              {R"({"trades":[3]})", "file.csv:trades[0]", ""}}) {
        const auto rows = read_trades(file_of(refusal.text), "");

        ASSERT_FALSE(rows.has_value()) << refusal.text;
        EXPECT_EQ(rows.error().place, refusal.place) << refusal.text;
        EXPECT_NE(rows.error().message.find(refusal.message), std::string::npos) << rows.error().message;
    }
}

}  // namespace
}  // namespace spark::intake
