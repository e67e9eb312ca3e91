#include <gtest/gtest.h>

#include "engine/identity/directory.hpp"
#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::fault_of;
using testing::reason_of;
using testing::SeededDirectory;

/// A directory with a trader, `bob`, who is logged in.
struct WithTrader : SeededDirectory {
    User user = add_user("bob", Role::trader);
    Principal bob = log_in_as("bob").principal;

    MadeKey make(NewKey wanted = {.name = "bot", .scopes = {Right::look, Right::trade}}) {
        return directory->make_key(bob, wanted, now).value();
    }
    Answer<Principal> use(const MadeKey& made, std::string_view address = "192.0.2.7") {
        return directory->authenticate_key(made.secret, address, now);
    }
};

TEST(ApiKey, acts_for_its_owner_within_its_scopes_and_is_no_person) {
    WithTrader directory;

    const Principal key = directory.use(directory.make()).value();

    EXPECT_EQ(key.kind, PrincipalKind::key);
    EXPECT_EQ(key.user_id, directory.user.id);
    EXPECT_EQ(key.rights, (Rights{Right::look, Right::trade}));
    EXPECT_FALSE(key.is_person());
    EXPECT_FALSE(key.needs_csrf());
}

TEST(ApiKey, has_no_scope_its_owner_lacks_and_at_least_one) {
    WithTrader directory;
    const auto make = [&](Rights scopes) {
        return directory->make_key(directory.bob, {.name = "bot", .scopes = scopes}, directory.now);
    };

    for (const RightRule& right : right_rules) {
        EXPECT_EQ(make({right.right}).has_value(), rights_of(Role::trader).holds(right.right)) << right.name;
    }
    EXPECT_EQ(reason_of(make({Right::look, Right::approve})), Refusal::right_missing);
    EXPECT_EQ(fault_of(make({})), Fault::invalid_input);
}

TEST(ApiKey, may_nothing_while_its_owners_password_must_be_changed) {
    WithTrader directory;
    const MadeKey made = directory.make();

    ASSERT_TRUE(directory
                    ->set_password(directory.log_in().principal, directory.user.id, directory.hashed("set by an admin"),
                                   directory.now)
                    .has_value());

    EXPECT_TRUE(directory.use(made).value().rights.is_empty());
}

TEST(ApiKey, is_made_by_persons_alone) {
    WithTrader directory;
    const Principal key = directory.use(directory.make()).value();
    const NewKey wanted{.name = "bot", .scopes = {Right::look}};

    EXPECT_EQ(reason_of(directory->make_key(key, wanted, directory.now)), Refusal::right_missing);
    EXPECT_EQ(reason_of(directory->make_key(admin_token_principal(), wanted, directory.now)), Refusal::right_missing);
    EXPECT_EQ(reason_of(directory->keys(key, directory.user.id)), Refusal::right_missing);
}

TEST(ApiKey, is_kept_as_a_hash_and_a_hint) {
    WithTrader directory;

    const MadeKey made = directory.make();

    const ApiKey& kept = directory.records.keys.at(made.key.id);
    EXPECT_EQ(kept.secret_sha256, crypto::sha256(made.secret));
    EXPECT_EQ(kept.hint, made.secret.substr(0, 14));
    EXPECT_EQ(directory->keys(directory.bob, directory.user.id).value(), std::vector{made.key});
    directory.restart();
    EXPECT_TRUE(directory.use(made).has_value());
}

TEST(ApiKey, tells_a_mistyped_one_from_an_unknown_one) {
    WithTrader directory;
    SeededDirectory elsewhere;
    (void)elsewhere.log_in();
    const MadeKey made = directory.make();
    MadeKey mistyped = made;
    mistyped.secret[20] = mistyped.secret[20] == 'a' ? 'b' : 'a';
    const MadeKey unknown =
        elsewhere->make_key(elsewhere.log_in().principal, {.name = "k", .scopes = {Right::look}}, elsewhere.now)
            .value();

    EXPECT_EQ(reason_of(directory.use(mistyped)), Refusal::malformed_key);
    EXPECT_EQ(reason_of(directory.use(unknown)), Refusal::unknown_credential);
    EXPECT_EQ(reason_of(directory->authenticate_key("", "a", directory.now)), Refusal::malformed_key);
    Limits live = testing::cheap_limits();
    live.environment = "live";
    directory.restart(live);
    EXPECT_EQ(reason_of(directory.use(made)), Refusal::malformed_key);
}

TEST(ApiKey, runs_out_at_its_end) {
    WithTrader directory;
    const WallTime end = directory.now + hours(1);
    const MadeKey made = directory.make({.name = "bot", .scopes = {Right::look}, .expires_at = end});

    directory.now = end - nanoseconds(1);
    EXPECT_TRUE(directory.use(made).has_value());
    directory.now = end;
    EXPECT_EQ(reason_of(directory.use(made)), Refusal::expired);
    EXPECT_EQ(fault_of(directory->make_key(directory.bob, {.name = "b", .scopes = {Right::look}, .expires_at = end},
                                           directory.now)),
              Fault::invalid_input);
}

