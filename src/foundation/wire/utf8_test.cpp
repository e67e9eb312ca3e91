#include "foundation/wire/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark::wire {
namespace {

std::string encoded(unsigned code) {
    std::string out;
    const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U), put(0x80U | (code & 63U));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12U), put(0x80U | (code >> 6U & 63U)), put(0x80U | (code & 63U));
    } else {
        put(0xF0U | code >> 18U), put(0x80U | (code >> 12U & 63U)), put(0x80U | (code >> 6U & 63U)),
            put(0x80U | (code & 63U));
    }
    return out;
}

TEST(Utf8, accepts_every_code_point_but_the_surrogates) {
    for (unsigned code = 0; code <= 0x10FFFF; ++code) {
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        ASSERT_EQ(is_utf8(encoded(code)), !surrogate) << code;
    }
}

TEST(Utf8, refuses_overlong_forms_and_what_lies_past_the_last_code_point) {
    for (const std::string_view text : {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                                        "\xF5\x80\x80\x80", "\x80", "\xFF"}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(Utf8, names_the_offset_of_the_first_bad_sequence) {
    EXPECT_EQ(utf8_valid_bytes("12345678ascii ğ\xC4 tail"), 16U);
    EXPECT_EQ(utf8_valid_bytes("cut short \xE2\x82"), 10U);
    EXPECT_EQ(utf8_valid_bytes(""), 0U);
    EXPECT_EQ(utf8_valid_bytes("whole €"), 9U);
}

}  // namespace
}  // namespace spark::wire
