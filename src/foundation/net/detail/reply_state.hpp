#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <variant>

#include "foundation/net/server.hpp"

namespace spark::net {

/// An answer with nothing left to wait for.
using Made = std::variant<Response, Streaming>;

/// The I/O thread's half of a Pending answer: set and woken there alone.
struct PendingSlot {
    explicit PendingSlot(boost::asio::any_io_executor executor) : wake(std::move(executor)) {}
    std::optional<Made> made;
    boost::asio::steady_timer wake;
};

/// What a Reply holds: the way to the I/O thread. The context is kept alive for late replies, which then wait in a
/// queue nobody runs and die with it; the slot may be gone by then.
struct Reply::State {
    std::shared_ptr<boost::asio::io_context> context;
    std::weak_ptr<PendingSlot> slot;
};

}  // namespace spark::net
