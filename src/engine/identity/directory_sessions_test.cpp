#include <gtest/gtest.h>

#include "engine/identity/directory.hpp"
#include "engine/identity/session_token.hpp"
#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::fault_of;
using testing::reason_of;
using testing::SeededDirectory;

// S-009 of the planning documents.
TEST(Session, runs_out_after_fifteen_minutes_without_use) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();

    directory.now += minutes(15) - nanoseconds(1);
    EXPECT_TRUE(directory.authenticate(opened).has_value());
    directory.now += minutes(15) - nanoseconds(1);
    EXPECT_TRUE(directory.authenticate(opened).has_value());
    directory.now += minutes(15);
    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::expired);
}

TEST(Session, is_not_kept_alive_by_a_page_that_refreshes_itself) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    for (int count = 0; count < 14; ++count) {
        directory.now += minutes(1);
        EXPECT_TRUE(directory.authenticate(opened, Activity::background).has_value());
    }

    directory.now += minutes(1);

    EXPECT_EQ(reason_of(directory.authenticate(opened, Activity::background)), Refusal::expired);
}

TEST(Session, runs_out_after_twelve_hours_however_much_it_is_used) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    for (int count = 0; count < 12 * 6 - 1; ++count) {
        directory.now += minutes(10);
        ASSERT_TRUE(directory.authenticate(opened).has_value());
    }

    directory.now += minutes(10) - nanoseconds(1);
    EXPECT_TRUE(directory.authenticate(opened).has_value());
    directory.now += nanoseconds(1);
    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::expired);
}

TEST(Session, survives_a_restart_with_its_last_use) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    directory.now += minutes(10);
    ASSERT_TRUE(directory.authenticate(opened).has_value());
    ASSERT_TRUE(directory.records.note(directory->take_notes(directory.now)).has_value());

    directory.restart();

    directory.now += minutes(14);
    EXPECT_TRUE(directory.authenticate(opened).has_value());
}

TEST(Session, is_noted_at_most_once_a_minute) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    std::size_t notes = 0;
    for (int count = 0; count < 600; ++count) {
        directory.now += seconds(1);
        ASSERT_TRUE(directory.authenticate(opened).has_value());
        notes += directory->take_notes(directory.now).sessions.size();
    }

    EXPECT_EQ(notes, 10U);
    directory.now += minutes(5);
    EXPECT_TRUE(directory->take_notes(directory.now).is_empty());
}

// S-008 of the planning documents.
TEST(Session, is_over_at_once_after_logging_out_also_after_a_restart) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();

    ASSERT_TRUE(directory->log_out(opened.token, directory.now).has_value());

    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::revoked);
    EXPECT_TRUE(directory->log_out(opened.token, directory.now).has_value());
    directory.restart();
    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::revoked);
    EXPECT_EQ(directory.records.sessions.at(opened.session.id).ended_why, Ending::logged_out);
}

TEST(Session, is_over_even_when_the_records_refuse_and_they_are_told_later) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    directory.records.next_error = Error{.fault = Fault::unavailable, .message = "locked"};

    EXPECT_EQ(fault_of(directory->log_out(opened.token, directory.now)), Fault::unavailable);

    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::revoked);
    EXPECT_EQ(fault_of(directory->forget_ended(directory.now)), Fault::unavailable);
    directory.records.next_error.reset();
    EXPECT_TRUE(directory->forget_ended(directory.now).has_value());
    directory.restart();
    EXPECT_EQ(reason_of(directory.authenticate(opened)), Refusal::revoked);
}

TEST(Session, with_a_forged_token_is_unknown) {
    SeededDirectory directory;
    const OpenedSession opened = directory.log_in();
    std::string changed = opened.token;
    changed[0] = changed[0] == 'A' ? 'B' : 'A';

    for (const std::string& token :
         {std::string(), changed, opened.token + "A", opened.session.id, opened.session.token_sha256.hex(),
          std::string("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ."), std::string(1'000'000, 'A')}) {
        EXPECT_EQ(reason_of(directory->authenticate_session(token, Activity::person, directory.now)),
                  Refusal::unknown_credential);
    }
    EXPECT_EQ(reason_of(directory->log_out(changed, directory.now)), Refusal::unknown_credential);
}

