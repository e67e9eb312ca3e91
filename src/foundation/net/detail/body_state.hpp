#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/net/body_writer.hpp"

namespace spark::net::detail {

/// The I/O thread's half of a body that is being written: set and woken there alone.
struct BodySlot {
    explicit BodySlot(boost::asio::any_io_executor executor) : wake(std::move(executor)) {
        wake.expires_at(boost::asio::steady_timer::time_point::max());
    }
    boost::asio::steady_timer wake;
    bool is_peer_gone = false;
};

/// What the writers have handed in and the connection has not taken yet. Any thread.
class BodyCore {
  public:
    enum class End : std::uint8_t { open, finished, aborted };

    /// Bytes to send, with room before them for the line of a chunk.
    struct Batch {
        static constexpr std::size_t room_before = 18;  ///< 16 hexadecimal digits and the line end.
        std::string bytes;
        End end = End::open;  ///< What comes behind these bytes.
        std::size_t payload() const { return bytes.empty() ? 0 : bytes.size() - room_before; }
    };

    BodyCore(std::shared_ptr<boost::asio::io_context> context, std::weak_ptr<BodySlot> slot)
        : context_(std::move(context)), slot_(std::move(slot)) {}

    bool write(std::string_view bytes);
    void finish() { end(End::finished); }
    void abort() { end(End::aborted); }
    /// The connection is over: nothing more is taken.
    void close();
    bool is_open() const { return is_open_.load(std::memory_order_acquire); }
    std::size_t backlog_bytes() const { return backlog_bytes_.load(std::memory_order_relaxed); }

    /// All that waits. I/O thread.
    Batch take();
    /// The socket has taken so many. I/O thread.
    void count_taken(std::size_t bytes) { backlog_bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

  private:
    void end(End how);
    /// Once for all that is handed in until the connection takes it.
    void wake();

    std::shared_ptr<boost::asio::io_context> context_;
    std::weak_ptr<BodySlot> slot_;
    std::mutex mutex_;  ///< For the four below.
    std::string waiting_;
    End end_ = End::open;
    bool is_closed_ = false;
    bool is_woken_ = false;
    std::atomic<bool> is_open_{true};
    std::atomic<std::size_t> backlog_bytes_{0};
};

}  // namespace spark::net::detail

namespace spark::net {

/// What the copies of a writer share; the connection holds the core alone, so it learns when the last copy goes.
struct BodyWriter::State {
    explicit State(std::shared_ptr<detail::BodyCore> shared_core) : core(std::move(shared_core)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { core->abort(); }
    std::shared_ptr<detail::BodyCore> core;
};

}  // namespace spark::net
