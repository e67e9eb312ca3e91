#include "foundation/net/detail/body_state.hpp"

#include <boost/asio/post.hpp>

namespace spark::net::detail {

bool BodyCore::write(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || end_ != End::open) return false;
    if (bytes.empty()) return true;
    if (waiting_.empty()) waiting_.resize(Batch::room_before);
    waiting_ += bytes;
    backlog_bytes_.fetch_add(bytes.size(), std::memory_order_relaxed);
    wake();
    return true;
}

void BodyCore::end(End how) {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || end_ != End::open) return;
    end_ = how;
    is_open_.store(false, std::memory_order_release);
    wake();
}

void BodyCore::close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    is_open_.store(false, std::memory_order_release);
    waiting_ = {};
    backlog_bytes_.store(0, std::memory_order_relaxed);
}

BodyCore::Batch BodyCore::take() {
    const std::lock_guard lock(mutex_);
    is_woken_ = false;
    return {.bytes = std::exchange(waiting_, {}), .end = end_};
}

void BodyCore::wake() {
    if (is_woken_) return;
    is_woken_ = true;
    // The slot is looked at on the I/O thread only: its timer belongs there.
    boost::asio::post(*context_, [slot = slot_] {
        if (const auto alive = slot.lock()) alive->wake.cancel();
    });
}

}  // namespace spark::net::detail
