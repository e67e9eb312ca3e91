#include "foundation/net/work_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace spark::net {
namespace {

TEST(WorkPool, does_all_it_has_accepted_before_it_closes) {
    std::atomic<int> done = 0;
    {
        WorkPool pool(2, 100);
        for (int work = 0; work < 100; ++work) {
            while (!pool.try_submit([&done] { ++done; })) std::this_thread::yield();
        }
    }

    EXPECT_EQ(done, 100);
}

TEST(WorkPool, refuses_what_is_past_its_places_and_keeps_the_work_with_the_caller) {
    WorkPool pool(1, 1);
    std::atomic<bool> is_running = false;
    std::atomic<bool> may_end = false;
    ASSERT_TRUE(pool.try_submit([&] {
        is_running = true;
        is_running.notify_all();
        may_end.wait(false);
    }));
    is_running.wait(false);
    ASSERT_TRUE(pool.try_submit([] {}));

    bool ran = false;
    WorkPool::Work refused = [&ran] { ran = true; };
    EXPECT_FALSE(pool.try_submit(std::move(refused)));
    refused();

    EXPECT_TRUE(ran);
    may_end = true;
    may_end.notify_all();
    pool.close();
    EXPECT_FALSE(pool.try_submit([] {}));
}

}  // namespace
}  // namespace spark::net
