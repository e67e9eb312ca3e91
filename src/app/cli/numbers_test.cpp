#include "app/cli/numbers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "foundation/base/decimal_text.hpp"

namespace spark::cli {
namespace {

constexpr NumberStyle english{.language = Language::en};
constexpr NumberStyle turkish{.language = Language::tr};
constexpr NumberStyle machine{.language = Language::tr, .machine = true};

TEST(ShownDecimal, groups_and_points_by_language_and_keeps_every_digit) {
    EXPECT_EQ(shown_decimal("1234567.89", english), "1,234,567.89");
    EXPECT_EQ(shown_decimal("1234567.89", turkish), "1.234.567,89");
    EXPECT_EQ(shown_decimal("1234567.89", machine), "1234567.89");
    EXPECT_EQ(shown_decimal("-1276.4438", english), "-1,276.4438");
    EXPECT_EQ(shown_decimal("0.00000001", turkish), "0,00000001");
    EXPECT_EQ(shown_decimal("999", english), "999");
    EXPECT_EQ(shown_decimal("1000", english), "1,000");
}

TEST(ShownDecimal, appends_zeros_but_cuts_nothing) {
    EXPECT_EQ(shown_decimal("5", english, 2), "5.00");
    EXPECT_EQ(shown_decimal("5.1", turkish, 2), "5,10");
    EXPECT_EQ(shown_decimal("5.125", english, 2), "5.125");
    EXPECT_EQ(shown_decimal("5", machine, 2), "5");
}

TEST(ShownDecimal, signs_what_is_not_zero) {
    EXPECT_EQ(shown_decimal("5", english, 0, Sign::always), "+5");
    EXPECT_EQ(shown_decimal("0", english, 0, Sign::always), "0");
    EXPECT_EQ(shown_decimal("0.00", english, 0, Sign::always), "0.00");
    EXPECT_EQ(shown_decimal("5", machine, 0, Sign::always), "5");
}

RC_GTEST_PROP(ShownDecimal, loses_nothing_when_grouping_is_taken_out_again, (std::int64_t units)) {
    const std::string exact = format_units(units);

    std::string text = shown_decimal(exact, turkish);
    std::erase(text, '.');
    std::ranges::replace(text, ',', '.');

    RC_ASSERT(text == exact);
}

TEST(ShownPercent, puts_sign_and_percent_where_the_language_wants_them) {
    EXPECT_EQ(shown_percent(12.34, 2, english), "+12.34%");
    EXPECT_EQ(shown_percent(12.34, 2, turkish), "+%12,34");
    EXPECT_EQ(shown_percent(-12.34, 2, turkish), "-%12,34");
    EXPECT_EQ(shown_percent(-12.34, 2, english), "-12.34%");
    EXPECT_EQ(shown_percent(12.34, 2, turkish, Sign::if_negative), "%12,34");
    EXPECT_EQ(shown_percent(1234.5, 1, turkish, Sign::if_negative), "%1.234,5");
    EXPECT_EQ(shown_percent(-0.001, 2, english), "0.00%");
    EXPECT_EQ(shown_percent(12.34, 2, machine), "12.34");
}

TEST(ShownNumber, says_nothing_for_what_is_not_a_number) {
    EXPECT_EQ(shown_number(std::nan(""), 2, english), "–");
    EXPECT_EQ(shown_number(std::numeric_limits<double>::infinity(), 2, turkish), "–");
    EXPECT_EQ(shown_number(std::nan(""), 2, machine), "");
    EXPECT_EQ(shown_percent(std::nan(""), 2, english), "–");
    EXPECT_EQ(shown_number(-0.0, 1, english), "0.0");
}

TEST(ShownNumber, counts_in_groups) {
    EXPECT_EQ(shown_count(24'096, english), "24,096");
    EXPECT_EQ(shown_count(-24'096, turkish), "-24.096");
    EXPECT_EQ(shown_count(std::numeric_limits<std::int64_t>::min(), machine), "-9223372036854775808");
}

TEST(ShownDuration, uses_the_unit_that_reads_well) {
    using namespace std::chrono_literals;
    EXPECT_EQ(shown_duration(80ms, english), "0.08 s");
    EXPECT_EQ(shown_duration(80ms, turkish), "0,08 sn");
    EXPECT_EQ(shown_duration(42s, english), "42 s");
    EXPECT_EQ(shown_duration(150s, turkish), "2,5 dk");
}

}  // namespace
}  // namespace spark::cli
