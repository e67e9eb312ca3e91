#include "foundation/base/decimal_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace spark {
namespace {

constexpr std::int64_t int64_least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t int64_most = std::numeric_limits<std::int64_t>::max();

/// Adds 1 to a string of digits, by hand.
std::string plus_one(std::string digits) {
    for (std::size_t at = digits.size(); at > 0; --at) {
        if (digits[at - 1] != '9') {
            ++digits[at - 1];
            return digits;
        }
        digits[at - 1] = '0';
    }
    return '1' + digits;
}

/// What `whole.decimals` must become, worked out on characters: cut after 8 decimals, add one by the half-even rule,
/// strip zeros.
std::string rounded_by_hand(const std::string& whole, std::string decimals, bool& rounded) {
    while (decimals.size() < 8) decimals += '0';
    const std::string rest = decimals.substr(8);
    std::string digits = whole + decimals.substr(0, 8);
    rounded = rest.find_first_not_of('0') != std::string::npos;
    const std::string half = "5" + std::string(rest.empty() ? 0 : rest.size() - 1, '0');
    if (rounded && (rest > half || (rest == half && (digits.back() - '0') % 2 == 1))) digits = plus_one(digits);
    std::string kept = digits.substr(0, digits.size() - 8);
    std::string tail = digits.substr(digits.size() - 8);
    kept.erase(0, std::min(kept.find_first_not_of('0'), kept.size() - 1));
    while (!tail.empty() && tail.back() == '0') tail.pop_back();
    return tail.empty() ? kept : kept + '.' + tail;
}

rc::Gen<std::string> digits_of(int least, int most) {
    return rc::gen::mapcat(rc::gen::inRange(least, most + 1), [](int size) {
        return rc::gen::container<std::string>(static_cast<std::size_t>(size),
                                               rc::gen::inRange('0', static_cast<char>('9' + 1)));
    });
}

TEST(DecimalText, reads_what_people_write) {
    EXPECT_EQ(parse_units("1.5")->units, 150'000'000);
    EXPECT_EQ(parse_units("+1.50000000")->units, 150'000'000);
    EXPECT_EQ(parse_units("-0.00000001")->units, -1);
    EXPECT_EQ(parse_units("0")->units, 0);
    EXPECT_EQ(parse_units("-0")->units, 0);
    EXPECT_EQ(parse_units("00012.25")->units, 1'225'000'000);
    EXPECT_EQ(parse_wide_units("1000000000000.5")->units,
              static_cast<Int128>(1'000'000'000'000) * units_per_one + 50'000'000);
}

TEST(DecimalText, writes_no_trailing_zeros_and_no_exponent) {
    EXPECT_EQ(format_units(150'000'000), "1.5");
    EXPECT_EQ(format_units(-1), "-0.00000001");
    EXPECT_EQ(format_units(0), "0");
    EXPECT_EQ(format_units(units_per_one * 1000), "1000");
    EXPECT_EQ(format_units(int64_least), "-92233720368.54775808");
    EXPECT_EQ(format_units(int64_most), "92233720368.54775807");
    EXPECT_EQ(format_wide_units(static_cast<Int128>(1) << 120), "13292279957849158729038070602.80344576");
    EXPECT_EQ(format_wide_units(-(static_cast<Int128>(1) << 120)), "-13292279957849158729038070602.80344576");
    EXPECT_EQ(format_wide_units(static_cast<Int128>(UInt128{1} << 127U)), "-1701411834604692317316873037158.84105728");
}

TEST(DecimalText, reads_both_bounds_of_int64_and_refuses_one_past_them) {
    EXPECT_EQ(parse_units("92233720368.54775807")->units, int64_most);
    EXPECT_EQ(parse_units("-92233720368.54775808")->units, int64_least);

    EXPECT_EQ(parse_units("92233720368.54775808").error().fault, Fault::invalid_input);
    EXPECT_EQ(parse_units("-92233720368.54775809").error().fault, Fault::invalid_input);
    EXPECT_FALSE(parse_units("92233720368.547758075").has_value()) << "rounds up past the bound";
    EXPECT_EQ(parse_units("92233720368.547758074")->units, int64_most);
}

TEST(DecimalText, reads_both_bounds_of_wide_units_and_refuses_one_past_them) {
    EXPECT_EQ(parse_wide_units("13292279957849158729038070602.80344576")->units, static_cast<Int128>(1) << 120);
    EXPECT_EQ(parse_wide_units("-13292279957849158729038070602.80344576")->units, -(static_cast<Int128>(1) << 120));
    EXPECT_FALSE(parse_wide_units("13292279957849158729038070602.80344577").has_value());
    EXPECT_FALSE(parse_wide_units("13292279957849158729038070603").has_value());
    EXPECT_FALSE(parse_wide_units(std::string(128, '9')).has_value());
}

TEST(DecimalText, rounds_ties_to_the_even_neighbour_and_says_so) {
    EXPECT_EQ(parse_units("0.000000005")->units, 0);
    EXPECT_EQ(parse_units("0.000000015")->units, 2);
    EXPECT_EQ(parse_units("-0.000000015")->units, -2);
    EXPECT_EQ(parse_units("0.0000000050000001")->units, 1);
    EXPECT_TRUE(parse_units("0.000000005")->rounded);
    EXPECT_FALSE(parse_units("0.00000001000")->rounded) << "zeros past the eighth decimal lose nothing";
}

TEST(DecimalText, reads_sixty_decimals) {
    const auto parsed = parse_units("1." + std::string(59, '0') + "1");

    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->units, units_per_one);
    EXPECT_TRUE(parsed->rounded);
    EXPECT_EQ(parse_units("0." + std::string(60, '9'))->units, units_per_one);
}

TEST(DecimalText, refuses_everything_else) {
    const std::vector<std::string> refused{"",
                                           " ",
                                           "-",
                                           "+",
                                           ".",
                                           "1.",
                                           ".5",
                                           "-.5",
                                           "1,5",
                                           "1e5",
                                           "1E5",
                                           "nan",
                                           "inf",
                                           "-inf",
                                           "0x10",
                                           " 1",
                                           "1 ",
                                           "1.5.5",
                                           "--1",
                                           "+-1",
                                           "1_000",
                                           "1'000",
                                           "١",
                                           "1\n",
                                           std::string("1\0", 2),
                                           std::string("\0", 1),
                                           "1." + std::string(127, '0'),
                                           std::string(129, '1')};
    for (const std::string& text : refused) {
        EXPECT_EQ(parse_units(text).has_value(), false) << text;
        EXPECT_EQ(parse_wide_units(text).has_value(), false) << text;
    }
    EXPECT_TRUE(parse_units("1." + std::string(126, '0')).has_value()) << "128 characters are allowed";
}

TEST(DecimalText, names_the_text_it_refuses_shortened) {
    const Error error = parse_units("12\xff" + std::string(100, 'x')).error();

    EXPECT_NE(error.message.find("12\\xffxxx"), std::string::npos) << error.message;
    EXPECT_LT(error.message.size(), 140U);
}

RC_GTEST_PROP(DecimalText, text_of_any_units_reads_back_as_the_same, (std::int64_t units)) {
    const auto parsed = parse_units(format_units(units));

    RC_ASSERT(parsed.has_value());
    RC_ASSERT(parsed->units == units);
    RC_ASSERT(!parsed->rounded);
    RC_ASSERT(format_wide_units(units) == format_units(units));
}

RC_GTEST_PROP(DecimalText, text_of_any_wide_units_reads_back_as_the_same, (std::int64_t high, std::uint64_t low)) {
    const Int128 units = ((static_cast<Int128>(high) << 64) | low) >> 8;  // Within 2^119.
    const auto parsed = parse_wide_units(format_wide_units(units));

    RC_ASSERT(parsed.has_value());
    RC_ASSERT(parsed->units == units);
}

RC_GTEST_PROP(DecimalText, rounds_as_worked_out_by_hand_on_the_digits, (bool negative)) {
    const std::string whole = *digits_of(1, 20);
    const std::string decimals =
        *rc::gen::oneOf(digits_of(1, 60), rc::gen::map(digits_of(8, 8), [](std::string d) { return d + "5"; }),
                        rc::gen::map(digits_of(8, 8), [](std::string d) { return d + "5000000"; }));
    bool rounded = false;
    const std::string expected = rounded_by_hand(whole, decimals, rounded);

    const auto parsed = parse_wide_units((negative ? "-" : "") + whole + '.' + decimals);

    RC_ASSERT(parsed.has_value());
    RC_ASSERT(format_wide_units(parsed->units) == (negative && expected != "0" ? "-" + expected : expected));
    RC_ASSERT(parsed->rounded == rounded);
}

RC_GTEST_PROP(DecimalText, narrow_and_wide_reading_agree, (bool negative)) {
    const std::string text = (negative ? "-" : "") + *digits_of(1, 13) + '.' + *digits_of(1, 12);

    const auto narrow = parse_units(text);
    const auto wide = parse_wide_units(text);

    RC_ASSERT(wide.has_value());
    RC_ASSERT(narrow.has_value() == fits_int64(wide->units));
    if (narrow) RC_ASSERT(narrow->units == wide->units && narrow->rounded == wide->rounded);
}

}  // namespace
}  // namespace spark
