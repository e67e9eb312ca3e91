#include "adapters/intake/detail/number_text.hpp"

#include <gtest/gtest.h>

namespace spark::intake::detail {
namespace {

TEST(TurkishNumbers, become_plain_decimal_text) {
    EXPECT_EQ(plain_of_turkish("318,75"), "318.75");
    EXPECT_EQ(plain_of_turkish("1.234,5"), "1234.5");
    EXPECT_EQ(plain_of_turkish("12.345.678"), "12345678");
    EXPECT_EQ(plain_of_turkish("-1,5"), "-1.5");
    EXPECT_EQ(plain_of_turkish("7"), "7");
}

TEST(TurkishNumbers, with_points_that_part_no_thousands_are_refused) {
    for (const std::string_view text :
         {"318.75", "1234.567", "1.23.456", ".123", "1.234.", "1,2,3", "1,2.345", "1..234"}) {
        EXPECT_FALSE(plain_of_turkish(text).has_value()) << text;
    }
}

TEST(TurkishVolumes, are_read_with_their_suffixes) {
    const auto text_of = [](std::string_view text) {
        const auto parsed = parse_turkish_volume(text);
        return parsed ? format_wide_units(parsed->units) : "refused";
    };
    EXPECT_EQ(text_of("48,06M"), "48060000");
    EXPECT_EQ(text_of("1,23B"), "1230000000");
    EXPECT_EQ(text_of("950K"), "950000");
    EXPECT_EQ(text_of("12"), "12");
    EXPECT_EQ(text_of("-"), "0");
    for (const std::string_view text : {"", "M", "1.5M", "1,5m", "1,5MM", "1T", "-M", "99999999999999999999999999B"})
        EXPECT_EQ(text_of(text), "refused") << text;
}

}  // namespace
}  // namespace spark::intake::detail
