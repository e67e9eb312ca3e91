#include "engine/indicators/price_bars.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

/// Whether `found` is the double nearest to numerator ÷ denominator: no neighbour is nearer. In 80-bit steps: the
/// distance of a double to the quotient is compared through numerator − found × denominator, exact in two doubles'
/// products.
bool is_nearest(Int128 numerator, std::int64_t denominator, double found) {
    const auto distance = [&](double candidate) {
        int exponent = 0;
        const double fraction = std::frexp(candidate, &exponent);
        const auto mantissa = static_cast<Int128>(std::ldexp(fraction, 53));
        const int power = exponent - 53;  // candidate = mantissa × 2^power
        if (power > 0) return std::abs(static_cast<long double>(numerator - ((mantissa << power) * denominator)));
        const Int128 scaled = mantissa * denominator;
        return std::abs(static_cast<long double>((numerator << -power) - scaled)) * std::ldexp(1.0L, power);
    };
    const double up = std::nextafter(found, std::numeric_limits<double>::infinity());
    const double down = std::nextafter(found, -std::numeric_limits<double>::infinity());
    return distance(found) <= distance(up) && distance(found) <= distance(down);
}

RC_GTEST_PROP(NearestDouble, has_no_neighbour_that_is_nearer, ()) {
    const int shift = *rc::gen::inRange(0, 62);
    const std::int64_t numerator = *rc::gen::inRange<std::int64_t>(-(1LL << 62), 1LL << 62) >> shift;
    const std::int64_t denominator = *rc::gen::inRange<std::int64_t>(1, 10'000) * units_per_one;
    // Numerators far above the denominator keep the test's own shifts inside 128 bits.
    RC_PRE(numerator / denominator > 1'000 || numerator / denominator < -1'000);

    RC_ASSERT(is_nearest(numerator, denominator, nearest_double(numerator, denominator)));
}

RC_GTEST_PROP(NearestDouble, gives_equal_quotients_equal_doubles, ()) {
    const std::int64_t numerator = *rc::gen::inRange<std::int64_t>(-(1LL << 61), 1LL << 61);
    const std::int64_t denominator = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
    const std::int64_t factor = *rc::gen::inRange<std::int64_t>(1, 1'000'000);

    const double once = nearest_double(numerator, denominator);

    RC_ASSERT(nearest_double(static_cast<Int128>(numerator) * factor, denominator * factor) == once);
    RC_ASSERT(nearest_double(-static_cast<Int128>(numerator), denominator) == -once);
}

TEST(NearestDouble, takes_zero_and_the_widest_numbers) {
    EXPECT_EQ(nearest_double(0, 7), 0.0);
    EXPECT_EQ(nearest_double(Int128{1} << 120, 1), std::ldexp(1.0, 120));
    EXPECT_EQ(nearest_double((Int128{1} << 120) + 1, 1), std::ldexp(1.0, 120));
    EXPECT_EQ(nearest_double((Int128{1} << 53) + 1, 1), 9007199254740992.0) << "a tie goes to the even one";
    EXPECT_EQ(nearest_double((Int128{1} << 53) + 3, 1), 9007199254740996.0);
    EXPECT_EQ(nearest_double(1, 3), 1.0 / 3.0);
}

TEST(ToDoubles, reads_units_as_their_decimal_text_would_be) {
    const std::vector<std::int64_t> units{4'665'613'000'000, 1, -150'000'000, 9'223'372'036'854'775'807};
    Values out(units.size());

    to_doubles(units, out);

    EXPECT_EQ(out, (Values{46656.13, 1e-8, -1.5, 92233720368.54775807}));
}

TEST(PriceBars, means_are_rounded_once) {
    market::CandleTable table;
    table.push_back(0, 10'000'000, 30'000'000, 10'000'000, 20'000'000, 5 * units_per_one);  // 0.1 0.3 0.1 0.2
    PriceBars bars(table.columns());

    EXPECT_EQ(bars.column(PriceField::hl2)[0], 0.2);
    EXPECT_EQ(bars.column(PriceField::hlc3)[0], 0.2)
        << "0.3 + 0.1 + 0.2 in doubles, divided by 3, is 0.20000000000000004";
    EXPECT_EQ(bars.column(PriceField::ohlc4)[0], 0.175);
    EXPECT_EQ(bars.volume()[0], 5.0);
    EXPECT_EQ(bars.units(PriceField::high)[0], 30'000'000);
    EXPECT_TRUE(bars.units(PriceField::hlc3).empty());
}

TEST(PriceBars, reads_volume_beyond_63_bits) {
    market::CandleTable table;
    table.push_back(0, 1, 1, 1, 1, (static_cast<Int128>(1) << 70) * units_per_one);
    PriceBars bars(table.columns());

    EXPECT_EQ(bars.volume()[0], std::ldexp(1.0, 70));
}

}  // namespace
}  // namespace spark::indicators
