#include "foundation/base/fixed_point.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>

namespace spark {
namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::array roundings{Rounding::down, Rounding::up, Rounding::toward_zero, Rounding::half_even};

/// The definition of each rounding, by search between the two neighbours of dividend ÷ divisor (the divisor is
/// positive).
bool is_rounded(Int128 quotient, Int128 dividend, Int128 divisor, Rounding rounding) {
    const Int128 error = quotient * divisor - dividend;  // Above 0: the quotient is too large.
    const Int128 size = error < 0 ? -error : error;
    switch (rounding) {
        case Rounding::down: return error <= 0 && size < divisor;
        case Rounding::up: return error >= 0 && size < divisor;
        case Rounding::toward_zero: return size < divisor && (dividend >= 0 ? error <= 0 : error >= 0);
        case Rounding::half_even: return 2 * size < divisor || (2 * size == divisor && quotient % 2 == 0);
    }
    return false;
}

TEST(Divide, rounds_a_quarter_a_half_and_three_quarters_by_name) {
    struct Row {
        int dividend;
        int down, up, toward_zero, half_even;
    };
    for (const Row& row : {Row{5, 1, 2, 1, 1}, Row{6, 1, 2, 1, 2}, Row{7, 1, 2, 1, 2}, Row{2, 0, 1, 0, 0},
                           Row{10, 2, 3, 2, 2}, Row{8, 2, 2, 2, 2}, Row{-5, -2, -1, -1, -1}, Row{-6, -2, -1, -1, -2},
                           Row{-7, -2, -1, -1, -2}, Row{-2, -1, 0, 0, 0}}) {
        EXPECT_TRUE(divide(row.dividend, 4, Rounding::down) == row.down) << row.dividend;
        EXPECT_TRUE(divide(row.dividend, 4, Rounding::up) == row.up) << row.dividend;
        EXPECT_TRUE(divide(row.dividend, 4, Rounding::toward_zero) == row.toward_zero) << row.dividend;
        EXPECT_TRUE(divide(row.dividend, 4, Rounding::half_even) == row.half_even) << row.dividend;
    }
}

TEST(CheckedAdd, refuses_one_past_each_bound) {
    EXPECT_EQ(checked_add(most - 1, 1).value(), most);
    EXPECT_EQ(checked_add(least + 1, -1).value(), least);
    EXPECT_EQ(checked_add(most, 1).error().fault, Fault::invalid_input);
    EXPECT_EQ(checked_add(least, -1).error().fault, Fault::invalid_input);
}

TEST(CheckedSubtract, refuses_one_past_each_bound) {
    EXPECT_EQ(checked_subtract(least + 1, 1).value(), least);
    EXPECT_EQ(checked_subtract(-1, least).value(), most);
    EXPECT_EQ(checked_subtract(least, 1).error().fault, Fault::invalid_input);
    EXPECT_EQ(checked_subtract(0, least).error().fault, Fault::invalid_input);
}

TEST(MultiplyDivide, refuses_a_divisor_that_is_not_positive) {
    EXPECT_FALSE(multiply_divide(1, 1, 0, Rounding::down).has_value());
    EXPECT_FALSE(multiply_divide(1, 1, -1, Rounding::down).has_value());
}

TEST(MultiplyDivide, reaches_both_bounds_and_refuses_one_past_them) {
    EXPECT_EQ(multiply_divide(most, units_per_one, units_per_one, Rounding::half_even).value(), most);
    EXPECT_EQ(multiply_divide(least, units_per_one, units_per_one, Rounding::half_even).value(), least);
    EXPECT_FALSE(multiply_divide(most, 2, 2, Rounding::up).value() != most);
    EXPECT_FALSE(multiply_divide(most, units_per_one + 1, units_per_one, Rounding::down).has_value());
    EXPECT_FALSE(multiply_divide(least, least, 1, Rounding::down).has_value());
    EXPECT_EQ(multiply_divide(least, least, most, Rounding::down).error().fault, Fault::invalid_input);
}

RC_GTEST_PROP(MultiplyDivide, gives_the_named_neighbour_of_the_exact_quotient, (std::int64_t a, std::int64_t b)) {
    const std::int64_t divisor = *rc::gen::oneOf(rc::gen::just(units_per_one), rc::gen::inRange<std::int64_t>(1, 1000),
                                                 rc::gen::inRange<std::int64_t>(1, most));
    for (const Rounding rounding : roundings) {
        const auto quotient = multiply_divide(a, b, divisor, rounding);
        const Int128 dividend = static_cast<Int128>(a) * b;

        if (quotient) {
            RC_ASSERT(is_rounded(*quotient, dividend, divisor, rounding));
        } else {
            RC_ASSERT(dividend / divisor >= most || dividend / divisor <= least);
        }
    }
}

RC_GTEST_PROP(CheckedAdd, agrees_with_128_bits, ()) {
    const auto any = rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(most - 3, most),
                                    rc::gen::inRange(least, least + 3));
    const std::int64_t a = *any;
    const std::int64_t b = *any;
    const Int128 wide_sum = static_cast<Int128>(a) + b;
    const Int128 wide_difference = static_cast<Int128>(a) - b;

    RC_ASSERT(checked_add(a, b).has_value() == fits_int64(wide_sum));
    RC_ASSERT(checked_subtract(a, b).has_value() == fits_int64(wide_difference));
    if (fits_int64(wide_sum)) RC_ASSERT(*checked_add(a, b) == wide_sum);
    if (fits_int64(wide_difference)) RC_ASSERT(*checked_subtract(a, b) == wide_difference);
}

}  // namespace
}  // namespace spark
