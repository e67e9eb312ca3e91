#include "foundation/base/stable_math.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "foundation/base/rng.hpp"

namespace spark {
namespace {

/// Distance to the truth in units in the last place of the truth.
double ulps(double found, long double truth) {
    const double size = std::abs(static_cast<double>(truth));
    const double unit = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
    return static_cast<double>(std::abs(static_cast<long double>(found) - truth) / unit);
}

TEST(StableMath, gives_the_golden_bits) {
    EXPECT_EQ(exp_stable(0.1), 0x1.1aec7b35a00d4p+0);
    EXPECT_EQ(exp_stable(-20.5), 0x1.57a3afeed00acp-30);
    EXPECT_EQ(exp_stable(700.0), 0x1.d945df4f8ec8ep+1009);
    EXPECT_EQ(log_stable(0.1), -0x1.26bb1bbb55515p+1);
    EXPECT_EQ(log_stable(1.0000001), 0x1.ad7f2847b6492p-24);
    EXPECT_EQ(log_stable(1e300), 0x1.5963447f87fb5p+9);
    EXPECT_EQ(sin_stable(2.0), 0x1.d18f6ead1b446p-1);
    EXPECT_EQ(cos_stable(-4.0), -0x1.4eaa606db24c1p-1);
    EXPECT_EQ(sin_stable(999'999.5), -0x1.833357b1489f3p-1);
}

TEST(StableMath, is_within_3_units_of_the_last_place_of_long_double) {
    Rng rng(1);
    for (int draw = 0; draw < 100'000; ++draw) {
        const double x = (rng.uniform_real() - 0.5) * 1400;
        ASSERT_LE(ulps(exp_stable(x), std::exp(static_cast<long double>(x))), 1.5) << x;
        const double positive = std::exp(x);
        ASSERT_LE(ulps(log_stable(positive), std::log(static_cast<long double>(positive))), 2) << positive;
        const double near_one = 1 + (rng.uniform_real() - 0.5) * 0.01;
        ASSERT_LE(ulps(log_stable(near_one), std::log(static_cast<long double>(near_one))), 2) << near_one;
        const double angle = (rng.uniform_real() - 0.5) * 2000;
        ASSERT_LE(ulps(sin_stable(angle), std::sin(static_cast<long double>(angle))), 3) << angle;
        ASSERT_LE(ulps(cos_stable(angle), std::cos(static_cast<long double>(angle))), 3) << angle;
    }
}

TEST(StableMath, handles_the_ends_of_its_domains) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    EXPECT_EQ(exp_stable(0), 1);
    EXPECT_EQ(exp_stable(709.8), infinity);
    EXPECT_LT(exp_stable(709.7), infinity);
    EXPECT_EQ(exp_stable(-746), 0);
    EXPECT_GT(exp_stable(-745), 0);
    EXPECT_EQ(exp_stable(-infinity), 0);
    EXPECT_TRUE(std::isnan(exp_stable(nan)));
    EXPECT_EQ(log_stable(1), 0);
    EXPECT_EQ(log_stable(0), -infinity);
    EXPECT_EQ(log_stable(infinity), infinity);
    EXPECT_TRUE(std::isnan(log_stable(-1)));
    EXPECT_TRUE(std::isnan(log_stable(nan)));
    EXPECT_NEAR(log_stable(5e-324), -744.44007192138, 1e-9);
    EXPECT_EQ(sin_stable(0), 0);
    EXPECT_EQ(cos_stable(0), 1);
    EXPECT_DEATH(static_cast<void>(sin_stable(1'000'001)), "broken invariant");
    EXPECT_DEATH(static_cast<void>(sin_stable(nan)), "broken invariant");
}

TEST(StableMath, powers_come_close) {
    EXPECT_NEAR(pow_stable(2, 10), 1024, 1e-11);
    EXPECT_NEAR(pow_stable(9, -0.5), 1.0 / 3.0, 1e-15);
}

TEST(NormalQuantile, gives_the_table_of_every_textbook) {
    EXPECT_EQ(normal_quantile_stable(0.5), 0);
    EXPECT_NEAR(normal_quantile_stable(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_quantile_stable(0.001), -3.090232306167813, 1e-14);
    EXPECT_NEAR(normal_quantile_stable(1e-12), -7.034483825301131, 1e-13);
    EXPECT_DEATH(static_cast<void>(normal_quantile_stable(0)), "broken invariant");
    EXPECT_DEATH(static_cast<void>(normal_quantile_stable(1)), "broken invariant");
}

TEST(NormalQuantile, is_the_inverse_of_the_error_function) {
    for (int step = 1; step < 1'000; ++step) {
        const double probability = step / 1000.0;
        const double x = normal_quantile_stable(probability);
        EXPECT_NEAR(0.5 * std::erfc(-x / std::sqrt(2.0)), probability, 1e-15);
    }
}

}  // namespace
}  // namespace spark
