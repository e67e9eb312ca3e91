#include "adapters/report/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace spark::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t one = units_per_one;

/// Points a day apart from 2024-01-01 on, of whole equities.
std::vector<EquityPoint> daily(std::initializer_list<std::int64_t> equities, std::int64_t first = 1'704'067'200'000) {
    std::vector<EquityPoint> points;
    for (const std::int64_t equity : equities)
        points.push_back({first + static_cast<std::int64_t>(points.size()) * day, equity * one});
    return points;
}

TEST(ReadTrades, finds_columns_by_their_names_and_passes_over_unknown_ones) {
    const auto trades = read_trades(
        "side,net_pnl,mood,entry_time_ms,entry_price,exit_reason\nshort,-1.5,blue,1700000000000,2.25,stop_loss\n");

    ASSERT_TRUE(trades.has_value());
    ASSERT_EQ(trades->size(), 1U);
    EXPECT_EQ(trades->front().net, -150'000'000);
    EXPECT_EQ(trades->front().entry_time_ms, 1'700'000'000'000);
    EXPECT_EQ(trades->front().entry_price, 225'000'000);
    EXPECT_EQ(trades->front().exit_reason, "stop_loss");
    EXPECT_TRUE(trades->front().is_short);
}

TEST(ReadTrades, has_no_trades_in_an_empty_file_or_a_header_alone) {
    EXPECT_THAT(*read_trades(""), IsEmpty());
    EXPECT_THAT(*read_trades("entry_bar,net_pnl\n"), IsEmpty());
}

TEST(ReadTrades, names_the_line_that_cannot_be_read) {
    const auto short_row = read_trades("entry_bar,net_pnl\n1,2\n3\n");
    const auto no_number = read_trades("entry_bar,net_pnl\n1,two\n");

    ASSERT_FALSE(short_row.has_value());
    EXPECT_EQ(short_row.error().fault, Fault::corrupt);
    EXPECT_EQ(short_row.error().place, "trades.csv:3");
    ASSERT_FALSE(no_number.has_value());
    EXPECT_EQ(no_number.error().place, "trades.csv:2");
}

TEST(MonthlyReturns, measure_each_month_against_the_one_before_and_the_first_against_the_start) {
    std::vector<EquityPoint> points = daily({105, 110});  // January
    points.push_back({1'706'745'600'000, 99 * one});      // 2024-02-01

    const auto months = monthly_returns(points, 100 * one);

    ASSERT_EQ(months.size(), 2U);
    EXPECT_EQ(months[0].month, 1);
    EXPECT_NEAR(months[0].fraction, 0.1, 1e-15);
    EXPECT_EQ(months[1].month, 2);
    EXPECT_NEAR(months[1].fraction, -0.1, 1e-15);
}

RC_GTEST_PROP(MonthlyReturns, compound_to_the_whole_return, ()) {
    const auto steps = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 100'000)));
    std::vector<EquityPoint> points;
    for (const int step : steps)
        points.push_back({static_cast<std::int64_t>(points.size()) * 9 * day, std::int64_t{step} * one});

    const double whole = static_cast<double>(points.back().equity) / (1'000.0 * one) - 1;

    const double product = compounded(monthly_returns(points, 1'000 * one));
    RC_ASSERT(std::abs(product - whole) <= 1e-9 * (1 + std::abs(whole)));
}

TEST(Underwater, counts_the_starting_cash_as_a_peak) {
    EXPECT_THAT(underwater(daily({90, 120, 60}), 100 * one),
                ElementsAre(testing::DoubleEq(-0.1), 0.0, testing::DoubleEq(-0.5)));
}

TEST(DeepestDrawdowns, are_ordered_by_depth_and_say_whether_the_peak_was_reached_again) {
    const auto points = daily({100, 95, 101, 80, 90});

    const auto falls = deepest_drawdowns(points, 100 * one, 10);

    ASSERT_EQ(falls.size(), 2U);
    EXPECT_DOUBLE_EQ(falls[0].depth, 80.0 / 101 - 1);
    EXPECT_EQ(falls[0].peak_ms, points[2].time_ms);
    EXPECT_EQ(falls[0].trough_ms, points[3].time_ms);
    EXPECT_EQ(falls[0].recovery_ms, std::nullopt);
    EXPECT_EQ(falls[0].days, 2);
    EXPECT_EQ(falls[1].recovery_ms, points[2].time_ms);
}

TEST(DeepestDrawdowns, are_no_more_than_asked_for) {
    EXPECT_EQ(deepest_drawdowns(daily({100, 95, 101, 80, 102, 70}), 100 * one, 2).size(), 2U);
    EXPECT_THAT(deepest_drawdowns(daily({100, 100, 101}), 100 * one, 2), IsEmpty());
    EXPECT_THAT(deepest_drawdowns({}, 100 * one, 2), IsEmpty());
}

TEST(CostTotals, add_gross_fees_net_and_the_value_of_both_fills) {
    const auto trades = read_trades(
        "entry_price,exit_price,quantity,gross_pnl,fees,net_pnl\n100,110,2,20,0.42,19.58\n50,49,1,-1,0.099,-1.099\n");

    const CostTotals totals = cost_totals(*trades);

    EXPECT_TRUE(totals.gross == 19 * one);
    EXPECT_TRUE(totals.fees == 51'900'000);
    EXPECT_TRUE(totals.net == totals.gross - totals.fees);
    EXPECT_TRUE(totals.turnover == (200 + 220 + 50 + 49) * one);
}

TEST(ByExitReason, has_one_row_a_reason) {
    const auto trades = read_trades("net_pnl,exit_reason\n1,signal\n-2,stop_loss\n3,signal\n0,signal\n");

    const auto rows = by_exit_reason(*trades);

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].reason, "signal");
    EXPECT_EQ(rows[0].trades, 3);
    EXPECT_EQ(rows[0].wins, 2);
    EXPECT_TRUE(rows[0].net == 4 * one);
    EXPECT_EQ(rows[1].reason, "stop_loss");
}

RC_GTEST_PROP(DrawnIndices, lose_no_peak_and_keep_their_order, ()) {
    const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(-1'000, 1'000), [](int whole) { return static_cast<double>(whole); })));
    const auto columns = static_cast<std::size_t>(*rc::gen::inRange(1, 20));

    const auto indices = drawn_indices(values, columns);

    RC_ASSERT(std::ranges::adjacent_find(indices, std::greater_equal<>()) == indices.end());
    RC_ASSERT(indices.size() <= std::max(values.size(), std::size_t{0}));
    RC_ASSERT(indices.size() <= 4 * columns);
    double least = values[indices.front()];
    double greatest = least;
    for (const std::size_t index : indices) {
        least = std::min(least, values[index]);
        greatest = std::max(greatest, values[index]);
    }
    RC_ASSERT(least == *std::ranges::min_element(values));
    RC_ASSERT(greatest == *std::ranges::max_element(values));
    RC_ASSERT(indices.front() == 0U && indices.back() == values.size() - 1);
}

}  // namespace
}  // namespace spark::report
