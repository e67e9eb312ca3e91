#include "foundation/domain/amounts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <type_traits>

namespace spark {
namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

template <class A, class B>
concept summable = requires(A a, B b) { sum(a, b); };
template <class A, class B>
concept plus_compiles = requires(A a, B b) { a + b; };
template <class A, class B>
concept times_compiles = requires(A a, B b) { a* b; };
template <class A, class B>
concept comparable = requires(A a, B b) { a < b; };
template <class A, class B>
concept has_notional = requires(A a, B b) { notional(a, b, Rounding::half_even); };

static_assert(summable<Price, Price> && summable<Quantity, Quantity> && summable<Notional, Notional>);
static_assert(!summable<Price, Quantity> && !summable<Price, Notional> && !summable<Price, std::int64_t>);
static_assert(!plus_compiles<Price, Quantity> && !plus_compiles<Price, Price> && !plus_compiles<Price, int>,
              "sums are checked, by name");
static_assert(!times_compiles<Price, Quantity> && !times_compiles<Price, int> && !times_compiles<Price, double>);
static_assert(comparable<Price, Price> && !comparable<Price, Quantity> && !comparable<Price, int> &&
              !comparable<Price, double>);
static_assert(has_notional<Price, Quantity> && !has_notional<Quantity, Price> && !has_notional<Price, Price>);
static_assert(!std::is_constructible_v<Price, double> && !std::is_constructible_v<Price, std::int64_t> &&
              !std::is_constructible_v<Price, Quantity>);
static_assert(!std::is_constructible_v<Volume, double> && !std::is_constructible_v<Volume, Quantity>);
static_assert(!std::is_convertible_v<Price, double> && !std::is_convertible_v<Price, std::int64_t>);
static_assert(!summable<Volume, Quantity> && !comparable<Volume, Quantity>);

TEST(Amount, counts_units_of_1e_minus_8) {
    EXPECT_EQ(Price::of_whole(3).units(), 300'000'000);
    EXPECT_EQ(Price{}.units(), 0);
    EXPECT_EQ(Quantity::of_whole(std::numeric_limits<std::int32_t>::min()).units(), -214'748'364'800'000'000);
    EXPECT_LT(Price::of_units(1), Price::of_units(2));
    EXPECT_LT(Volume::of_units(1), Volume::of_units(static_cast<Int128>(1) << 100));
}

TEST(AmountText, refuses_more_than_8_decimals_that_are_not_zero) {
    EXPECT_EQ(parse_amount<Price>("1.123456780000").value(), Price::of_units(112'345'678));
    EXPECT_EQ(parse_amount<Price>("1.123456781").error().fault, Fault::invalid_input);
    EXPECT_EQ(parse_amount<Notional>("1e5").error().fault, Fault::invalid_input);
}

TEST(Sum, reaches_both_bounds_and_refuses_one_past_them) {
    EXPECT_EQ(sum(Price::of_units(most - 1), Price::of_units(1)).value(), Price::of_units(most));
    EXPECT_EQ(sum(Price::of_units(most), Price::of_units(1)).error().fault, Fault::invalid_input);
    EXPECT_EQ(difference(Price::of_units(least + 1), Price::of_units(1)).value(), Price::of_units(least));
    EXPECT_EQ(difference(Price::of_units(least), Price::of_units(1)).error().fault, Fault::invalid_input);
}

TEST(NotionalOf, is_exact_and_rounds_once_by_name) {
    EXPECT_EQ(to_text(notional(Price::of_whole(65'000), Quantity::of_units(2'000'000), Rounding::half_even).value()),
              "1300");
    const Price price = Price::of_units(1);                // 0.00000001
    const Quantity half = Quantity::of_units(50'000'000);  // × 0.5 is half a unit.
    EXPECT_EQ(notional(price, half, Rounding::half_even)->units(), 0);
    EXPECT_EQ(notional(price, half, Rounding::up)->units(), 1);
    EXPECT_EQ(notional(price, Quantity::of_units(-50'000'000), Rounding::down)->units(), -1);
    EXPECT_EQ(notional(price, Quantity::of_units(-50'000'000), Rounding::toward_zero)->units(), 0);
}

TEST(NotionalOf, refuses_what_leaves_the_range) {
    EXPECT_EQ(notional(Price::of_units(most), Quantity::of_whole(1), Rounding::half_even)->units(), most);
    EXPECT_FALSE(
        notional(Price::of_units(most), Quantity::of_units(units_per_one + 1), Rounding::half_even).has_value());
    EXPECT_FALSE(notional(Price::of_units(most), Quantity::of_units(least), Rounding::half_even).has_value());
}

RC_GTEST_PROP(Amount, text_reads_back_as_the_same, (std::int64_t units)) {
    RC_ASSERT(parse_amount<Notional>(to_text(Notional::of_units(units))).value() == Notional::of_units(units));
}

RC_GTEST_PROP(NotionalOf, agrees_with_long_multiplication_of_whole_and_fraction, ()) {
    // (a + b/1e8) × (c + d/1e8) in parts that each fit 64 bits: a c + (a d + b c)/1e8 + b d/1e16.
    const std::int64_t a = *rc::gen::inRange<std::int64_t>(0, 90'000);
    const std::int64_t b = *rc::gen::inRange<std::int64_t>(0, units_per_one);
    const std::int64_t c = *rc::gen::inRange<std::int64_t>(0, 90'000);
    const std::int64_t d = *rc::gen::inRange<std::int64_t>(0, units_per_one);
    const std::int64_t exact_part = a * c * units_per_one + a * d + b * c;
    const std::int64_t tail = b * d;  // Of 1e16.

    const Price price = Price::of_units(a * units_per_one + b);
    const Quantity quantity = Quantity::of_units(c * units_per_one + d);

    RC_ASSERT(notional(price, quantity, Rounding::down)->units() == exact_part + tail / units_per_one);
    RC_ASSERT(notional(price, quantity, Rounding::up)->units() ==
              exact_part + (tail + units_per_one - 1) / units_per_one);
}

}  // namespace
}  // namespace spark
