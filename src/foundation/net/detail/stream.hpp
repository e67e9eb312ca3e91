#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "foundation/net/detail/tls_end.hpp"

namespace spark::net::detail {

/// Bytes to and from one peer, whatever carries them: everything above is compiled once for all carriers. One
/// thread; one read and one write at a time. Every wait ends by cancel(), close() or the peer.
class Stream {
  public:
    virtual ~Stream() = default;

    /// What has to pass between the two before the first byte. False when it could not.
    virtual boost::asio::awaitable<bool> open() = 0;
    /// Bytes read, at least one; 0 when the peer has ended, the wait was cancelled or the connection is broken.
    /// `room` outlives the wait.
    virtual boost::asio::awaitable<std::size_t> read_some(std::span<char> room) = 0;
    /// Until bytes can be read, the peer has ended or the wait is cancelled: an idle connection needs no buffer.
    virtual boost::asio::awaitable<void> wait_readable() = 0;
    /// Writes both whole. False when it could not. What the views show outlives the wait.
    virtual boost::asio::awaitable<bool> write(std::string_view head, std::string_view body) = 0;

    /// Writes what goes without more waiting than for the first byte, and says how much; 0 as for read_some.
    virtual boost::asio::awaitable<std::size_t> write_some(std::string_view bytes) = 0;

    /// Calls this once when there is something to read or the peer has ended, and also when the wait is cancelled.
    virtual void on_readable(std::function<void()> told) = 0;
    /// The peer has ended its side or the connection is broken, and no bytes are left. Waits for nothing.
    virtual bool has_ended() = 0;
    /// Whether bytes can be read without waiting.
    virtual bool has_bytes() = 0;
    virtual void cancel() = 0;          ///< Ends the waits, leaves the connection.
    virtual void finish_writing() = 0;  ///< Tells the peer that nothing more comes.
    virtual void close() = 0;
    virtual void reset() = 0;  ///< Closes so that the peer takes it for a broken connection.
};

std::unique_ptr<Stream> make_tcp_stream(boost::asio::ip::tcp::socket socket);
std::unique_ptr<Stream> make_tls_stream(boost::asio::ip::tcp::socket socket, TlsContext context);

}  // namespace spark::net::detail
