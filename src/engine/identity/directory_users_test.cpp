#include <gtest/gtest.h>

#include "engine/identity/directory.hpp"
#include "engine/identity/testing/seeded_directory.hpp"
#include "engine/identity/user_name.hpp"

namespace spark::identity {
namespace {

using testing::fault_of;
using testing::reason_of;
using testing::SeededDirectory;

TEST(UserName, has_one_to_sixty_four_plain_characters) {
    for (const std::string& name :
         {std::string("a"), std::string("Ada.Lovelace_1-x@example.com"), std::string(64, 'a')}) {
        EXPECT_TRUE(check_user_name(name).has_value()) << name;
    }
    for (const std::string& name :
         {std::string(), std::string(65, 'a'), std::string("a b"), std::string("adä"), std::string("a/b"),
          std::string("a\n"), std::string("<b>"), std::string("a\0b", 3), std::string("';--"), std::string("=1+1")}) {
        EXPECT_FALSE(check_user_name(name).has_value()) << name;
    }
    EXPECT_EQ(fold_case("AdA.Z@9"), "ada.z@9");
}

TEST(Users, are_made_by_admins_alone) {
    SeededDirectory directory;
    const auto hashed = directory.hashed("a long password");
    for (const Role role : {Role::viewer, Role::researcher, Role::trader, Role::risk, Role::auditor}) {
        const std::string name(to_text(role));
        directory.add_user(name, role);
        const Principal actor = directory.log_in_as(name).principal;

        EXPECT_EQ(reason_of(directory->create_user(actor, {.name = "new"}, hashed, directory.now)),
                  Refusal::right_missing);
        EXPECT_EQ(reason_of(directory->users(actor)), Refusal::right_missing);
        EXPECT_EQ(reason_of(directory->user(actor, directory.admin.id)), Refusal::right_missing);
        EXPECT_EQ(reason_of(directory->update_user(actor, actor.user_id, {.role = Role::admin}, directory.now)),
                  Refusal::right_missing);
        EXPECT_EQ(reason_of(directory->set_password(actor, directory.admin.id, hashed, directory.now)),
                  Refusal::right_missing);
        EXPECT_EQ(reason_of(directory->remove_user(actor, directory.admin.id)), Refusal::right_missing);
        EXPECT_EQ(directory->user(actor, actor.user_id).value().name, name);
    }
    EXPECT_TRUE(directory->create_user(admin_token_principal(), {.name = "new"}, hashed, directory.now).has_value());
    EXPECT_EQ(directory->users(admin_token_principal()).value().size(), 7U);
}

TEST(Users, have_names_that_differ_without_regard_to_case) {
    SeededDirectory directory;
    const auto hashed = directory.hashed("a long password");
    const auto create = [&](std::string name, std::string language = "en") {
        return directory->create_user(
            admin_token_principal(), {.name = std::move(name), .language = std::move(language)}, hashed, directory.now);
    };

    EXPECT_EQ(fault_of(create("ADA")), Fault::conflict);
    EXPECT_EQ(fault_of(create("a b")), Fault::invalid_input);
    EXPECT_EQ(fault_of(create("bob", "de")), Fault::invalid_input);
    EXPECT_TRUE(create("Bob", "tr").has_value());
    EXPECT_EQ(fault_of(create("bob")), Fault::conflict);
}

TEST(Users, are_no_more_than_allowed) {
    Limits limits = testing::cheap_limits();
    limits.users_max = 2;
    SeededDirectory directory(limits);
    const auto hashed = directory.hashed("a long password");

    EXPECT_TRUE(directory->create_user(admin_token_principal(), {.name = "a"}, hashed, directory.now).has_value());
    EXPECT_EQ(fault_of(directory->create_user(admin_token_principal(), {.name = "b"}, hashed, directory.now)),
              Fault::exhausted);
}

TEST(Users, with_a_password_somebody_else_knows_may_only_change_it) {
    SeededDirectory directory;
    ASSERT_TRUE(directory
                    ->create_user(admin_token_principal(), {.name = "bob", .role = Role::admin},
                                  directory.hashed("bob's password"), directory.now)
                    .has_value());
    const OpenedSession first = directory.log_in_as("bob");
    EXPECT_TRUE(first.principal.must_change_password);
    EXPECT_TRUE(first.principal.rights.is_empty());
    EXPECT_EQ(reason_of(directory->users(first.principal)), Refusal::right_missing);

    const Proof proof = directory.prove(first.principal, "bob's password").value();
    const PasswordOutcome same =
        run(directory->password_change_work(first.principal, proof, "bob's password", directory.now).value()).value();
    EXPECT_EQ(fault_of(directory->change_password(first.principal, proof, same, directory.now)), Fault::invalid_input);
    const PasswordOutcome other =
        run(directory->password_change_work(first.principal, proof, "my own password", directory.now).value()).value();
    const OpenedSession second = directory->change_password(first.principal, proof, other, directory.now).value();

    EXPECT_EQ(second.principal.rights, Rights::all());
    EXPECT_EQ(reason_of(directory.authenticate(first)), Refusal::revoked);
    EXPECT_EQ(directory.authenticate(second).value().rights, Rights::all());
}

// S-008 of the planning documents.
TEST(ChangedPassword, ends_all_sessions_and_gives_a_new_token) {
    SeededDirectory directory;
    const OpenedSession here = directory.log_in();
    const OpenedSession elsewhere = directory.log_in();
    const Proof proof = directory.prove(here.principal, std::string(SeededDirectory::admin_password)).value();
    const PasswordOutcome outcome =
        run(directory->password_change_work(here.principal, proof, "a newer password", directory.now).value()).value();

    const OpenedSession fresh = directory->change_password(here.principal, proof, outcome, directory.now).value();

    EXPECT_NE(fresh.token, here.token);
    EXPECT_EQ(reason_of(directory.authenticate(here)), Refusal::revoked);
    EXPECT_EQ(reason_of(directory.authenticate(elsewhere)), Refusal::revoked);
    EXPECT_EQ(directory.records.sessions.at(elsewhere.session.id).ended_why, Ending::password_changed);
    EXPECT_TRUE(directory.authenticate(fresh).has_value());
    EXPECT_EQ(reason_of(directory.try_log_in(
                  {.name = "ada", .password = std::string(SeededDirectory::admin_password), .address = "a"})),
              Refusal::bad_credentials);
    EXPECT_NO_FATAL_FAILURE(directory.log_in("ada", "a newer password"));
    EXPECT_EQ(fault_of(directory->password_change_work(fresh.principal, proof, "short", directory.now)),
              Fault::invalid_input);
}

TEST(SetPassword, ends_the_users_sessions_and_is_to_be_changed) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const OpenedSession before = directory.log_in_as("bob");
    const Principal ada = directory.log_in().principal;

