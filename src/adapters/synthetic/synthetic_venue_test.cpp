#include "adapters/synthetic/synthetic_venue.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace spark::synthetic {
namespace {

/// Counts, and lets the test wait for a count.
class CountingSink final : public feed::Sink {
  public:
    void on(const feed::Event& event) override {
        const std::lock_guard lock(mutex_);
        ++count_;
        if (feed::received_at_of(event) < last_) ++out_of_order_;
        last_ = feed::received_at_of(event);
        more_.notify_all();
    }
    bool wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        return more_.wait_for(lock, std::chrono::seconds{20}, [&] { return count_ >= count; });
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return count_;
    }
    std::size_t out_of_order() {
        const std::lock_guard lock(mutex_);
        return out_of_order_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable more_;
    std::size_t count_ = 0;
    std::size_t out_of_order_ = 0;
    WallTime last_ = WallTime::min();
};

TEST(SyntheticVenue, tells_the_start_at_once_then_what_the_clock_brings_and_nothing_after_its_stop) {
    std::atomic<std::int64_t> now_ms{1'717'574'400'000};
    CountingSink sink;
    SyntheticVenue venue({.seed = 3, .history_minutes = 100}, [&] { return wall_time_of_ms(now_ms); }, sink);

    ASSERT_TRUE(venue.start().has_value());
    const std::size_t at_start = sink.count();
    EXPECT_GT(at_start, 100U);
    EXPECT_EQ(venue.start().error().fault, Fault::conflict);
    now_ms += 5'000;
    EXPECT_TRUE(sink.wait_for(at_start + 100));

    now_ms += 3'600'000;  // asleep for an hour: the stop is heard in the midst of catching up
    venue.stop();
    const std::size_t at_stop = sink.count();
    now_ms += 60'000;
    venue.stop();

    EXPECT_EQ(sink.count(), at_stop);
    EXPECT_EQ(sink.out_of_order(), 0U);
}

TEST(SyntheticVenue, says_why_it_does_not_start) {
    CountingSink sink;
    SyntheticVenue venue({.events_per_second = -1}, [] { return wall_time_of_ms(0); }, sink);

    EXPECT_EQ(venue.start().error().fault, Fault::invalid_input);
    EXPECT_EQ(sink.count(), 0U);
}

}  // namespace
}  // namespace spark::synthetic
