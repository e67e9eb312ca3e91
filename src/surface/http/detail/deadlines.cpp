#include "surface/http/detail/deadlines.hpp"

#include <utility>

namespace spark::http::detail {

void Deadlines::at(std::chrono::steady_clock::time_point when, std::function<void()> what) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(when, std::move(what));
    changed_.notify_one();
}

void Deadlines::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        if (waiting_.empty()) {
            changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
            continue;
        }
        const auto next = waiting_.begin()->first;
        if (std::chrono::steady_clock::now() < next) {
            changed_.wait_until(lock, stop, next, [this, next] { return waiting_.begin()->first < next; });
            continue;
        }
        const auto due = waiting_.extract(waiting_.begin());
        lock.unlock();
        due.mapped()();
        lock.lock();
    }
}

}  // namespace spark::http::detail
