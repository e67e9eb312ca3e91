#include "engine/statistics/drawdowns.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "engine/statistics/calendar_returns.hpp"

namespace spark::statistics {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

/// Equity at successive days from the epoch.
struct Days {
    std::vector<std::int64_t> time_ns;
    std::vector<double> equity;
    explicit Days(std::vector<double> values, std::int64_t step_ns = day_ns) : equity(std::move(values)) {
        for (std::size_t day = 0; day < equity.size(); ++day)
            time_ns.push_back(static_cast<std::int64_t>(day) * step_ns);
    }
    EquitySeries series() const { return {time_ns, equity}; }
};

TEST(DrawdownsOf, run_from_the_last_point_at_a_peak_to_the_first_that_reaches_it_again) {
    const Days days({100, 100, 90, 95, 100, 120, 60, 110});

    const std::vector<Drawdown> found = drawdowns_of(days.series());

    ASSERT_EQ(found.size(), 2U);
    EXPECT_DOUBLE_EQ(found[0].depth, -0.1);
    EXPECT_EQ(found[0].peak_point, 1U);
    EXPECT_EQ(found[0].trough_point, 2U);
    EXPECT_EQ(found[0].recovery_point, 4U);
    EXPECT_EQ(found[0].length_ns, 3 * day_ns);
    EXPECT_DOUBLE_EQ(found[1].depth, -0.5);
    EXPECT_EQ(found[1].peak_point, 5U);
    EXPECT_FALSE(found[1].recovery_time_ns.has_value());
    EXPECT_EQ(found[1].length_ns, 2 * day_ns);
}

TEST(Deepest, come_deepest_first_and_earlier_ones_first_among_equals) {
    const Days days({100, 90, 100, 50, 100, 90, 100});

    const std::vector<Drawdown> found = deepest(drawdowns_of(days.series()), 2);

    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].trough_point, 3U);
    EXPECT_EQ(found[1].trough_point, 1U);
}

TEST(UnderwaterStatistics, are_what_a_pencil_says) {
    const Days days({100, 90, 80, 100, 110});

    const UnderwaterStatistics figures = underwater_statistics(days.series());

    EXPECT_DOUBLE_EQ(*figures.max_drawdown, 80.0 / 100 - 1);
    EXPECT_NEAR(*figures.ulcer_index, std::sqrt((100.0 + 400.0) / 5), 1e-12);
    EXPECT_NEAR(*figures.pain_index, 30.0 / 5, 1e-12);
    EXPECT_DOUBLE_EQ(*figures.underwater_share, 0.4);
    EXPECT_DOUBLE_EQ(*figures.longest_s, 3 * 86'400.0);
    EXPECT_DOUBLE_EQ(*figures.recovery_longest_s, 86'400.0);
    EXPECT_NEAR(*figures.recovery_factor, 0.1 / 0.2, 1e-12);
}

TEST(UnderwaterStatistics, of_a_rise_alone_have_no_drawdown) {
    const UnderwaterStatistics figures = underwater_statistics(Days({1, 2, 2, 3}).series());

    EXPECT_EQ(figures.drawdowns, 0);
    EXPECT_EQ(*figures.max_drawdown, 0);
    EXPECT_FALSE(figures.longest_s.has_value());
    EXPECT_FALSE(figures.recovery_factor.has_value());
    EXPECT_FALSE(underwater_statistics({}).max_drawdown.has_value());
}

RC_GTEST_PROP(Drawdowns, are_below_zero_and_do_not_change_with_the_scale, (const std::vector<unsigned>& values)) {
    std::vector<double> equity;
    for (const unsigned value : values) equity.push_back(1 + value % 1000);
    const Days days(equity);
    for (double& value : equity) value *= 4;
    const Days scaled(equity);

    const std::vector<Drawdown> found = drawdowns_of(days.series());
    const std::vector<Drawdown> again = drawdowns_of(scaled.series());

    RC_ASSERT(found.size() == again.size());
    for (std::size_t at = 0; at < found.size(); ++at) {
        RC_ASSERT(found[at].depth < 0 && found[at].depth >= -1);
        RC_ASSERT(found[at].depth == again[at].depth);
        RC_ASSERT(found[at].peak_point < found[at].trough_point);
        if (at > 0) RC_ASSERT(found[at - 1].recovery_point.value() <= found[at].peak_point);
    }
}

TEST(MonthlyReturns, have_a_row_a_month_that_has_a_point) {
    // 1970-01-01 and on, twenty days apart; nothing falls into neither January nor March by accident.
    const Days days({100, 110, 121, 60.5}, 20 * day_ns);

    const std::vector<CalendarReturn> months = monthly_returns(days.series());
    const std::vector<CalendarReturn> years = yearly_returns(days.series());

    ASSERT_EQ(months.size(), 3U);
    EXPECT_EQ(months[0].month, 1);
    EXPECT_NEAR(months[0].change, 0.1, 1e-15);
    EXPECT_EQ(months[1].month, 2);
    EXPECT_NEAR(months[1].change, 0.1, 1e-15);
    EXPECT_EQ(months[2].month, 3);
    EXPECT_NEAR(months[2].change, -0.5, 1e-15);
    ASSERT_EQ(years.size(), 1U);
    EXPECT_EQ(years[0].year, 1970);
    EXPECT_NEAR(years[0].change, -0.395, 1e-15);
}

RC_GTEST_PROP(CalendarReturns, compound_to_the_total, (const std::vector<unsigned>& values)) {
    RC_PRE(!values.empty());
    std::vector<double> equity;
    for (const unsigned value : values) equity.push_back(1 + value % 1000);
    const Days days(equity, 9 * day_ns);

    for (const auto& rows : {monthly_returns(days.series()), yearly_returns(days.series())}) {
        double growth = 1;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            growth *= 1 + rows[at].change;
            RC_ASSERT(rows[at].equity_begin == (at == 0 ? equity.front() : rows[at - 1].equity_end));
        }
        RC_ASSERT(rows.back().equity_end == equity.back());
        RC_ASSERT(std::abs(growth - equity.back() / equity.front()) <= 1e-12 * growth);
    }
}

}  // namespace
}  // namespace spark::statistics
