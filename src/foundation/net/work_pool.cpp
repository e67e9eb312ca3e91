#include "foundation/net/work_pool.hpp"

#include "foundation/base/assert.hpp"

namespace spark::net {

WorkPool::WorkPool(std::size_t thread_count, std::size_t waiting_max) : queue_(waiting_max) {
    SPARK_ASSERT(thread_count > 0);
    threads_.reserve(thread_count);
    for (std::size_t index = 0; index < thread_count; ++index) {
        threads_.emplace_back([this] {
            while (auto work = queue_.pop()) (*work)();
        });
    }
}

void WorkPool::close() {
    queue_.close();
    threads_.clear();
}

}  // namespace spark::net
