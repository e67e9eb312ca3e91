#include <gtest/gtest.h>

#include "engine/identity/directory.hpp"
#include "engine/identity/session_token.hpp"
#include "engine/identity/testing/seeded_directory.hpp"
#include "engine/identity/totp.hpp"

namespace spark::identity {
namespace {

using testing::fault_of;
using testing::reason_of;
using testing::SeededDirectory;

LoginAttempt attempt_of(std::string name, std::string password, std::string address = "192.0.2.1") {
    return {.name = std::move(name), .password = std::move(password), .address = std::move(address)};
}

LoginAttempt right_attempt() { return attempt_of("ada", std::string(SeededDirectory::admin_password)); }

TEST(FirstStart, makes_one_admin_and_never_a_second) {
    SeededDirectory directory;

    EXPECT_EQ(directory.admin.role, Role::admin);
    EXPECT_TRUE(directory->has_users());
    const auto again = directory->make_first_admin("eve", directory.hashed("another password"), directory.now);
    EXPECT_EQ(fault_of(again), Fault::conflict);
    directory.restart();
    EXPECT_TRUE(directory->has_users());
    EXPECT_TRUE(directory.try_log_in(right_attempt()).has_value());
}

TEST(Login, opens_a_session_for_the_right_password_with_any_case_of_the_name) {
    SeededDirectory directory;

    const OpenedSession opened = directory.log_in("ADA");

    EXPECT_EQ(opened.principal.name, "ada");
    EXPECT_EQ(opened.principal.rights, Rights::all());
    EXPECT_TRUE(opened.principal.is_person());
    EXPECT_TRUE(opened.principal.needs_csrf());
    EXPECT_TRUE(check_csrf(opened.token, opened.csrf_token).has_value());
    EXPECT_EQ(directory.authenticate(opened).value().user_id, directory.admin.id);
    EXPECT_EQ(directory.records.sessions.at(opened.session.id).token_sha256, crypto::sha256(opened.token));
}

TEST(Login, refuses_a_wrong_password_and_an_unknown_name_alike) {
    SeededDirectory directory;

    const auto wrong = directory.try_log_in(attempt_of("ada", "wrong horse battery"));
    const auto unknown = directory.try_log_in(attempt_of("eve", "wrong horse battery"));
    const auto long_name = directory.try_log_in(attempt_of(std::string(10'000, 'a'), "wrong horse battery"));
    const auto long_password = directory.try_log_in(attempt_of("ada", std::string(1'000'000, 'x')));

    EXPECT_EQ(reason_of(wrong), Refusal::bad_credentials);
    EXPECT_EQ(wrong.error().error, unknown.error().error);
    EXPECT_EQ(wrong.error().error, long_name.error().error);
    EXPECT_EQ(wrong.error().error, long_password.error().error);
}

// S-003 of the planning documents, by structure: the same hash at the same cost is computed for both.
TEST(Login, does_the_same_work_for_an_unknown_name) {
    Limits limits = testing::cheap_limits();
    limits.password_cost = {.memory_kib = 24, .passes = 2};
    SeededDirectory directory(limits);

    const PendingLogin known = directory->begin_login(attempt_of("ada", "a password"), directory.now).value();
    const PendingLogin unknown = directory->begin_login(attempt_of("eve", "a password"), directory.now).value();

    for (const PendingLogin* pending : {&known, &unknown}) {
        EXPECT_FALSE(crypto::needs_rehash(pending->work.phc, limits.password_cost));
        EXPECT_EQ(pending->work.phc.size(), known.work.phc.size());
        EXPECT_EQ(pending->work.to_verify, "a password");
        EXPECT_TRUE(pending->work.to_hash.empty());
    }
    EXPECT_FALSE(run(unknown.work).value().is_right);
}

// S-002 of the planning documents.
TEST(Login, is_throttled_from_the_sixth_try_on_even_with_the_right_password) {
    for (const std::string name : {"ada", "nobody"}) {
        SeededDirectory directory;
        for (int count = 0; count < 5; ++count) {
            const std::string address = "192.0.2." + std::to_string(count);
            EXPECT_EQ(reason_of(directory.try_log_in(attempt_of(name, "wrong password", address))),
                      Refusal::bad_credentials);
            directory.now += std::chrono::seconds(1);
        }

        const auto sixth = directory->begin_login(
            attempt_of(name, std::string(SeededDirectory::admin_password), "192.0.2.9"), directory.now);

        EXPECT_EQ(reason_of(sixth), Refusal::throttled);
        EXPECT_EQ(fault_of(sixth), Fault::exhausted);
        EXPECT_EQ(sixth.error().retry_after, std::chrono::seconds(895));
    }
}

TEST(Login, is_throttled_by_address_over_many_names) {
    SeededDirectory directory;
    for (int count = 0; count < 5; ++count) {
        EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("name" + std::to_string(count), "wrong password"))),
                  Refusal::bad_credentials);
    }

    EXPECT_EQ(reason_of(directory.try_log_in(right_attempt())), Refusal::throttled);
    EXPECT_TRUE(directory.try_log_in(attempt_of("ada", std::string(SeededDirectory::admin_password), "198.51.100.7"))
                    .has_value());
    directory.now += std::chrono::seconds(900);
    EXPECT_TRUE(directory.try_log_in(right_attempt()).has_value());
}

TEST(Login, counts_tries_that_run_side_by_side) {
    SeededDirectory directory;
    std::vector<PendingLogin> pending;
    for (int count = 0; count < 5; ++count) {
        pending.push_back(directory->begin_login(attempt_of("ada", "wrong password"), directory.now).value());
    }

    EXPECT_EQ(reason_of(directory->begin_login(right_attempt(), directory.now)), Refusal::throttled);
}

TEST(Login, that_succeeds_forgets_the_accounts_tries_but_not_the_addresss) {
    SeededDirectory directory;
    for (int count = 0; count < 4; ++count) {
        EXPECT_FALSE(directory.try_log_in(attempt_of("ada", "wrong password", "192.0.2.1")).has_value());
    }

    EXPECT_TRUE(directory.try_log_in(right_attempt()).has_value());

    EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("bob", "wrong password"))), Refusal::bad_credentials);
    EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("bob", "wrong password"))), Refusal::throttled);
    for (int count = 0; count < 5; ++count) {
        EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("ada", "wrong password", "a" + std::to_string(count)))),
                  Refusal::bad_credentials);
    }
}

