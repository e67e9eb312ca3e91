#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "foundation/base/bounded_queue.hpp"

namespace spark::net {

/// A few threads for what takes longer than an I/O thread may: first come, first served. Its owner closes it (or
/// destroys it); then everything accepted is still done, and the threads are joined.
class WorkPool {
  public:
    /// Must not throw: what is thrown stops the process.
    using Work = std::move_only_function<void()>;

    /// Precondition (asserted): at least one thread and one place.
    WorkPool(std::size_t thread_count, std::size_t waiting_max);
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;
    ~WorkPool() { close(); }

    /// False when `waiting_max` wait already, or the pool is closed; the work is then not moved from. Any thread.
    [[nodiscard]] bool try_submit(Work&& work) { return queue_.try_push(std::move(work)); }

    /// Accepts nothing more and returns when all that was accepted is done. Not from one of its own threads.
    void close();

    std::size_t waiting() const { return queue_.size(); }

  private:
    BoundedQueue<Work> queue_;
    std::vector<std::jthread> threads_;
};

}  // namespace spark::net
