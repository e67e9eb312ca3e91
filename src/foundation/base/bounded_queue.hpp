#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark {

/// First in, first out, between any number of threads, never more than `capacity` entries.
/// When full: `push` waits for room, `try_push` refuses and leaves the value with the caller; nothing is ever dropped.
/// After `close`: pushes refuse, pops drain what is left and then say so; all who wait are woken. Closing twice is
/// allowed. Must outlive everybody who waits in it.
template <class T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) { SPARK_ASSERT(capacity > 0); }
    BoundedQueue(const BoundedQueue&) = delete;
    BoundedQueue& operator=(const BoundedQueue&) = delete;

    /// Waits for room. False when the queue is closed; the value is then not moved from.
    [[nodiscard]] bool push(T&& value) {
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [&] { return closed_ || entries_.size() < capacity_; });
        return put(std::move(value), lock);
    }

    /// False when the queue is full or closed; the value is then not moved from.
    [[nodiscard]] bool try_push(T&& value) {
        std::unique_lock lock(mutex_);
        if (entries_.size() >= capacity_) return false;
        return put(std::move(value), lock);
    }

    /// Waits for an entry. Empty when the queue is closed and drained.
    std::optional<T> pop() {
        std::unique_lock lock(mutex_);
        has_entry_.wait(lock, [&] { return closed_ || !entries_.empty(); });
        return take(lock);
    }

    /// Empty when there is no entry now.
    std::optional<T> try_pop() {
        std::unique_lock lock(mutex_);
        return take(lock);
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        has_room_.notify_all();
        has_entry_.notify_all();
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }
    std::size_t capacity() const { return capacity_; }

  private:
    bool put(T&& value, std::unique_lock<std::mutex>& lock) {
        if (closed_) return false;
        entries_.push_back(std::move(value));
        lock.unlock();
        has_entry_.notify_one();
        return true;
    }

    std::optional<T> take(std::unique_lock<std::mutex>& lock) {
        if (entries_.empty()) return std::nullopt;
        std::optional<T> value(std::move(entries_.front()));
        entries_.pop_front();
        lock.unlock();
        has_room_.notify_one();
        return value;
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable has_room_;
    std::condition_variable has_entry_;
    std::deque<T> entries_;
    bool closed_ = false;
};

}  // namespace spark