TEST(Login, any_number_of_right_ones_is_never_throttled) {
    SeededDirectory directory;
    for (int count = 0; count < 50; ++count) EXPECT_TRUE(directory.try_log_in(right_attempt()).has_value());
}

// S-006 of the planning documents.
TEST(Login, gives_a_new_token_and_ends_the_session_the_request_came_with) {
    SeededDirectory directory;
    const OpenedSession old = directory.log_in();
    LoginAttempt attempt = right_attempt();
    attempt.previous_token = old.token;

    const OpenedSession fresh = directory.try_log_in(attempt).value();

    EXPECT_NE(fresh.token, old.token);
    EXPECT_NE(fresh.csrf_token, old.csrf_token);
    EXPECT_EQ(reason_of(directory.authenticate(old)), Refusal::revoked);
    EXPECT_EQ(directory.records.sessions.at(old.session.id).ended_why, Ending::replaced);
    EXPECT_TRUE(directory.authenticate(fresh).has_value());
}

TEST(Login, never_takes_over_a_token_it_was_given) {
    SeededDirectory directory;
    LoginAttempt attempt = right_attempt();
    attempt.previous_token = make_session_token(testing::seeded_random(99));

    const OpenedSession opened = directory.try_log_in(attempt).value();

    EXPECT_NE(opened.token, attempt.previous_token);
    EXPECT_EQ(reason_of(directory->authenticate_session(attempt.previous_token, Activity::person, directory.now)),
              Refusal::unknown_credential);
}

TEST(Login, ends_the_oldest_session_beyond_the_limit) {
    Limits limits = testing::cheap_limits();
    limits.sessions_per_user_max = 2;
    limits.ended_per_user_max = 3;
    SeededDirectory directory(limits);
    std::vector<OpenedSession> opened;
    for (int count = 0; count < 3; ++count) {
        directory.now += std::chrono::seconds(1);
        opened.push_back(directory.log_in());
    }

    EXPECT_EQ(reason_of(directory.authenticate(opened[0])), Refusal::revoked);
    EXPECT_TRUE(directory.authenticate(opened[1]).has_value());
    EXPECT_TRUE(directory.authenticate(opened[2]).has_value());
    EXPECT_EQ(directory.records.sessions.at(opened[0].session.id).ended_why, Ending::too_many);
    for (int count = 0; count < 20; ++count) directory.log_in();
    EXPECT_LE(directory.records.sessions.size(), 6U);
}

