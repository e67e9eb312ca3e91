#include "app/server/identity_service.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::server {
namespace {

using identity::Activity;
using identity::LoginAttempt;
using identity::OpenedSession;
using identity::Principal;
using identity::Refusal;
using identity::Right;
using identity::Role;
using identity::User;
using identity::testing::fault_of;
using identity::testing::MemoryRecords;
using identity::testing::reason_of;

/// Records whose commits wait until they are let go.
class SlowRecords final : public identity::Records {
  public:
    MemoryRecords rows;
    std::atomic<bool> is_slow = false;
    std::latch begun{1};
    std::latch may_end{1};

    Result<identity::Snapshot> load() override { return rows.load(); }
    Result<void> commit(const identity::Change& change) override {
        if (is_slow.exchange(false)) {
            begun.count_down();
            may_end.wait();
        }
        const std::lock_guard lock(rows_mutex_);
        return rows.commit(change);
    }
    Result<void> note(const identity::Notes& notes) override {
        const std::lock_guard lock(rows_mutex_);
        return rows.note(notes);
    }

  private:
    std::mutex rows_mutex_;  // notes come while a commit runs, as the contract says
};

struct Served {
    SlowRecords records;
    std::atomic<std::int64_t> now_ms = ms_of(identity::testing::noon);
    std::unique_ptr<IdentityService> service;
    std::string password;

    explicit Served(IdentityService::Options options = {.limits = identity::testing::cheap_limits()}) {
        service = IdentityService::open(
                      records, [this] { return wall_time_of_ms(now_ms); }, crypto::random_bytes, std::move(options))
                      .value();
        password = service->make_first_admin("ada").value().value();
    }

    IdentityService* operator->() { return service.get(); }

