#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace spark::http::detail {

/// Calls a function when its time has come, on a thread of its own; what has not come when it is destroyed is dropped.
/// For the answers of those who did not want to wait longer.
class Deadlines {
  public:
    Deadlines() : thread_([this](const std::stop_token& stop) { run(stop); }) {}
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    /// The function must be quick and must not throw. Any thread.
    void at(std::chrono::steady_clock::time_point when, std::function<void()> what);

  private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> waiting_;
    std::jthread thread_;  // last: uses all of the above
};

}  // namespace spark::http::detail
