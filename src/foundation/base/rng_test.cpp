#include "foundation/base/rng.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace spark {
namespace {

// Golden numbers: the bits and the normals were also computed by an independent program (Python integers and its
// NormalDist.inv_cdf). They are identities of synthetic markets: a change of any is a break, not a refresh.

TEST(Rng, gives_the_golden_bits) {
    Rng rng(42);

    EXPECT_EQ(rng.bits(), 0xd0764d4f4476689fU);
    EXPECT_EQ(rng.bits(), 0x519e4174576f3791U);
    EXPECT_EQ(rng.bits(), 0xfbe07cfb0c24ed8cU);
    EXPECT_EQ(rng.bits(), 0xb37d9f600cd835b8U);
}

TEST(Rng, gives_the_golden_distributions) {
    Rng uniform(1);
    for (const std::int64_t golden : {811'612, 747'104, 100'148, 746'216, 184'676, 590'478})
        EXPECT_EQ(uniform.uniform(-3, 1'000'000), golden);
    Rng normal(7);
    for (const double golden : {-0x1.984f63888dca3p+0, -0x1.e444c0b956f6fp-1, 0x1.26bc61054300bp-1,
                                -0x1.77c58bc98ed9fp-3, 0x1.cb79e9097a1p+0}) {
        EXPECT_EQ(normal.normal(), golden);
    }
    Rng exponential(7);
    for (const double golden : {0x1.726afd811575ep+1, 0x1.c27452d44ee23p+0, 0x1.53d75d1a05984p-2})
        EXPECT_EQ(exponential.exponential(), golden);
    Rng student(7);
    for (const double golden : {0x1.07a4f325e8548p+1, 0x1.187cf15377079p-1, 0x1.678a2d1380ed6p+0})
        EXPECT_EQ(student.student_t(4), golden);
    Rng real(7);
    for (const double golden : {0x1.c583400555d2p-5, 0x1.607e46efd274cp-3}) EXPECT_EQ(real.uniform_real(), golden);
}

TEST(Rng, stays_the_same_over_600_thousand_draws) {
    Rng rng(2026);
    std::uint64_t digest = 0;
    for (int draw = 0; draw < 200'000; ++draw) {
        for (const double number : {rng.normal(), rng.student_t(3.5), rng.exponential()}) {
            digest = std::rotl(digest, 7) ^ std::bit_cast<std::uint64_t>(number);
        }
    }

    EXPECT_EQ(digest, 0x24c7df9faa69c024U);
}

TEST(RngSplit, depends_on_seed_and_stream_alone) {
    Rng used(42);
    for (int draw = 0; draw < 10; ++draw) used.bits();

    Rng split = used.split(7);

    EXPECT_EQ(split.bits(), 0xc5267396e75960a9U);
    EXPECT_EQ(split.bits(), 0x12cdcd070535264cU);
}

TEST(RngSplit, gives_streams_that_differ_from_each_other_and_the_parent) {
    std::vector<std::uint64_t> firsts{Rng(1).bits()};
    for (std::uint64_t stream = 0; stream < 100; ++stream) {
        firsts.push_back(Rng(1).split(stream).bits());
        firsts.push_back(Rng(1).split(stream).split(0).bits());
        firsts.push_back(Rng(2).split(stream).bits());
    }
    std::ranges::sort(firsts);

    EXPECT_EQ(std::ranges::adjacent_find(firsts), firsts.end());
}

TEST(RngUniform, reaches_both_ends_and_nothing_past_them) {
    Rng rng(3);
    std::array<int, 6> seen{};
    for (int draw = 0; draw < 60'000; ++draw) {
        const std::int64_t number = rng.uniform(-2, 3);
        ASSERT_GE(number, -2);
        ASSERT_LE(number, 3);
        ++seen[static_cast<std::size_t>(number + 2)];
    }

    // 10,000 expected each, standard deviation 91: six of them either side.
    for (const int count : seen) EXPECT_NEAR(count, 10'000, 550);
}

TEST(RngUniform, takes_a_range_of_one_and_the_whole_of_int64) {
    Rng rng(3);
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();

    EXPECT_EQ(rng.uniform(5, 5), 5);
    EXPECT_EQ(rng.uniform(most, most), most);
    int negative = 0;
    for (int draw = 0; draw < 1'000; ++draw) negative += rng.uniform(least, most) < 0 ? 1 : 0;
    EXPECT_NEAR(negative, 500, 100);
}

TEST(RngNormal, has_mean_0_variance_1_and_no_skew) {
    Rng rng(11);
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    int beyond_two = 0;
    constexpr int draws = 200'000;
    for (int draw = 0; draw < draws; ++draw) {
        const double x = rng.normal();
        sum += x;
        squares += x * x;
        cubes += x * x * x;
        beyond_two += x > 2 ? 1 : 0;
    }

    EXPECT_NEAR(sum / draws, 0, 0.012);
    EXPECT_NEAR(squares / draws, 1, 0.02);
    EXPECT_NEAR(cubes / draws, 0, 0.05);
    EXPECT_NEAR(static_cast<double>(beyond_two) / draws, 0.02275, 0.002);
}

TEST(RngExponential, has_mean_1_and_is_above_0) {
    Rng rng(12);
    double sum = 0;
    constexpr int draws = 200'000;
    for (int draw = 0; draw < draws; ++draw) {
        const double x = rng.exponential();
        ASSERT_GT(x, 0);
        sum += x;
    }

    EXPECT_NEAR(sum / draws, 1, 0.015);
}

TEST(RngStudentT, has_heavier_tails_than_the_normal) {
    Rng rng(13);
    int beyond = 0;
    double squares = 0;
    constexpr int draws = 200'000;
    for (int draw = 0; draw < draws; ++draw) {
        const double x = rng.student_t(5);
        beyond += std::abs(x) > 4.032 ? 1 : 0;  // The 99.5 % point of t with 5 degrees of freedom.
        squares += x * x;
    }

    EXPECT_NEAR(static_cast<double>(beyond) / draws, 0.01, 0.0015);
    EXPECT_NEAR(squares / draws, 5.0 / 3.0, 0.1);
}

TEST(RngUniformReal, stays_below_1) {
    Rng rng(14);
    for (int draw = 0; draw < 100'000; ++draw) {
        const double x = rng.uniform_real();
        ASSERT_GE(x, 0);
        ASSERT_LT(x, 1);
    }
    EXPECT_FALSE(rng.chance(0));
    EXPECT_TRUE(rng.chance(1));
}

}  // namespace
}  // namespace spark