    OpenedSession log_in() { return service->log_in(attempt(password)).value(); }
    static LoginAttempt attempt(std::string password, std::string address = "192.0.2.1") {
        return {.name = "ada", .password = std::move(password), .address = std::move(address)};
    }
};

TEST(IdentityService, makes_one_first_admin_with_a_password_said_once) {
    Served served;

    EXPECT_GE(served.password.size(), 34U);
    EXPECT_FALSE(served->make_first_admin("eve").value().has_value());
    EXPECT_EQ(served.log_in().principal.role, Role::admin);
    EXPECT_EQ(served.records.rows.users.size(), 1U);
}

TEST(IdentityService, leads_a_user_from_creation_to_removal) {
    Served served;
    const OpenedSession ada = served.log_in();
    const User bob = served->create_user(ada.principal, {.name = "bob", .role = Role::trader}, "given by ada").value();
    const OpenedSession first =
        served->log_in({.name = "bob", .password = "given by ada", .address = "192.0.2.2"}).value();
    ASSERT_TRUE(first.principal.must_change_password);

    const identity::Proof proof = served->prove(first.principal, "given by ada", "", "192.0.2.2").value();
    const OpenedSession second = served->change_password(first.principal, proof, "my own words").value();

    EXPECT_EQ(reason_of(served->authenticate_session(first.token, Activity::person)), Refusal::revoked);
    EXPECT_TRUE(served->authenticate_session(second.token, Activity::person).value().rights.holds(Right::trade));
    EXPECT_EQ(fault_of(served->create_user(ada.principal, {.name = "BOB"}, "given by ada")), spark::Fault::conflict);
    EXPECT_EQ(fault_of(served->create_user(ada.principal, {.name = "eve"}, "short")), spark::Fault::invalid_input);
    EXPECT_EQ(reason_of(served->create_user(second.principal, {.name = "eve"}, "given by bob")),
              Refusal::right_missing);
    EXPECT_TRUE(served->set_password(ada.principal, bob.id, "given once more").has_value());
    EXPECT_EQ(reason_of(served->authenticate_session(second.token, Activity::person)), Refusal::revoked);
    EXPECT_TRUE(served
                    ->change([&](identity::Directory& directory, WallTime) {
                        return directory.remove_user(ada.principal, bob.id);
                    })
                    .has_value());
    EXPECT_EQ(
        served->look([&](const identity::Directory& directory, WallTime) { return directory.users(ada.principal); })
            .value()
            .size(),
        1U);
}

TEST(IdentityService, authenticates_while_the_records_are_being_written) {
    Served served;
    const OpenedSession opened = served.log_in();
    served.records.is_slow = true;
    std::jthread writer([&] {
        EXPECT_TRUE(served
                        ->change([&](identity::Directory& directory, WallTime now) {
                            return directory.update_user(opened.principal, opened.principal.user_id, {.language = "tr"},
                                                         now);
                        })
                        .has_value());
    });
    served.records.begun.wait();

    EXPECT_TRUE(served->authenticate_session(opened.token, Activity::person).has_value());
    EXPECT_EQ(reason_of(served->authenticate_key("spk_paper_x", "192.0.2.1")), Refusal::malformed_key);
    EXPECT_EQ(served
                  ->look([&](const identity::Directory& directory, WallTime) {
                      return directory.user(opened.principal, opened.principal.user_id);
                  })
                  .value()
                  .language,
              "en");

    served.records.may_end.count_down();
    writer.join();
    EXPECT_EQ(served.records.rows.users.begin()->second.language, "tr");
}

TEST(IdentityService, turns_away_what_waits_too_long_without_counting_a_try) {
    identity::Limits limits = identity::testing::cheap_limits();
    // Dear enough that eight threads meet at the turnstile.
    limits.password_cost = {.memory_kib = 16 * 1024, .passes = 2};
    Served served({.limits = limits, .hashes_at_once = 1, .hashes_waiting_max = 1});
    std::atomic<int> turned_away = 0;
    std::atomic<int> let_in = 0;
    {
        std::vector<std::jthread> threads;
        for (int count = 0; count < 4; ++count) {
            threads.emplace_back([&served, &turned_away, &let_in, count] {
                const auto opened =
                    served->log_in(Served::attempt(served.password, "192.0.2." + std::to_string(count)));
                if (opened) ++let_in;
                if (reason_of(opened) == Refusal::throttled) ++turned_away;
            });
        }
    }

    EXPECT_EQ(turned_away + let_in, 4);
    EXPECT_GE(let_in, 2);
    for (int count = 0; count < 5; ++count) EXPECT_TRUE(served->log_in(Served::attempt(served.password)).has_value());
}

TEST(IdentityService, stays_whole_under_many_threads) {
    Served served;
    const OpenedSession ada = served.log_in();
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                const std::string address = "198.51.100." + std::to_string(thread);
                for (int turn = 0; turn < 25; ++turn) {
                    const auto opened = served->log_in(Served::attempt(served.password, address));
                    if (!opened) {
                        // Four at once may be one account's five tries for a moment.
                        wrong += reason_of(opened) == Refusal::throttled ? 0 : 1;
                        continue;
                    }
                    if (!served->authenticate_session(opened->token, Activity::person)) ++wrong;
                    const auto ended = served->change([&](identity::Directory& directory, WallTime now) {
                        return directory.log_out(opened->token, now);
                    });
                    if (!ended || served->authenticate_session(opened->token, Activity::person)) ++wrong;
                    served.now_ms += 61'000 / 100;
                    if (!served->keep_up()) ++wrong;
                }
            });
        }
    }

    EXPECT_EQ(wrong, 0);
    EXPECT_TRUE(served->authenticate_session(ada.token, Activity::person).has_value());
}

TEST(IdentityService, writes_last_uses_and_forgets_what_is_long_over) {
    Served served;
    const OpenedSession opened = served.log_in();
    served.now_ms += 61'000;
    ASSERT_TRUE(served->authenticate_session(opened.token, Activity::person).has_value());

    ASSERT_TRUE(served->keep_up().has_value());

    EXPECT_EQ(ms_of(served.records.rows.sessions.at(opened.session.id).last_seen_at), served.now_ms);
    served.now_ms += 8LL * 24 * 3600 * 1000;
    ASSERT_TRUE(served->keep_up().has_value());
    EXPECT_TRUE(served.records.rows.sessions.empty());
}

}  // namespace
}  // namespace spark::server