    ASSERT_TRUE(directory->set_password(ada, bob.id, directory.hashed("set by an admin"), directory.now).has_value());

    EXPECT_EQ(reason_of(directory.authenticate(before)), Refusal::revoked);
    EXPECT_TRUE(directory.log_in("bob", "set by an admin").principal.must_change_password);
    EXPECT_EQ(reason_of(directory->set_password(ada, ada.user_id, directory.hashed("own password"), directory.now)),
              Refusal::proof_wanted);
    EXPECT_EQ(fault_of(directory->set_password(ada, "usr_none", directory.hashed("own password"), directory.now)),
              Fault::not_found);
}

TEST(ChangedRole, takes_effect_at_once) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const OpenedSession before = directory.log_in_as("bob");
    const MadeKey key =
        directory->make_key(before.principal, {.name = "k", .scopes = {Right::look, Right::trade}}, directory.now)
            .value();
    directory.now += std::chrono::minutes(1);
    const Principal ada = directory.log_in().principal;

    const User changed = directory->update_user(ada, bob.id, {.role = Role::viewer}, directory.now).value();

    EXPECT_EQ(changed.role_since, directory.now);
    EXPECT_EQ(changed.version, bob.version + 1);
    EXPECT_EQ(reason_of(directory.authenticate(before)), Refusal::revoked);
    EXPECT_EQ(directory->authenticate_key(key.secret, "a", directory.now).value().rights, Rights{Right::look});
    EXPECT_EQ(directory.log_in_as("bob").principal.rights, Rights{Right::look});
}

TEST(DisabledUser, is_out_at_once_with_sessions_and_keys) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const OpenedSession before = directory.log_in_as("bob");
    const MadeKey key =
        directory->make_key(before.principal, {.name = "k", .scopes = {Right::look}}, directory.now).value();
    const Principal ada = directory.log_in().principal;

    ASSERT_TRUE(directory->update_user(ada, bob.id, {.is_disabled = true}, directory.now).has_value());

    EXPECT_EQ(reason_of(directory.authenticate(before)), Refusal::revoked);
    EXPECT_EQ(reason_of(directory->authenticate_key(key.secret, "a", directory.now)), Refusal::disabled);
    ASSERT_TRUE(directory->update_user(ada, bob.id, {.is_disabled = false}, directory.now).has_value());
    EXPECT_EQ(reason_of(directory.authenticate(before)), Refusal::revoked);
    EXPECT_TRUE(directory->authenticate_key(key.secret, "a", directory.now).has_value());
}

