#include <gtest/gtest.h>

#include "engine/identity/directory.hpp"
#include "engine/identity/testing/seeded_directory.hpp"
#include "engine/identity/totp.hpp"
#include "foundation/crypto/base32.hpp"

namespace spark::identity {
namespace {

using testing::fault_of;
using testing::reason_of;
using testing::SeededDirectory;

/// A directory whose admin has a second factor.
struct WithSecondFactor : SeededDirectory {
    std::string secret;
    std::vector<std::string> recovery_codes;
    Principal ada = log_in().principal;

    WithSecondFactor() {
        const Proof proof = prove(ada, std::string(admin_password)).value();
        (void)directory->enrol_totp(ada, proof, now).value();
        secret = records.users.at(admin.id).totp_secret;
        recovery_codes = directory->confirm_totp(ada, code(0), now).value();
        now += std::chrono::seconds(60);
    }

    std::string code(std::int64_t steps_later) const { return totp_code(secret, totp_step_of(now) + steps_later); }

    Answer<OpenedSession> log_in_with(std::string code, std::string address = "192.0.2.1") {
        return try_log_in({.name = "ada",
                           .password = std::string(admin_password),
                           .code = std::move(code),
                           .address = std::move(address)});
    }
};

TEST(SecondFactor, is_shown_as_text_and_uri_and_asked_for_only_when_confirmed) {
    SeededDirectory directory;
    const Principal ada = directory.log_in().principal;
    const Proof proof = directory.prove(ada, std::string(SeededDirectory::admin_password)).value();

    const TotpEnrolment enrolment = directory->enrol_totp(ada, proof, directory.now).value();

    EXPECT_NE(enrolment.uri.find("secret=" + enrolment.secret_base32), std::string::npos);
    EXPECT_EQ(crypto::from_base32(enrolment.secret_base32).value().size(), totp_secret_bytes);
    EXPECT_NO_FATAL_FAILURE(directory.log_in());
    EXPECT_EQ(reason_of(directory->confirm_totp(ada, "000000x", directory.now)), Refusal::bad_credentials);
}

TEST(SecondFactor, is_wanted_after_the_right_password_alone) {
    WithSecondFactor directory;

    EXPECT_EQ(reason_of(directory.log_in_with("")), Refusal::second_factor_wanted);
    EXPECT_EQ(reason_of(directory.try_log_in({.name = "ada", .password = "wrong password", .address = "a"})),
              Refusal::bad_credentials);
    EXPECT_TRUE(directory.log_in_with(directory.code(0)).has_value());
}

TEST(SecondFactor, asked_for_is_no_failed_try) {
    WithSecondFactor directory;
    for (int count = 0; count < 20; ++count) {
        EXPECT_EQ(reason_of(directory.log_in_with("")), Refusal::second_factor_wanted);
    }
}

// S-010 of the planning documents.
TEST(SecondFactor, works_once_also_after_a_restart) {
    WithSecondFactor directory;
    const std::string code = directory.code(0);
    ASSERT_TRUE(directory.log_in_with(code).has_value());

    EXPECT_EQ(reason_of(directory.log_in_with(code)), Refusal::bad_credentials);
    directory.restart();
    EXPECT_EQ(reason_of(directory.log_in_with(code)), Refusal::bad_credentials);
    EXPECT_TRUE(directory.log_in_with(directory.code(1)).has_value());
}

TEST(SecondFactor, guessed_five_times_locks_the_account) {
    WithSecondFactor directory;
    for (int count = 0; count < 5; ++count) {
        EXPECT_EQ(reason_of(directory.log_in_with(directory.code(2 + count), "192.0.2." + std::to_string(count))),
                  Refusal::bad_credentials);
        // To be asked for the code in between does not begin the count anew.
        EXPECT_NE(reason_of(directory.log_in_with("", "198.51.100.1")), std::nullopt);
    }

    EXPECT_EQ(reason_of(directory.log_in_with(directory.code(0), "203.0.113.1")), Refusal::throttled);
}

TEST(RecoveryCode, lets_in_once) {
    WithSecondFactor directory;

    EXPECT_TRUE(directory.log_in_with(directory.recovery_codes[3]).has_value());

    EXPECT_EQ(reason_of(directory.log_in_with(directory.recovery_codes[3])), Refusal::bad_credentials);
    EXPECT_TRUE(directory.log_in_with(directory.recovery_codes[4]).has_value());
    EXPECT_EQ(directory.records.users.at(directory.admin.id).recovery_code_hashes.size(), 8U);
}

TEST(SecondFactor, is_replaced_or_removed_only_with_password_and_code) {
    WithSecondFactor directory;
    const std::string password(SeededDirectory::admin_password);

    EXPECT_EQ(reason_of(directory.prove(directory.ada, password)), Refusal::second_factor_wanted);
    const Proof proof = directory.prove(directory.ada, password, directory.code(0)).value();
    EXPECT_EQ(fault_of(directory->enrol_totp(directory.ada, proof, directory.now)), Fault::conflict);
    EXPECT_EQ(reason_of(directory->reset_totp(directory.ada, directory.admin.id, directory.now)),
              Refusal::proof_wanted);
    ASSERT_TRUE(directory->disable_totp(directory.ada, proof, directory.now).has_value());
    EXPECT_TRUE(directory.log_in_with("").has_value());
    EXPECT_TRUE(directory.records.users.at(directory.admin.id).totp_secret.empty());
}

TEST(SecondFactor, that_is_lost_is_reset_by_an_admin) {
    WithSecondFactor directory;
    const auto hashed = directory.hashed("bob's password", "bob");
    ASSERT_TRUE(directory
                    ->create_user(directory.ada, {.name = "bob", .role = Role::admin, .must_change_password = false},
                                  hashed, directory.now)
                    .has_value());
    const Principal bob = directory.log_in_as("bob").principal;

    ASSERT_TRUE(directory->reset_totp(bob, directory.admin.id, directory.now).has_value());

    EXPECT_TRUE(directory.log_in_with("").has_value());
}

}  // namespace
}  // namespace spark::identity
