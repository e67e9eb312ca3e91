#include "foundation/crypto/base32.hpp"

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

// Source: RFC 4648, section 10, without the padding.
TEST(Base32, writes_and_reads_the_texts_of_the_standard) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> rows{{{"", ""},
                                                                                 {"f", "MY"},
                                                                                 {"fo", "MZXQ"},
                                                                                 {"foo", "MZXW6"},
                                                                                 {"foob", "MZXW6YQ"},
                                                                                 {"fooba", "MZXW6YTB"},
                                                                                 {"foobar", "MZXW6YTBOI"}}};
    for (const auto& [plain, encoded] : rows) {
        EXPECT_EQ(to_base32(bytes_of(plain)), encoded);
        EXPECT_EQ(text_of(from_base32(encoded).value()), plain);
    }
    EXPECT_EQ(text_of(from_base32("MZXW6===").value()), "foo");
    EXPECT_EQ(text_of(from_base32("mzxw6ytboi======").value()), "foobar");
}

TEST(Base32, refuses_what_it_would_not_write) {
    for (const std::string_view text : {"M", "MZX", "MZXW6Y", "MZ", "MY1", "M Y", "MY=", "MZXW6==", "=",
                                        "========", "MY======X", "MY=====A", "MZXW6YTB========"}) {
        EXPECT_FALSE(from_base32(text).has_value()) << text;
    }
}

RC_GTEST_PROP(Base32, reads_back_any_bytes, (const std::string& text)) {
    RC_ASSERT(text_of(from_base32(to_base32(bytes_of(text))).value()) == text);
}

}  // namespace
}  // namespace spark::crypto
