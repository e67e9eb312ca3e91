#include "engine/identity/passwords.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

bool is_accepted(std::string_view password, std::string_view name = "ada") {
    return check_new_password(password, name).has_value();
}

// S-016 of the planning documents.
TEST(NewPassword, has_eight_to_two_hundred_bytes) {
    const std::string long_text = "a long sentence, " + std::string(183, 'x');
    ASSERT_EQ(long_text.size(), 200U);

    EXPECT_FALSE(is_accepted("sevenby"));
    EXPECT_TRUE(is_accepted("eightbyt"));
    EXPECT_TRUE(is_accepted("fifteen letters"));
    EXPECT_TRUE(is_accepted(long_text.substr(0, 64)));
    EXPECT_TRUE(is_accepted(long_text));
    EXPECT_FALSE(is_accepted(long_text + "x"));
    EXPECT_FALSE(is_accepted(""));
}

TEST(NewPassword, may_hold_blanks_and_any_unicode_but_no_nul_and_nothing_malformed) {
    EXPECT_TRUE(is_accepted("  two blanks  "));
    EXPECT_TRUE(is_accepted("şifrem çok gizli ığüöç"));
    EXPECT_TRUE(is_accepted("🐎🔋📎"));
    EXPECT_FALSE(is_accepted(std::string_view("with\0a nul", 10)));
    EXPECT_FALSE(is_accepted("cut short \xc3"));
    EXPECT_FALSE(is_accepted("overlong \xc0\xaf"));
    EXPECT_FALSE(is_accepted("surrogate \xed\xa0\x80"));
}

TEST(NewPassword, is_not_what_everybody_tries_first) {
    for (const std::string_view password : {"password", "PassWord1", "123456789", "qwertyuiop", "changeme",
                                            "test-secret-123", "Galatasaray", "aaaaaaaa"}) {
        const auto checked = check_new_password(password, "ada");

        ASSERT_FALSE(checked.has_value()) << password;
        EXPECT_EQ(checked.error().fault, Fault::invalid_input);
        EXPECT_EQ(checked.error().place, "password");
        EXPECT_EQ(checked.error().message.find(password == "password" ? "passwordx" : password), std::string::npos);
    }
}

TEST(NewPassword, is_not_the_users_own_name_in_a_disguise) {
    EXPECT_FALSE(is_accepted("ada.lovelace", "Ada.Lovelace"));
    EXPECT_FALSE(is_accepted("ADA12345!", "ada"));
    EXPECT_FALSE(is_accepted("1815-ada-1852", "ada"));
    EXPECT_TRUE(is_accepted("ada likes engines", "ada"));
    EXPECT_TRUE(is_accepted("20260101x", "007"));
    EXPECT_FALSE(is_accepted("20260101", "20260101"));
}

TEST(MadePassword, passes_the_policy_and_does_not_repeat) {
    const auto fill_random = testing::seeded_random(7);
    std::set<std::string> seen;
    for (int count = 0; count < 1'000; ++count) {
        const std::string password = make_password(fill_random);

        EXPECT_EQ(password.size(), 34U);
        EXPECT_TRUE(is_accepted(password, "admin"));
        EXPECT_TRUE(seen.insert(password).second);
    }
}

TEST(PasswordWork, hashes_anew_only_a_right_password_of_another_cost) {
    const auto fill_random = testing::seeded_random(7);
    PasswordWork making;
    making.to_hash = "the password";
    making.cost = crypto::PasswordCost::least();
    const std::string phc = run(making).value().new_phc.value();
    const auto verify = [&](std::string password, crypto::PasswordCost cost) {
        PasswordWork work;
        work.to_verify = std::move(password);
        work.phc = phc;
        work.salt = make_salt(fill_random);
        work.cost = cost;
        return run(work).value();
    };
    const crypto::PasswordCost dearer{.memory_kib = 16, .passes = 1};

    EXPECT_TRUE(verify("the password", crypto::PasswordCost::least()).is_right);
    EXPECT_FALSE(verify("the password", crypto::PasswordCost::least()).new_phc.has_value());
    EXPECT_FALSE(verify("a password", dearer).is_right);
    EXPECT_FALSE(verify("a password", dearer).new_phc.has_value());
    const PasswordOutcome outcome = verify("the password", dearer);
    ASSERT_TRUE(outcome.new_phc.has_value());
    EXPECT_FALSE(crypto::needs_rehash(*outcome.new_phc, dearer));
    EXPECT_TRUE(crypto::verify_password("the password", *outcome.new_phc).value());
}

TEST(DecoyHash, fits_no_password_and_costs_what_any_hash_costs) {
    const crypto::PasswordCost cost{.memory_kib = 16, .passes = 2};

    const std::string phc = decoy_phc(testing::seeded_random(3), cost);

    EXPECT_FALSE(crypto::needs_rehash(phc, cost));
    EXPECT_FALSE(crypto::verify_password("", phc).value());
    EXPECT_FALSE(crypto::verify_password("password", phc).value());
}

}  // namespace
}  // namespace spark::identity
