#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace spark::server {

/// Calls a function again and again in a thread of its own, with a pause after each call, until it is stopped.
class Beat {
  public:
    Beat(std::chrono::milliseconds pause, std::function<void()> call)
        : pause_(pause), call_(std::move(call)), thread_([this](const std::stop_token& stop) { run(stop); }) {}
    Beat(const Beat&) = delete;
    Beat& operator=(const Beat&) = delete;
    ~Beat() { stop(); }

    /// After it returns nothing is called any more. May be repeated.
    void stop() {
        thread_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

  private:
    void run(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (!stop.stop_requested()) {
            call_();
            wake_.wait_for(lock, stop, pause_, [] { return false; });
        }
    }

    const std::chrono::milliseconds pause_;
    const std::function<void()> call_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace spark::server
