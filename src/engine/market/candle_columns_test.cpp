#include "engine/market/candle_columns.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <vector>

namespace spark::market {
namespace {

TEST(CandleTable, keeps_what_was_appended) {
    CandleTable table;
    table.push_back(10, 1, 4, 0, 2, 7);
    table.push_back(20, 2, 5, 1, 3, 8);

    const CandleColumns columns = table.columns();

    ASSERT_EQ(columns.size(), 2U);
    EXPECT_EQ(columns.open_time_ns[1], 20);
    EXPECT_EQ(columns.open[1], 2);
    EXPECT_EQ(columns.high[1], 5);
    EXPECT_EQ(columns.low[1], 1);
    EXPECT_EQ(columns.close[1], 3);
    EXPECT_TRUE(columns.volume_at(1) == 8);
    EXPECT_TRUE(columns.volume_high.empty());
}

TEST(CandleTable, makes_the_high_volume_column_one_past_63_bits) {
    constexpr Int128 most_narrow = std::numeric_limits<std::int64_t>::max();
    CandleTable table;
    table.push_back(1, 1, 1, 1, 1, 5);
    table.push_back(2, 1, 1, 1, 1, most_narrow);
    EXPECT_TRUE(table.volume_high.empty());

    table.push_back(3, 1, 1, 1, 1, most_narrow + 1);
    table.push_back(4, 1, 1, 1, 1, 6);

    ASSERT_EQ(table.volume_high.size(), 4U);
    EXPECT_TRUE(table.columns().volume_at(0) == 5);
    EXPECT_TRUE(table.columns().volume_at(1) == most_narrow);
    EXPECT_TRUE(table.columns().volume_at(2) == most_narrow + 1);
    EXPECT_TRUE(table.columns().volume_at(3) == 6);
}

TEST(CandleColumns, slice_is_a_window_that_may_be_empty_or_whole) {
    CandleTable table;
    for (int bar = 0; bar < 5; ++bar) table.push_back(bar, bar, bar, bar, bar, static_cast<Int128>(bar) << 70);

    const CandleColumns middle = table.columns().slice(2, 2);

    ASSERT_EQ(middle.size(), 2U);
    EXPECT_EQ(middle.open_time_ns[0], 2);
    EXPECT_TRUE(middle.volume_at(1) == static_cast<Int128>(3) << 70);
    EXPECT_EQ(table.columns().slice(5, 0).size(), 0U);
    EXPECT_EQ(table.columns().slice(0, 5).size(), 5U);
}

TEST(CandleColumnsDeath, slice_past_the_end_stops_the_process) {
    CandleTable table;
    table.push_back(1, 1, 1, 1, 1, 1);
    const CandleColumns columns = table.columns();

    EXPECT_DEATH(static_cast<void>(columns.slice(1, 1)), "size");
}

RC_GTEST_PROP(CandleTable, every_volume_of_up_to_127_bits_survives,
              (const std::vector<std::uint64_t>& low, std::uint32_t high)) {
    CandleTable table;
    for (const std::uint64_t part : low) table.push_back(0, 0, 0, 0, 0, (static_cast<Int128>(high) << 64) | part);

    const CandleColumns columns = table.columns();

    for (std::size_t bar = 0; bar < low.size(); ++bar)
        RC_ASSERT(columns.volume_at(bar) == ((static_cast<Int128>(high) << 64) | low[bar]));
}

}  // namespace
}  // namespace spark::market
