#include "foundation/crypto/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace spark::crypto {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text_of(const std::vector<std::byte>& bytes) {
    std::string text;
    for (const std::byte byte : bytes) text += static_cast<char>(byte);
    return text;
}

// Source: RFC 4648, section 10, without the padding; the last row shows the two characters that differ from base64.
TEST(Base64url, writes_and_reads_the_texts_of_the_standard) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> rows{{{"", ""},
                                                                                 {"f", "Zg"},
                                                                                 {"fo", "Zm8"},
                                                                                 {"foo", "Zm9v"},
                                                                                 {"foob", "Zm9vYg"},
                                                                                 {"fooba", "Zm9vYmE"},
                                                                                 {"foobar", "Zm9vYmFy"},
                                                                                 {"\xfb\xff\xbf", "-_-_"}}};
    for (const auto& [plain, encoded] : rows) {
        EXPECT_EQ(to_base64url(bytes_of(plain)), encoded);
        EXPECT_EQ(text_of(from_base64url(encoded).value()), plain);
    }
}

TEST(Base64url, refuses_what_it_would_not_write) {
    for (const std::string_view text : {"A", "Zh", "Zm9", "Zg==", "Z g", "+/+/", "Zm9v\n", "ZZZZZ"}) {
        EXPECT_FALSE(from_base64url(text).has_value()) << text;
    }
}

RC_GTEST_PROP(Base64url, reads_back_any_bytes, (const std::string& text)) {
    RC_ASSERT(text_of(from_base64url(to_base64url(bytes_of(text))).value()) == text);
}

}  // namespace
}  // namespace spark::crypto
