#include "adapters/database/identity_records.hpp"

#include <gtest/gtest.h>

#include "adapters/database/testing/stores.hpp"

namespace spark::database {
namespace {

using identity::ApiKey;
using identity::Change;
using identity::Ending;
using identity::Right;
using identity::Role;
using identity::Session;
using identity::Snapshot;
using identity::User;
using testing::both_stores;
using testing::engine_name;

constexpr WallTime noon = wall_time_of_ms(1'767'268'800'123);

User full_user() {
    return {.id = "usr_1",
            .name = "Ada.Lovelace@x",
            .role = Role::risk,
            .password_phc = "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB",
            .password_changed_at = noon,
            .totp_secret = std::string("\0\xff secret of bytes!!", 20),
            .is_totp_confirmed = true,
            .totp_last_step = 58'908'960,
            .recovery_code_hashes = {crypto::sha256("a"), crypto::sha256("b")},
            .is_disabled = true,
            .must_change_password = true,
            .language = "tr",
            .role_since = noon - std::chrono::hours(1),
            .created_at = noon - std::chrono::hours(2),
            .changed_at = noon - std::chrono::hours(3),
            .version = 7};
}

User plain_user(std::string id, std::string name) {
    return {.id = std::move(id), .name = std::move(name), .password_phc = "$argon2id$", .created_at = noon};
}

Session session_of(std::string id, const User& user) {
    return {.id = id,
            .token_sha256 = crypto::sha256(id),
            .user_id = user.id,
            .created_at = noon,
            .last_seen_at = noon,
            .absolute_end = noon + std::chrono::hours(12),
            .address = "2001:db8::1",
            .user_agent = "'; DROP TABLE sessions; -- ğ"};
}

ApiKey key_of(std::string id, const User& user) {
    return {.id = id,
            .secret_sha256 = crypto::sha256(id),
            .hint = "spk_paper_ab3d",
            .name = "gece robotu",
            .user_id = user.id,
            .scopes = {Right::look, Right::read_audit},
            .addresses = {"192.0.2.1", "2001:db8::1"},
            .created_at = noon,
            .expires_at = noon + std::chrono::hours(24)};
}

class IdentityRecordsOn : public testing::OnBothStores {};

INSTANTIATE_TEST_SUITE_P(On, IdentityRecordsOn, both_stores, engine_name);

TEST_P(IdentityRecordsOn, give_back_every_field_after_a_restart) {
    auto database = open();
    ASSERT_TRUE(database);
    Session ended = session_of("ses_2", full_user());
    ended.ended_at = noon + std::chrono::milliseconds(1);
    ended.ended_why = Ending::password_changed;
    ApiKey revoked = key_of("key_2", full_user());
    revoked.addresses.clear();
    revoked.expires_at.reset();
    revoked.last_used_at = noon + std::chrono::milliseconds(2);
    revoked.revoked_at = noon + std::chrono::milliseconds(3);
    const Change change{.users = {full_user(), plain_user("usr_2", "bob")},
                        .sessions = {session_of("ses_1", full_user()), ended},
                        .keys = {key_of("key_1", full_user()), revoked}};
    ASSERT_TRUE(IdentityRecords(*database).load().value().users.empty());

    ASSERT_TRUE(IdentityRecords(*database).commit(change).has_value());
    database.reset();
    database = open();

    const Snapshot all = IdentityRecords(*database).load().value();
    EXPECT_EQ(all.users, change.users);
    EXPECT_EQ(all.sessions, change.sessions);
    EXPECT_EQ(all.keys, change.keys);
}

TEST_P(IdentityRecordsOn, replace_rows_by_their_id) {
    const auto database = open();
    ASSERT_TRUE(database);
    IdentityRecords records(*database);
    ASSERT_TRUE(records
                    .commit({.users = {full_user()},
                             .sessions = {session_of("ses_1", full_user())},
                             .keys = {key_of("key_1", full_user())}})
                    .has_value());
    User user = plain_user("usr_1", "ada.lovelace@X");
    user.created_at = full_user().created_at;
    Session session = session_of("ses_1", user);
    session.last_seen_at += std::chrono::minutes(1);
    session.ended_at = noon;
    session.ended_why = Ending::revoked;
    ApiKey key = key_of("key_1", user);
    key.revoked_at = noon;

    ASSERT_TRUE(records.commit({.users = {user}, .sessions = {session}, .keys = {key}}).has_value());

    const Snapshot all = records.load().value();
    EXPECT_EQ(all.users, std::vector{user});
    EXPECT_EQ(all.sessions, std::vector{session});
    EXPECT_EQ(all.keys, std::vector{key});
}

TEST_P(IdentityRecordsOn, write_all_of_a_change_or_nothing) {
    const auto database = open();
    ASSERT_TRUE(database);
    IdentityRecords records(*database);
    ASSERT_TRUE(records.commit({.users = {plain_user("usr_1", "ada")}}).has_value());

    const auto same_name = records.commit({.users = {plain_user("usr_2", "bob"), plain_user("usr_3", "ADA")}});
    const auto no_user = records.commit(
        {.users = {plain_user("usr_2", "bob")}, .sessions = {session_of("ses_1", plain_user("usr_9", "nobody"))}});

    ASSERT_FALSE(same_name.has_value());
    EXPECT_EQ(same_name.error().fault, Fault::conflict);
    ASSERT_FALSE(no_user.has_value());
    EXPECT_EQ(no_user.error().fault, Fault::conflict);
    EXPECT_EQ(records.load().value().users, std::vector{plain_user("usr_1", "ada")});
}

TEST_P(IdentityRecordsOn, remove_a_user_with_everything_of_theirs_and_nothing_else) {
    const auto database = open();
    ASSERT_TRUE(database);
    IdentityRecords records(*database);
    const User ada = plain_user("usr_1", "ada");
    const User bob = plain_user("usr_2", "bob");
    ASSERT_TRUE(records
                    .commit({.users = {ada, bob},
                             .sessions = {session_of("ses_1", ada), session_of("ses_2", bob), session_of("ses_3", bob)},
                             .keys = {key_of("key_1", ada), key_of("key_2", bob)}})
                    .has_value());

    ASSERT_TRUE(records.commit({.removed_user_ids = {ada.id}, .removed_session_ids = {"ses_3"}}).has_value());

    const Snapshot all = records.load().value();
    EXPECT_EQ(all.users, std::vector{bob});
    EXPECT_EQ(all.sessions, std::vector{session_of("ses_2", bob)});
    EXPECT_EQ(all.keys, std::vector{key_of("key_2", bob)});
}

TEST_P(IdentityRecordsOn, note_the_last_use_and_touch_nothing_else) {
    const auto database = open();
    ASSERT_TRUE(database);
    IdentityRecords records(*database);
    const User ada = plain_user("usr_1", "ada");
    Session session = session_of("ses_1", ada);
    session.ended_at = noon;
    session.ended_why = Ending::logged_out;
    ApiKey key = key_of("key_1", ada);
    key.revoked_at = noon;
    ASSERT_TRUE(records.commit({.users = {ada}, .sessions = {session}, .keys = {key}}).has_value());
    const WallTime later = noon + std::chrono::minutes(1);

    ASSERT_TRUE(records
                    .note({.sessions = {{.id = "ses_1", .at = later}, {.id = "ses_gone", .at = later}},
                           .keys = {{.id = "key_1", .at = later}}})
                    .has_value());

    session.last_seen_at = later;
    key.last_used_at = later;
    EXPECT_EQ(records.load().value().sessions, std::vector{session});
    EXPECT_EQ(records.load().value().keys, std::vector{key});
}

TEST_P(IdentityRecordsOn, call_a_row_corrupt_that_cannot_be_read) {
    const auto database = open();
    ASSERT_TRUE(database);
    IdentityRecords records(*database);
    const User ada = plain_user("usr_1", "ada");
    ASSERT_TRUE(records.commit({.users = {ada}, .sessions = {session_of("ses_1", ada)}, .keys = {key_of("key_1", ada)}})
                    .has_value());
    const auto is_corrupt_after = [&](std::string sql, std::string repair) {
        const auto run = [&](const std::string& statement) {
            return database->write(Durability::normal, [&](Transaction& transaction) -> Result<void> {
                SPARK_TRY(transaction.execute(statement));
                return {};
            });
        };
        EXPECT_TRUE(run(sql).has_value()) << sql;
        const auto all = records.load();
        EXPECT_TRUE(run(repair).has_value()) << repair;
        return !all && all.error().fault == Fault::corrupt;
    };

    EXPECT_TRUE(is_corrupt_after("UPDATE users SET role = 'root'", "UPDATE users SET role = 'viewer'"));
    EXPECT_TRUE(
        is_corrupt_after("UPDATE users SET recovery_code_hashes = 'x'", "UPDATE users SET recovery_code_hashes = ''"));
    EXPECT_TRUE(is_corrupt_after("UPDATE sessions SET ended_why = 'tired'", "UPDATE sessions SET ended_why = NULL"));
    EXPECT_TRUE(is_corrupt_after("UPDATE api_keys SET scopes = 'look,'", "UPDATE api_keys SET scopes = 'look'"));
    EXPECT_TRUE(is_corrupt_after("UPDATE api_keys SET secret_sha256 = 'x'", "DELETE FROM api_keys"));
    EXPECT_TRUE(records.load().has_value());
}

}  // namespace
}  // namespace spark::database
