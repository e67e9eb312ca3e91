#include "app/server/turnstile.hpp"

#include "foundation/base/assert.hpp"

namespace spark::server {

Turnstile::Turnstile(std::size_t at_once_max, std::size_t waiting_max)
    : at_once_max_(at_once_max), waiting_max_(waiting_max) {
    SPARK_ASSERT(at_once_max_ > 0);
}

bool Turnstile::enter() {
    std::unique_lock lock(mutex_);
    if (inside_ >= at_once_max_) {
        if (waiting_ >= waiting_max_) return false;
        ++waiting_;
        left_.wait(lock, [this] { return inside_ < at_once_max_; });
        --waiting_;
    }
    ++inside_;
    return true;
}

void Turnstile::leave() {
    {
        const std::lock_guard lock(mutex_);
        --inside_;
    }
    left_.notify_one();
}

std::size_t Turnstile::inside() const {
    const std::lock_guard lock(mutex_);
    return inside_;
}

std::size_t Turnstile::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

}  // namespace spark::server
