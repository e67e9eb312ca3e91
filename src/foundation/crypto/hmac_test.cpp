#include "foundation/crypto/hmac.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark::crypto {
namespace {

// Source: RFC 4231, sections 4.2 to 4.8 (4.6 is a cut tag and left out).
TEST(HmacSha256, gives_the_tags_of_the_standard) {
    std::string counting;
    for (char byte = 1; byte <= 25; ++byte) counting += byte;

    EXPECT_EQ(hmac_sha256(std::string(20, '\x0b'), "Hi There").hex(),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?").hex(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd')).hex(),
              "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    EXPECT_EQ(hmac_sha256(counting, std::string(50, '\xcd')).hex(),
              "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    EXPECT_EQ(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First").hex(),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac_sha256(std::string(131, '\xaa'),
                          "This is a test using a larger than block-size key and a larger than block-size data. The "
                          "key needs to be hashed before being used by the HMAC algorithm.")
                  .hex(),
              "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(HmacSha256, takes_an_empty_key_and_an_empty_message) {
    EXPECT_EQ(hmac_sha256(std::string_view(), std::string_view()).hex(),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// Source: RFC 2202, section 3, tests 1, 2 and 6.
TEST(HmacSha1, gives_the_tags_of_the_standard) {
    const auto tag = [](const std::string& key, std::string_view message) {
        const HmacSha1Tag found = hmac_sha1(std::as_bytes(std::span(key)), std::as_bytes(std::span(message)));
        std::string text;
        for (const std::uint8_t byte : found.bytes) {
            text += "0123456789abcdef"[byte >> 4U];
            text += "0123456789abcdef"[byte & 15U];
        }
        return text;
    };

    EXPECT_EQ(tag(std::string(20, '\x0b'), "Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(tag("Jefe", "what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(tag(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

}  // namespace
}  // namespace spark::crypto
