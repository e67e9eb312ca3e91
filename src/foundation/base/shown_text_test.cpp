#include "foundation/base/shown_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace spark {
namespace {

TEST(ShownText, keeps_text_and_escapes_the_rest) {
    EXPECT_EQ(shown("Fiyat ₺ çok"), "Fiyat ₺ çok");
    EXPECT_EQ(shown(std::string_view("a\0b\n\x1b[31m", 9)), "a\\x00b\\x0a\\x1b[31m");
    EXPECT_EQ(shown("\xff\xc3"), "\\xff\\xc3");
    EXPECT_EQ(shown("\xc2\x9b"), "\\xc2\\x9b") << "a control character of two bytes";
}

TEST(ShownText, is_cut_at_a_whole_character) {
    EXPECT_EQ(shown("abcdef", 6), "abcdef");
    EXPECT_EQ(shown("abcdef", 5), "abcde…");
    EXPECT_EQ(shown("ççç", 5), "çç…");
}

TEST(Utf8Sequence, refuses_overlong_surrogate_and_truncated_forms) {
    EXPECT_EQ(utf8_sequence_size("a"), 1U);
    EXPECT_EQ(utf8_sequence_size("ç"), 2U);
    EXPECT_EQ(utf8_sequence_size("₺"), 3U);
    EXPECT_EQ(utf8_sequence_size("\xF0\x9F\x98\x80"), 4U);
    for (const char* text : {"", "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                             "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xE2(\xA1"}) {
        EXPECT_EQ(utf8_sequence_size(text), 0U);
    }
}

RC_GTEST_PROP(ShownText, of_any_bytes_is_valid_text_without_control_characters, (std::string bytes)) {
    const std::string text = shown(bytes, 1'000);

    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8_sequence_size(std::string_view(text).substr(at));
        RC_ASSERT(size > 0U);
        RC_ASSERT(static_cast<unsigned char>(text[at]) >= 0x20);
        at += size;
    }
}

}  // namespace
}  // namespace spark
