#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "adapters/synthetic/generator.hpp"
#include "adapters/synthetic/options.hpp"
#include "engine/feed/events.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::synthetic {

/// Runs the generator by a clock in a thread of its own and tells a sink. The clock and the sink outlive it; the sink
/// hears the start in the caller's thread and everything after it in that one, never two at a time. Each event's
/// receive time is set by the clock at the moment it is told, so that a late thread shows as drift.
class SyntheticVenue {
  public:
    using Clock = std::function<WallTime()>;

    SyntheticVenue(Options options, Clock clock, feed::Sink& sink);
    ~SyntheticVenue() { stop(); }
    SyntheticVenue(const SyntheticVenue&) = delete;
    SyntheticVenue& operator=(const SyntheticVenue&) = delete;

    /// Tells the start (venue states, history, books) before it returns, then goes on in the thread. Errors: those of
    /// Generator::start; conflict when it runs already.
    Result<void> start();

    /// After it returns the sink hears nothing more. Stopping twice is allowed.
    void stop();

  private:
    void run(const std::stop_token& stop);

    Options options_;
    Clock clock_;
    feed::Sink& sink_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
    std::optional<Generator> generator_;
};

}  // namespace spark::synthetic