TEST(RemovedUser, leaves_nothing_behind) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const OpenedSession before = directory.log_in_as("bob");
    const MadeKey key =
        directory->make_key(before.principal, {.name = "k", .scopes = {Right::look}}, directory.now).value();

    ASSERT_TRUE(directory->remove_user(directory.log_in().principal, bob.id).has_value());

    EXPECT_EQ(reason_of(directory.authenticate(before)), Refusal::unknown_credential);
    EXPECT_EQ(reason_of(directory->authenticate_key(key.secret, "a", directory.now)), Refusal::unknown_credential);
    EXPECT_FALSE(directory.records.users.contains(bob.id));
    EXPECT_TRUE(directory.records.keys.empty());
    EXPECT_NE(directory.add_user("bob", Role::viewer).id, bob.id);
}

TEST(LastAdmin, cannot_be_lowered_disabled_or_removed) {
    SeededDirectory directory;
    const Principal ada = directory.log_in().principal;
    const auto is_refused = [&](const auto& answer) {
        return reason_of(answer) == Refusal::last_admin && fault_of(answer) == Fault::conflict;
    };

    EXPECT_TRUE(is_refused(directory->update_user(ada, ada.user_id, {.role = Role::risk}, directory.now)));
    EXPECT_TRUE(is_refused(directory->update_user(ada, ada.user_id, {.is_disabled = true}, directory.now)));
    EXPECT_TRUE(is_refused(directory->remove_user(ada, ada.user_id)));

    const User bob = directory.add_user("bob", Role::admin);
    ASSERT_TRUE(directory->update_user(ada, bob.id, {.is_disabled = true}, directory.now).has_value());
    EXPECT_TRUE(is_refused(directory->remove_user(ada, ada.user_id)));
    ASSERT_TRUE(directory->update_user(ada, bob.id, {.is_disabled = false}, directory.now).has_value());
    EXPECT_TRUE(directory->update_user(ada, ada.user_id, {.role = Role::viewer}, directory.now).has_value());
    EXPECT_TRUE(is_refused(directory->remove_user(admin_token_principal(), bob.id)));
}

TEST(UpdateUser, is_refused_for_another_version_and_changes_nothing_for_nothing) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const Principal ada = directory.log_in().principal;
    const int commits = directory.records.commits;

    EXPECT_EQ(directory->update_user(ada, bob.id, {.role = Role::trader}, directory.now).value(), bob);
    EXPECT_EQ(directory.records.commits, commits);
    EXPECT_EQ(fault_of(directory->update_user(ada, bob.id, {.language = "tr", .expected_version = bob.version + 1},
                                              directory.now)),
              Fault::conflict);
    EXPECT_EQ(fault_of(directory->update_user(ada, bob.id, {.language = "de"}, directory.now)), Fault::invalid_input);
    EXPECT_EQ(directory->update_user(ada, bob.id, {.language = "tr", .expected_version = bob.version}, directory.now)
                  .value()
                  .language,
              "tr");
}

TEST(UpdateUser, that_the_records_refuse_changes_nothing) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    const OpenedSession opened = directory.log_in_as("bob");
    const Principal ada = directory.log_in().principal;
    directory.records.next_error = Error{.fault = Fault::exhausted, .message = "disk full"};

    EXPECT_EQ(fault_of(directory->update_user(ada, bob.id, {.is_disabled = true}, directory.now)), Fault::exhausted);

    EXPECT_EQ(directory.authenticate(opened).value().rights, rights_of(Role::trader));
    EXPECT_EQ(directory->user(ada, bob.id).value(), bob);
}

// What a key may do is less than what its owner may: it must not become more by way of another user.
TEST(Users, cannot_be_given_or_robbed_of_rights_the_actor_does_not_have) {
    SeededDirectory directory;
    const auto hashed = directory.hashed("a long password");
    const OpenedSession ada = directory.log_in();
    const MadeKey made =
        directory->make_key(ada.principal, {.name = "k", .scopes = {Right::look, Right::administer}}, directory.now)
            .value();
    const Principal key = directory->authenticate_key(made.secret, "a", directory.now).value();

    EXPECT_EQ(reason_of(directory->create_user(key, {.name = "x", .role = Role::admin}, hashed, directory.now)),
              Refusal::right_missing);
    EXPECT_EQ(reason_of(directory->set_password(key, directory.admin.id, hashed, directory.now)),
              Refusal::right_missing);
    const User made_user = directory->create_user(key, {.name = "x"}, hashed, directory.now).value();
    EXPECT_EQ(reason_of(directory->update_user(key, made_user.id, {.role = Role::trader}, directory.now)),
              Refusal::right_missing);
    EXPECT_EQ(fault_of(directory->revoke_session(key, ada.session.id, directory.now)), Fault::not_found);
}

}  // namespace
}  // namespace spark::identity
