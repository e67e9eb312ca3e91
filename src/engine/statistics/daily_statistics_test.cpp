#include "engine/statistics/daily_statistics.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace spark::statistics {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

TEST(DailyStatistics, equal_a_calculation_with_python_fractions_and_math) {
    // Made with Python 3.11: r = [.01, -.02, .03]; g = (101/100*.98*1.03)**(1/3); periods 365; var with n - 1.
    const std::vector<std::int64_t> equity{100'000'000'000, 101'000'000'000, 98'980'000'000, 101'949'400'000};

    const DailyStatistics statistics = daily_statistics(equity, 365);

    EXPECT_NEAR(*statistics.annual_return, 9.474549623966517, 1e-9);
    EXPECT_NEAR(*statistics.volatility, 5.302440496537009, 1e-9);
    EXPECT_NEAR(*statistics.sharpe, 1.7868280898492472, 1e-9);
    EXPECT_NEAR(*statistics.sortino, 42.947983170709975, 1e-7);
}

TEST(HasWeekends, tells_a_week_of_seven_days_from_one_of_five) {
    std::vector<std::int64_t> all;
    std::vector<std::int64_t> weekdays;
    for (std::int64_t day = 0; day < 28; ++day) {
        all.push_back(day * 24 * hour_ns);
        if (day % 7 != 2 && day % 7 != 3) weekdays.push_back(day * 24 * hour_ns);
    }

    EXPECT_TRUE(has_weekends(all));
    EXPECT_FALSE(has_weekends(weekdays));
}

}  // namespace
}  // namespace spark::statistics
