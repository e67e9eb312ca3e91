#include "foundation/crypto/ed25519.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace spark::crypto {
namespace {

struct Vector {
    std::string_view secret;
    std::string_view public_key;
    std::string message;
    std::string_view signature;
};

// Source: RFC 8032, section 7.1, tests 1 to 3 (the message in bytes).
const std::vector<Vector>& vectors() {
    static const std::vector<Vector> rows{
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
         "be24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb430"
         "2aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "\xaf\x82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716e"
         "d28dc027beceea1ec40a"},
    };
    return rows;
}

Ed25519Secret secret_of(std::string_view hex) {
    return Ed25519Secret(Ed25519PublicKey::parse(hex).value().bytes);  // The same 64 digits.
}

TEST(Ed25519, gives_the_keys_and_signatures_of_the_standard) {
    for (const Vector& row : vectors()) {
        const Ed25519Secret secret = secret_of(row.secret);

        EXPECT_EQ(ed25519_public_key(secret).hex(), row.public_key);
        EXPECT_EQ(ed25519_sign(secret, row.message).hex(), row.signature);
        EXPECT_TRUE(ed25519_verify(ed25519_public_key(secret), row.message, ed25519_sign(secret, row.message)));
    }
}

TEST(Ed25519, sees_any_changed_bit) {
    const Ed25519Secret secret = secret_of(vectors()[0].secret);
    const Ed25519PublicKey key = ed25519_public_key(secret);
    const std::string message = "checkpoint 42";
    const Ed25519Signature signature = ed25519_sign(secret, message);

    for (std::size_t bit = 0; bit < 8 * Ed25519Signature::size; ++bit) {
        Ed25519Signature wrong = signature;
        wrong.bytes[bit / 8] = static_cast<std::uint8_t>(wrong.bytes[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(ed25519_verify(key, message, wrong)) << "signature bit " << bit;
    }
    for (std::size_t bit = 0; bit < 8 * message.size(); ++bit) {
        std::string wrong = message;
        wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(ed25519_verify(key, wrong, signature)) << "message bit " << bit;
    }
    for (std::size_t bit = 0; bit < 8 * Ed25519PublicKey::size; ++bit) {
        Ed25519PublicKey wrong = key;
        wrong.bytes[bit / 8] = static_cast<std::uint8_t>(wrong.bytes[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(ed25519_verify(wrong, message, signature)) << "key bit " << bit;
    }
}

// Source: RFC 8032, section 5.1.7: S must be below the group's order, or a second signature could be made of the first.
TEST(Ed25519, refuses_a_signature_whose_number_was_raised_by_the_groups_order) {
    const Ed25519Secret secret = secret_of(vectors()[1].secret);
    Ed25519Signature raised = ed25519_sign(secret, "order");
    constexpr std::array<std::uint8_t, 32> order{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    unsigned carry = 0;
    for (std::size_t index = 0; index < order.size(); ++index) {
        carry += raised.bytes[32 + index] + order[index];
        raised.bytes[32 + index] = static_cast<std::uint8_t>(carry);
        carry >>= 8U;
    }

    EXPECT_FALSE(ed25519_verify(ed25519_public_key(secret), "order", raised));
}

TEST(Ed25519, makes_another_secret_each_time) {
    const Ed25519Secret first = make_ed25519_secret();
    const Ed25519Secret second = make_ed25519_secret();

    EXPECT_NE(first.bytes(), second.bytes());
    EXPECT_TRUE(std::ranges::any_of(first.bytes(), [](std::uint8_t byte) { return byte != 0; }));
    EXPECT_FALSE(ed25519_verify(ed25519_public_key(second), "m", ed25519_sign(first, "m")));
}

TEST(Ed25519, reads_the_texts_it_writes_and_no_others) {
    const Vector& row = vectors()[2];

    EXPECT_EQ(Ed25519Signature::parse(row.signature).value().hex(), row.signature);
    EXPECT_EQ(Ed25519PublicKey::parse(row.public_key).value().hex(), row.public_key);
    EXPECT_FALSE(Ed25519Signature::parse(row.public_key).has_value());
    EXPECT_FALSE(Ed25519PublicKey::parse(row.public_key.substr(1)).has_value());
    EXPECT_FALSE(Ed25519PublicKey::parse(std::string(63, '0') + "g").has_value());
}

}  // namespace
}  // namespace spark::crypto