TEST(Sessions, are_listed_and_ended_by_their_owner_and_by_admins_alone) {
    SeededDirectory directory;
    const User bob = directory.add_user("bob", Role::trader);
    directory.add_user("eve", Role::risk);
    const OpenedSession ada = directory.log_in();
    const OpenedSession first = directory.log_in_as("bob");
    const OpenedSession second = directory.log_in_as("bob");
    const Principal eve = directory.log_in_as("eve").principal;

    EXPECT_EQ(directory->sessions(first.principal, bob.id).value().size(), 2U);
    EXPECT_EQ(directory->sessions(ada.principal, bob.id).value().size(), 2U);
    EXPECT_EQ(reason_of(directory->sessions(eve, bob.id)), Refusal::right_missing);
    EXPECT_EQ(fault_of(directory->revoke_session(eve, first.session.id, directory.now)), Fault::not_found);
    EXPECT_EQ(fault_of(directory->revoke_session(eve, "ses_none", directory.now)), Fault::not_found);
    EXPECT_TRUE(directory.authenticate(first).has_value());

    EXPECT_TRUE(directory->revoke_session(second.principal, first.session.id, directory.now).has_value());
    EXPECT_EQ(reason_of(directory.authenticate(first)), Refusal::revoked);
    EXPECT_TRUE(directory->revoke_session(ada.principal, second.session.id, directory.now).has_value());
    EXPECT_EQ(reason_of(directory.authenticate(second)), Refusal::revoked);
}

TEST(Sessions, that_ended_are_forgotten_after_a_week) {
    SeededDirectory directory;
    const OpenedSession logged_out = directory.log_in();
    const OpenedSession ran_out = directory.log_in();
    ASSERT_TRUE(directory->log_out(logged_out.token, directory.now).has_value());

    directory.now += hours(7 * 24);
    EXPECT_EQ(directory->forget_ended(directory.now).value(), 1U);
    EXPECT_FALSE(directory.records.sessions.contains(logged_out.session.id));
    directory.now += minutes(15) - nanoseconds(1);
    EXPECT_EQ(directory->forget_ended(directory.now).value(), 0U);
    directory.now += nanoseconds(1);
    EXPECT_EQ(directory->forget_ended(directory.now).value(), 1U);
    EXPECT_EQ(reason_of(directory.authenticate(ran_out)), Refusal::unknown_credential);
    EXPECT_TRUE(directory.records.sessions.empty());
}

TEST(Sessions, of_rows_that_contradict_each_other_are_called_corrupt) {
    const auto loads = [](auto change) {
        SeededDirectory directory;
        const OpenedSession opened = directory.log_in();
        change(directory.records, opened.session);
        return Directory::load(directory.records, testing::seeded_random(1), testing::cheap_limits()).has_value();
    };

    EXPECT_TRUE(loads([](auto&, const Session&) {}));
    EXPECT_FALSE(loads([](auto& records, const Session& session) { records.sessions[session.id].user_id = "usr_x"; }));
    EXPECT_FALSE(loads([](auto& records, const Session& session) {
        records.sessions["ses_2"] = session;
        records.sessions["ses_2"].id = "ses_2";
    }));
    EXPECT_FALSE(loads([](auto& records, const Session&) {
        records.users["usr_2"] = records.users.begin()->second;
        records.users["usr_2"].id = "usr_2";
        records.users["usr_2"].name = "ADA";
    }));
    EXPECT_FALSE(loads([](auto& records, const Session&) { records.users.begin()->second.name = "a b"; }));
}

}  // namespace
}  // namespace spark::identity
