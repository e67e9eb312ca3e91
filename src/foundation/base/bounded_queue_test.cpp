#include "foundation/base/bounded_queue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace spark {
namespace {

TEST(BoundedQueue, gives_back_in_the_order_of_arrival) {
    BoundedQueue<int> queue(3);
    for (int number = 1; number <= 3; ++number) ASSERT_TRUE(queue.push(int{number}));

    for (int number = 1; number <= 3; ++number) EXPECT_EQ(queue.pop(), number);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(BoundedQueue, refuses_without_taking_the_value_when_full) {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    auto first = std::make_unique<int>(1);
    auto second = std::make_unique<int>(2);

    EXPECT_TRUE(queue.try_push(std::move(first)));
    EXPECT_FALSE(queue.try_push(std::move(second)));

    ASSERT_NE(second, nullptr);
    EXPECT_EQ(*second, 2);
    EXPECT_EQ(queue.size(), 1U);
    queue.pop();
    EXPECT_TRUE(queue.try_push(std::move(second)));
}

TEST(BoundedQueue, drains_after_close_and_takes_nothing_more) {
    BoundedQueue<int> queue(2);
    ASSERT_TRUE(queue.push(1));
    queue.close();
    queue.close();

    EXPECT_FALSE(queue.push(2));
    EXPECT_FALSE(queue.try_push(2));
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, wakes_a_waiting_pop_and_a_waiting_push_on_close) {
    BoundedQueue<int> empty(1);
    BoundedQueue<int> full(1);
    ASSERT_TRUE(full.push(1));
    std::optional<int> popped = 7;
    bool pushed = true;
    std::jthread popper([&] { popped = empty.pop(); });
    std::jthread pusher([&] { pushed = full.push(2); });

    empty.close();
    full.close();
    popper.join();
    pusher.join();

    EXPECT_EQ(popped, std::nullopt);
    EXPECT_FALSE(pushed);
}

TEST(BoundedQueue, hands_every_value_to_exactly_one_of_many_threads_and_never_exceeds_its_bound) {
    constexpr int producers = 3;
    constexpr int consumers = 3;
    constexpr int each = 2'000;
    BoundedQueue<int> queue(4);
    std::array<std::vector<int>, consumers> taken;
    {
        std::vector<std::jthread> readers;
        for (std::vector<int>& mine : taken) {
            readers.emplace_back([&queue, &mine] {
                while (const auto value = queue.pop()) {
                    EXPECT_LE(queue.size(), queue.capacity());
                    mine.push_back(*value);
                }
            });
        }
        {
            std::vector<std::jthread> writers;
            for (int producer = 0; producer < producers; ++producer) {
                writers.emplace_back([&queue, producer] {
                    for (int count = 0; count < each; ++count) EXPECT_TRUE(queue.push(producer * each + count));
                });
            }
        }
        queue.close();
    }

    std::vector<int> seen(producers * each);
    for (const std::vector<int>& mine : taken) {
        for (const int value : mine) ++seen[static_cast<std::size_t>(value)];
    }
    EXPECT_EQ(seen, std::vector<int>(producers * each, 1));
}

TEST(BoundedQueue, must_have_room_for_one) { EXPECT_DEATH(BoundedQueue<int>(0), "broken invariant"); }

}  // namespace
}  // namespace spark
