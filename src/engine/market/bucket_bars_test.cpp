#include "engine/market/bucket_bars.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace spark::market {
namespace {

CandleTable rising(std::size_t bars) {
    CandleTable table;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const auto price = static_cast<std::int64_t>(100 + bar * 10);
        table.push_back(static_cast<std::int64_t>(bar) * 1'000, price, price + 7, price - 7, price + 3, 5);
    }
    return table;
}

TEST(BucketBars, leaves_bars_alone_that_are_few_enough) {
    const CandleTable table = rising(10);

    const BucketedBars made = bucket_bars(table.columns(), 10);

    EXPECT_EQ(made.bars_per_bucket, 1U);
    EXPECT_EQ(made.table.close, table.close);
    EXPECT_EQ(made.table.open_time_ns, table.open_time_ns);
}

TEST(BucketBars, keeps_first_open_extremes_last_close_and_the_sum_of_volumes) {
    const CandleTable table = rising(11);

    const BucketedBars made = bucket_bars(table.columns(), 4);

    ASSERT_EQ(made.bars_per_bucket, 3U);
    ASSERT_EQ(made.table.size(), 4U);
    EXPECT_EQ(made.table.open, (std::vector<std::int64_t>{100, 130, 160, 190}));
    EXPECT_EQ(made.table.high, (std::vector<std::int64_t>{127, 157, 187, 207}));
    EXPECT_EQ(made.table.low, (std::vector<std::int64_t>{93, 123, 153, 183}));
    EXPECT_EQ(made.table.close, (std::vector<std::int64_t>{123, 153, 183, 203}));
    EXPECT_EQ(made.table.volume, (std::vector<std::int64_t>{15, 15, 15, 10}));
}

TEST(BucketBars, gives_nothing_for_nothing) { EXPECT_EQ(bucket_bars({}, 5).table.size(), 0U); }

RC_GTEST_PROP(BucketBars, loses_no_extreme_and_no_volume, ()) {
    const auto bars = *rc::gen::inRange<std::size_t>(1, 200);
    const auto bars_max = *rc::gen::inRange<std::size_t>(1, 250);
    CandleTable table;
    Int128 volume = 0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const auto low = *rc::gen::inRange<std::int64_t>(1, 1'000);
        const auto high = low + *rc::gen::inRange<std::int64_t>(0, 50);
        table.push_back(static_cast<std::int64_t>(bar), low, high, low, high, high);
        volume += high;
    }

    const BucketedBars made = bucket_bars(table.columns(), bars_max);

    RC_ASSERT(made.table.size() <= bars_max);
    RC_ASSERT(std::ranges::max(made.table.high) == std::ranges::max(table.high));
    RC_ASSERT(std::ranges::min(made.table.low) == std::ranges::min(table.low));
    Int128 sum = 0;
    for (std::size_t bar = 0; bar < made.table.size(); ++bar) sum += made.table.columns().volume_at(bar);
    RC_ASSERT(sum == volume);
}

}  // namespace
}  // namespace spark::market