TEST(Login, of_a_disabled_user_says_so_to_who_knows_the_password_alone) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    ASSERT_TRUE(
        directory->update_user(directory.log_in().principal, bob.id, {.is_disabled = true}, directory.now).has_value());

    EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("bob", "wrong password"))), Refusal::bad_credentials);
    EXPECT_EQ(reason_of(directory.try_log_in(attempt_of("bob", "bob's password"))), Refusal::disabled);
}

TEST(Login, with_a_password_that_was_changed_meanwhile_is_refused) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const PendingLogin pending = directory->begin_login(attempt_of("bob", "bob's password"), directory.now).value();
    const auto outcome = run(pending.work);
    ASSERT_TRUE(
        directory
            ->set_password(directory.log_in().principal, bob.id, directory.hashed("a newer password"), directory.now)
            .has_value());

    EXPECT_EQ(reason_of(directory->finish_login(pending, outcome, directory.now)), Refusal::bad_credentials);
}

TEST(Login, of_a_user_removed_meanwhile_is_refused) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const PendingLogin pending = directory->begin_login(attempt_of("bob", "bob's password"), directory.now).value();
    const auto outcome = run(pending.work);
    ASSERT_TRUE(directory->remove_user(directory.log_in().principal, bob.id).has_value());

    EXPECT_EQ(reason_of(directory->finish_login(pending, outcome, directory.now)), Refusal::bad_credentials);
}

TEST(Login, hashes_anew_at_todays_cost_without_ending_anything) {
    SeededDirectory directory;
    const OpenedSession before = directory.log_in();
    Limits limits = testing::cheap_limits();
    limits.password_cost = {.memory_kib = 16, .passes = 1};
    directory.restart(limits);

    directory.log_in();

    EXPECT_FALSE(
        crypto::needs_rehash(directory.records.users.at(directory.admin.id).password_phc, limits.password_cost));
    EXPECT_TRUE(directory.authenticate(before).has_value());
    EXPECT_TRUE(directory.try_log_in(right_attempt()).has_value());
}

TEST(Login, that_could_not_be_checked_is_no_try) {
    SeededDirectory directory;
    for (int count = 0; count < 10; ++count) {
        const PendingLogin pending = directory->begin_login(right_attempt(), directory.now).value();
        const Result<PasswordOutcome> no_memory = fail(Fault::exhausted, "no memory");
        EXPECT_EQ(fault_of(directory->finish_login(pending, no_memory, directory.now)), Fault::exhausted);
    }
}

TEST(Login, that_the_records_refuse_opens_nothing) {
    SeededDirectory directory;
    const PendingLogin pending = directory->begin_login(right_attempt(), directory.now).value();
    const auto outcome = run(pending.work);
    directory.records.next_error = Error{.fault = Fault::unavailable, .message = "locked"};

    EXPECT_EQ(fault_of(directory->finish_login(pending, outcome, directory.now)), Fault::unavailable);

    directory.records.next_error.reset();
    EXPECT_TRUE(directory->sessions(directory.log_in().principal, directory.admin.id).value().size() == 1);
}

TEST(Proof, is_for_its_own_user_and_five_minutes) {
    SeededDirectory directory;
    directory.add_user("bob", Role::trader);
    const Principal ada = directory.log_in().principal;
    const Principal bob = directory.log_in_as("bob").principal;
    EXPECT_EQ(reason_of(directory.prove(ada, "wrong password")), Refusal::bad_credentials);
    const Proof proof = directory.prove(ada, std::string(SeededDirectory::admin_password)).value();
    const auto change = [&](const Principal& actor, std::chrono::nanoseconds later) {
        return directory->password_change_work(actor, proof, "a newer password", directory.now + later);
    };

    EXPECT_TRUE(change(ada, std::chrono::minutes(5) - std::chrono::nanoseconds(1)).has_value());
    EXPECT_EQ(reason_of(change(ada, std::chrono::minutes(5))), Refusal::proof_wanted);
    EXPECT_EQ(reason_of(change(bob, {})), Refusal::proof_wanted);
    EXPECT_EQ(reason_of(directory->begin_proof(admin_token_principal(), "p", "", "a", directory.now)),
              Refusal::right_missing);
}

TEST(Proof, guesses_count_as_tries_to_log_in) {
    SeededDirectory directory;
    const Principal ada = directory.log_in().principal;
    for (int count = 0; count < 5; ++count) {
        EXPECT_EQ(reason_of(directory.prove(ada, "wrong password")), Refusal::bad_credentials);
    }

    EXPECT_EQ(reason_of(directory.prove(ada, std::string(SeededDirectory::admin_password))), Refusal::throttled);
}

}  // namespace
}  // namespace spark::identity