TEST(ApiKey, is_for_its_addresses_alone) {
    WithTrader directory;
    const MadeKey made =
        directory.make({.name = "bot", .scopes = {Right::look}, .addresses = {"192.0.2.7", "2001:db8::1"}});

    EXPECT_TRUE(directory.use(made, "192.0.2.7").has_value());
    EXPECT_TRUE(directory.use(made, "2001:db8::1").has_value());
    EXPECT_EQ(reason_of(directory.use(made, "192.0.2.70")), Refusal::address_not_allowed);
    for (const std::string_view address : {"", "example.com", "192.0.2.0/24", "2001:DB8::1"}) {
        EXPECT_EQ(fault_of(directory->make_key(
                      directory.bob, {.name = "b", .scopes = {Right::look}, .addresses = {std::string(address)}},
                      directory.now)),
                  Fault::invalid_input)
            << address;
    }
}

TEST(ApiKey, is_named_in_text_that_can_be_shown) {
    WithTrader directory;
    for (const std::string& name : {std::string(), std::string(65, 'a'), std::string("a\n"), std::string("\xff")}) {
        EXPECT_EQ(fault_of(directory->make_key(directory.bob, {.name = name, .scopes = {Right::look}}, directory.now)),
                  Fault::invalid_input);
    }
    EXPECT_EQ(directory.make({.name = "gece robotu ğ", .scopes = {Right::look}}).key.name, "gece robotu ğ");
}

TEST(ApiKey, is_dead_at_once_when_revoked_even_when_the_records_refuse) {
    WithTrader directory;
    const MadeKey made = directory.make();
    const MadeKey other = directory.make();
    ASSERT_TRUE(directory->revoke_key(directory.bob, made.key.id, directory.now).has_value());
    directory.records.next_error = Error{.fault = Fault::unavailable, .message = "locked"};

    EXPECT_EQ(fault_of(directory->revoke_key(directory.bob, other.key.id, directory.now)), Fault::unavailable);

    EXPECT_EQ(reason_of(directory.use(made)), Refusal::revoked);
    EXPECT_EQ(reason_of(directory.use(other)), Refusal::revoked);
    directory.records.next_error.reset();
    ASSERT_TRUE(directory->forget_ended(directory.now).has_value());
    directory.restart();
    EXPECT_EQ(reason_of(directory.use(made)), Refusal::revoked);
    EXPECT_EQ(reason_of(directory.use(other)), Refusal::revoked);
}

TEST(ApiKeys, may_end_themselves_and_no_other) {
    WithTrader directory;
    const MadeKey made = directory.make();
    const MadeKey other = directory.make();
    const Principal program = directory.use(made).value();

    EXPECT_EQ(fault_of(directory->revoke_key(program, other.key.id, directory.now)), Fault::not_found);
    EXPECT_TRUE(directory->revoke_key(program, made.key.id, directory.now).has_value());
    EXPECT_EQ(reason_of(directory.use(made)), Refusal::revoked);
    EXPECT_TRUE(directory.use(other).has_value());
}

TEST(ApiKeys, are_revoked_by_their_owner_and_by_admins_alone) {
    WithTrader directory;
    directory.add_user("eve", Role::risk);
    const Principal eve = directory.log_in_as("eve").principal;
    const Principal ada = directory.log_in().principal;
    const MadeKey made = directory.make();

    EXPECT_EQ(fault_of(directory->revoke_key(eve, made.key.id, directory.now)), Fault::not_found);
    EXPECT_EQ(reason_of(directory->keys(eve, directory.user.id)), Refusal::right_missing);
    EXPECT_TRUE(directory.use(made).has_value());
    EXPECT_EQ(directory->keys(ada, directory.user.id).value().size(), 1U);
    EXPECT_TRUE(directory->revoke_key(ada, made.key.id, directory.now).has_value());
    EXPECT_TRUE(directory->revoke_key(ada, made.key.id, directory.now).has_value());
    EXPECT_EQ(reason_of(directory.use(made)), Refusal::revoked);
}

TEST(ApiKeys, are_no_more_than_allowed) {
    Limits limits = testing::cheap_limits();
    limits.keys_per_user_max = 1;
    WithTrader directory;
    directory.restart(limits);
    directory.make();

    EXPECT_EQ(fault_of(directory->make_key(directory.bob, {.name = "b", .scopes = {Right::look}}, directory.now)),
              Fault::exhausted);
}

TEST(ApiKey, has_its_last_use_noted_at_once_and_then_once_a_minute) {
    WithTrader directory;
    const MadeKey made = directory.make();
    std::vector<Seen> notes;
    const WallTime first = directory.now;
    for (int count = 0; count < 121; ++count) {
        ASSERT_TRUE(directory.use(made).has_value());
        for (Seen& seen : directory->take_notes(directory.now).keys) notes.push_back(std::move(seen));
        directory.now += seconds(1);
    }

    EXPECT_EQ(notes, (std::vector<Seen>{{.id = made.key.id, .at = first},
                                        {.id = made.key.id, .at = first + seconds(60)},
                                        {.id = made.key.id, .at = first + seconds(120)}}));
}

}  // namespace
}  // namespace spark::identity
