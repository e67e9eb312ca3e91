#include "foundation/crypto/password_hash.hpp"

#include <gtest/gtest.h>

namespace spark::crypto {
namespace {

constexpr PasswordSalt salt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

TEST(PasswordHash, accepts_what_it_made_and_nothing_else) {
    const std::string phc = hash_password("correct horse", salt, PasswordCost::least()).value();

    EXPECT_TRUE(verify_password("correct horse", phc).value());
    EXPECT_FALSE(verify_password("correct horsf", phc).value());
    EXPECT_FALSE(verify_password("correct horse ", phc).value());
    EXPECT_FALSE(verify_password("", phc).value());
}

// Source: github.com/P-H-C/phc-winner-argon2, src/test.c, the argon2id rows of version 0x13 with 256 KiB.
TEST(PasswordHash, reads_the_reference_implementations_hashes) {
    const std::string phc = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    EXPECT_TRUE(verify_password("password", phc).value());
    EXPECT_FALSE(verify_password("differentpassword", phc).value());
}

TEST(PasswordHash, looks_at_every_byte_of_a_long_password) {
    std::string password(200, 'x');
    const std::string phc = hash_password(password, salt, PasswordCost::least()).value();

    EXPECT_TRUE(verify_password(password, phc).value());
    for (const std::size_t at : {0U, 15U, 63U, 64U, 71U, 72U, 127U, 128U, 199U}) {
        std::string wrong = password;
        wrong[at] = 'y';
        EXPECT_FALSE(verify_password(wrong, phc).value()) << at;
    }
    EXPECT_FALSE(verify_password(password.substr(1), phc).value());
    const std::string with_nul("pass\0word", 9);
    EXPECT_FALSE(verify_password("pass", hash_password(with_nul, salt, PasswordCost::least()).value()).value());
}

TEST(PasswordHash, differs_by_salt_and_is_the_same_for_the_same_salt) {
    PasswordSalt other = salt;
    other[15] ^= 1;

    const std::string first = hash_password("pässwörd", salt, PasswordCost::least()).value();

    EXPECT_EQ(first, hash_password("pässwörd", salt, PasswordCost::least()).value());
    EXPECT_NE(first, hash_password("pässwörd", other, PasswordCost::least()).value());
    EXPECT_TRUE(first.starts_with("$argon2id$v=19$m=8,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$")) << first;
}

TEST(PasswordHash, of_another_cost_is_made_anew) {
    const std::string phc = hash_password("p", salt, PasswordCost{.memory_kib = 16, .passes = 2}).value();

    EXPECT_FALSE(needs_rehash(phc, {.memory_kib = 16, .passes = 2}));
    EXPECT_TRUE(needs_rehash(phc, {.memory_kib = 17, .passes = 2}));
    EXPECT_TRUE(needs_rehash(phc, {.memory_kib = 16, .passes = 3}));
    EXPECT_TRUE(needs_rehash("", {}));
}

TEST(PasswordHash, of_damaged_text_is_called_corrupt_before_any_memory_is_taken) {
    const std::string right = hash_password("p", salt, PasswordCost::least()).value();
    const std::string tail = right.substr(right.find("p=1"));
    for (const std::string& text :
         {std::string(), std::string("plain"), "$argon2id$v=19$m=4294967295,t=1," + tail,
          "$argon2id$v=19$m=8,t=21," + tail, "$argon2id$v=19$m=7,t=1," + tail, "$argon2id$v=19$m=8,t=0," + tail,
          "$argon2i$v=19$m=8,t=1," + tail, "$argon2id$v=16$m=8,t=1," + tail, std::string("$argon2id$v=19$m=8,t=1,p=1"),
          right + std::string(128, 'A')}) {
        const auto found = verify_password("p", text);

        ASSERT_FALSE(found.has_value()) << text;
        EXPECT_EQ(found.error().fault, Fault::corrupt);
    }
    EXPECT_FALSE(verify_password("p", right.substr(0, right.size() - 1)).value_or(false));
}

}  // namespace
}  // namespace spark::crypto
