#include "adapters/report/number_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace spark::report {
namespace {

const NumberText english(Language::en);
const NumberText turkish(Language::tr);

TEST(NumberText, groups_and_points_as_the_language_does) {
    EXPECT_EQ(english.number(1234567.891, 2), "1,234,567.89");
    EXPECT_EQ(turkish.number(1234567.891, 2), "1.234.567,89");
    EXPECT_EQ(english.count(1000), "1,000");
    EXPECT_EQ(turkish.count(999), "999");
}

TEST(NumberText, puts_the_percent_sign_where_the_language_does) {
    EXPECT_EQ(english.percent(0.1234, 2, SignShown::always), "+12.34%");
    EXPECT_EQ(turkish.percent(0.1234, 2, SignShown::always), "+%12,34");
    EXPECT_EQ(turkish.percent(-0.5, 1), "−%50,0");
}

TEST(NumberText, gives_what_rounds_to_zero_no_sign) {
    EXPECT_EQ(english.number(-0.001, 2), "0.00");
    EXPECT_EQ(english.percent(0.0, 2, SignShown::always), "0.00%");
    EXPECT_EQ(english.money(-1), "0.00");
}

TEST(NumberText, shows_what_is_not_finite_as_a_dash) {
    EXPECT_EQ(english.number(std::numeric_limits<double>::quiet_NaN(), 2), "–");
    EXPECT_EQ(turkish.percent(std::numeric_limits<double>::infinity(), 2), "–");
    EXPECT_EQ(turkish.percent(std::numeric_limits<double>::max(), 2), "–");
}

TEST(NumberText, rounds_money_half_to_even_and_keeps_every_digit_of_exact_amounts) {
    EXPECT_EQ(english.money(250'000), "0.00");
    EXPECT_EQ(english.money(500'000), "0.00");
    EXPECT_EQ(english.money(1'500'000), "0.02");
    EXPECT_EQ(english.money(150'000'000), "1.50");
    EXPECT_EQ(english.money(123'456'789'012'345, SignShown::always), "+1,234,567.89");
    EXPECT_EQ(turkish.exact(-123'456'789'012'345), "−1.234.567,89012345");
}

TEST(TimeText, has_seconds_only_where_they_are_not_zero) {
    EXPECT_EQ(date_text(1'704'067'200'000), "2024-01-01");
    EXPECT_EQ(time_text(1'704'070'800'000), "2024-01-01 01:00");
    EXPECT_EQ(time_text(1'704'070'805'000), "2024-01-01 01:00:05");
}

}  // namespace
}  // namespace spark::report
