#include "engine/indicators/average_crossings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "engine/indicators/detail/lead_signs.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::indicators {
namespace {

/// Sign of fast average − slow average on a bar, by fractions in 128 bits made from scratch.
int reference_sign(const std::vector<std::int64_t>& values, std::size_t bar, std::size_t fast, std::size_t slow) {
    Int128 sum_fast = 0;
    Int128 sum_slow = 0;
    for (std::size_t back = 0; back < slow; ++back) {
        if (back < fast) sum_fast += values[bar - back];
        sum_slow += values[bar - back];
    }
    const Int128 left = sum_fast * static_cast<Int128>(slow);
    const Int128 right = sum_slow * static_cast<Int128>(fast);
    return left > right ? 1 : (left < right ? -1 : 0);
}

void expect_reference(const std::vector<std::int64_t>& values, std::size_t fast, std::size_t slow) {
    const RunningSums sums(values);
    const Crossings crossings = average_crossings(sums, fast, slow);
    for (std::size_t bar = 0; bar < values.size(); ++bar) {
        const bool defined = bar >= slow;
        const int now = defined ? reference_sign(values, bar, fast, slow) : 0;
        const int before = defined ? reference_sign(values, bar - 1, fast, slow) : 0;
        RC_ASSERT(crossings.over.test(bar) == (defined && now > 0 && before <= 0));
        RC_ASSERT(crossings.under.test(bar) == (defined && now < 0 && before >= 0));
    }
    const AverageOrder order = average_order(sums, fast, slow);
    for (std::size_t bar = 0; bar < values.size(); ++bar) {
        const int sign = bar + 1 >= slow ? reference_sign(values, bar, fast, slow) : 0;
        RC_ASSERT(order.above.test(bar) == (sign > 0));
        RC_ASSERT(order.below.test(bar) == (sign < 0));
    }
}

struct Lengths {
    std::size_t fast;
    std::size_t slow;
};

Lengths any_lengths() {
    const auto fast = *rc::gen::inRange<std::size_t>(1, 8);
    return {fast, *rc::gen::inRange<std::size_t>(fast + 1, 20)};
}

// Few different prices make exact ties common.
RC_GTEST_PROP(AverageCrossings, equal_the_fractions_made_from_scratch_also_on_ties, ()) {
    const auto values = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 5));
    const auto [fast, slow] = any_lengths();

    expect_reference(values, fast, slow);
}

RC_GTEST_PROP(AverageCrossings, are_exact_when_products_leave_63_bits, ()) {
    const auto values = *rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(300'000'000'000'000'000, 300'000'000'000'000'004));
    const auto [fast, slow] = any_lengths();

    expect_reference(values, fast, slow);
}

RC_GTEST_PROP(AverageCrossings, are_exact_at_the_end_of_the_price_range, ()) {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const auto values = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(most - 4, most));
    const auto [fast, slow] = any_lengths();

    expect_reference(values, fast, slow);
}

RC_GTEST_PROP(AverageCrossings, are_exact_for_values_of_both_signs, ()) {
    const std::int64_t end = std::numeric_limits<std::int64_t>::max();
    const auto most = *rc::gen::elementOf(std::vector<std::int64_t>{3, end / 1'000, end});
    const std::vector<std::int64_t> prices{most, most - 1, 0, 1, -1, -most, 1 - most};
    const auto values = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::elementOf(prices));
    const auto [fast, slow] = any_lengths();

    expect_reference(values, fast, slow);
}

TEST(AverageCrossings, a_touch_from_above_is_a_new_crossing_as_in_pine) {
    // fast = 1, slow = 2: the fast average is above when the close rose, equal when it stayed.
    const std::vector<std::int64_t> closes{5, 4, 6, 6, 7};
    const RunningSums sums(closes);

    const Crossings crossings = average_crossings(sums, 1, 2);

    EXPECT_TRUE(crossings.over.test(2));
    EXPECT_FALSE(crossings.over.test(3));
    EXPECT_TRUE(crossings.over.test(4));
    EXPECT_EQ(crossings.under.count(), 0U);
}

TEST(AverageCrossings, are_none_when_the_bars_end_before_the_second_average) {
    const std::vector<std::int64_t> closes{5, 4, 6};
    const RunningSums sums(closes);

    EXPECT_EQ(average_crossings(sums, 1, 3).over.count(), 0U);
    EXPECT_EQ(average_crossings(sums, 2, 7).over.count(), 0U);
}

RC_GTEST_PROP(LeadSigns, every_kernel_gives_the_same_bits, ()) {
    const auto values =
        *rc::gen::container<std::vector<std::int64_t>>(400, rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
    const auto ties = *rc::gen::inRange<std::size_t>(0, 300);
    auto closes = values;
    std::fill(closes.begin(), closes.begin() + static_cast<std::ptrdiff_t>(ties), 7);
    const RunningSums sums(closes);
    const auto fast = *rc::gen::inRange<std::size_t>(1, 50);
    const auto slow = *rc::gen::inRange<std::size_t>(fast + 1, 100);
    const auto first = *rc::gen::inRange<std::size_t>(slow - 1, 330);
    const detail::SumWindows windows{sums.data(), fast, slow};

    const auto expected = detail::signs_64_scalar(windows, first);

    if (detail::has_avx2()) RC_ASSERT(detail::signs_64_avx2(windows, first) == expected);
    if (detail::has_avx512()) RC_ASSERT(detail::signs_64_avx512(windows, first) == expected);
}

TEST(BitColumn, next_set_finds_bits_on_both_sides_of_a_word_and_the_end) {
    BitColumn bits(130);
    bits.set(63);
    bits.set(64);
    bits.set(129);

    EXPECT_EQ(bits.next_set(0), 63U);
    EXPECT_EQ(bits.next_set(63), 63U);
    EXPECT_EQ(bits.next_set(64), 64U);
    EXPECT_EQ(bits.next_set(65), 129U);
    EXPECT_EQ(bits.next_set(130), 130U);
    EXPECT_EQ(BitColumn(130).next_set(0), 130U);
    EXPECT_EQ(bits.count(), 3U);
}

}  // namespace
}  // namespace spark::indicators
