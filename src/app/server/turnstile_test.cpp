#include "app/server/turnstile.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace spark::server {
namespace {

TEST(Turnstile, lets_two_in_three_wait_and_turns_the_sixth_away) {
    Turnstile turnstile(2, 3);
    std::latch may_leave(1);
    std::atomic<int> passed = 0;
    std::vector<std::jthread> threads;
    for (int count = 0; count < 5; ++count) {
        threads.emplace_back([&] {
            const Turnstile::Pass pass(turnstile);
            may_leave.wait();
            passed += pass.is_in() ? 1 : 0;
        });
    }
    while (turnstile.inside() < 2 || turnstile.waiting() < 3) std::this_thread::yield();

    EXPECT_FALSE(Turnstile::Pass(turnstile).is_in());
    EXPECT_EQ(turnstile.inside(), 2U);

    may_leave.count_down();
    threads.clear();
    EXPECT_EQ(passed, 5);
    EXPECT_EQ(turnstile.inside(), 0U);
    EXPECT_TRUE(Turnstile::Pass(turnstile).is_in());
}

TEST(Turnstile, never_holds_more_than_allowed) {
    Turnstile turnstile(2, 100);
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::vector<std::jthread> threads;
    for (int count = 0; count < 8; ++count) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 200; ++turn) {
                const Turnstile::Pass pass(turnstile);
                const int now = ++inside;
                int seen = most;
                while (seen < now && !most.compare_exchange_weak(seen, now)) {
                }
                std::this_thread::yield();
                --inside;
            }
        });
    }
    threads.clear();

    EXPECT_LE(most, 2);
}

}  // namespace
}  // namespace spark::server
