#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "foundation/net/detail/body_state.hpp"
#include "foundation/net/detail/reply_state.hpp"
#include "foundation/net/detail/request_reader.hpp"
#include "foundation/net/detail/stream.hpp"
#include "foundation/net/server.hpp"

namespace spark::net::detail {

using Clock = std::chrono::steady_clock;

class Connection;

/// How the other end learns where a body ends.
enum class Framing : std::uint8_t { body_length, given_length, chunks, connection_end };

bool has_body(int status);
Framing framing_of(const Streaming& streaming, bool knows_chunks);

/// The answer's header as it goes over the wire, its empty line included.
void write_head(const Response& response, Framing framing, bool keep_alive, std::string& out);

/// What all connections of a server share. I/O thread only, but for the figures.
struct Shared {
    ServerLimits limits;
    Handler handler;
    Refuser refuser;
    std::function<std::size_t(const Request&)> body_limit;
    bool is_draining = false;
    std::set<Connection*> connections{};
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::size_t> bodies_bytes{0};

    std::map<boost::asio::ip::address, std::size_t> peers{};  ///< Connections of each that is counted.

    /// False: this peer has as many connections as it may.
    bool count_peer(const boost::asio::ip::address& peer);
    void forget_peer(const boost::asio::ip::address& peer);
    /// The refuser's answer; 503 says when to come again.
    Response refusal(int status, std::string_view what);
};

/// One client: reads its requests one after another, answers each, and ends. Owned by the coroutine that runs it;
/// `shared` outlives it. I/O thread only.
class Connection {
  public:
    struct Origin {
        std::string listener;
        boost::asio::ip::address peer;
        bool peer_is_loopback = false;
    };

    Connection(Shared& shared, std::unique_ptr<Stream> stream, Origin origin,
               std::shared_ptr<boost::asio::io_context> context);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    boost::asio::awaitable<void> run();

    /// Ends the wait whose time is over.
    void look_at_deadline(Clock::time_point now);
    /// The server stops: a connection that waits for a request that has not begun ends; others go on to their answer.
    void drain();
    /// The drain's time is over.
    void give_up();

  private:
    enum class Part : std::uint8_t { opening, idle, header, body, answer, write, stream, goodbye };

    void enter(Part part);
    void feed_reader();
    bool make_room();
    bool count_body();
    void forget_body();
    std::size_t body_limit(Request& header) const;
    bool has_begun_request() const { return begin_ != end_; }
    boost::asio::awaitable<bool> read_request();
    boost::asio::awaitable<Made> answer(Request request);
    boost::asio::awaitable<bool> send(Response response, bool without_body, bool keep_alive);
    boost::asio::awaitable<bool> send_stream(Streaming streaming, Framing framing, bool without_body, bool keep_alive);
    boost::asio::awaitable<bool> write_stream(const Streaming& streaming, Framing framing);
    boost::asio::awaitable<bool> write_batch(std::string_view bytes, std::size_t payload,
                                             std::chrono::milliseconds stall_max);
    void watch_peer();
    boost::asio::awaitable<void> refuse(int status, std::string what);
    boost::asio::awaitable<void> say_goodbye();

    Shared& shared_;
    std::unique_ptr<Stream> stream_;
    Origin origin_;
    std::shared_ptr<boost::asio::io_context> context_;
    RequestReader reader_;
    std::string buffer_;  ///< Bytes read and not taken yet are [begin_, end_).
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string head_;  ///< The answer's header while it is written.
    Part part_ = Part::idle;
    Clock::time_point deadline_;
    bool is_over_ = false;  ///< The deadline of the part has passed.
    bool is_given_up_ = false;
    std::size_t body_bytes_counted_ = 0;   ///< This connection's part of Shared::bodies_bytes.
    Clock::time_point body_deadline_;      ///< Of a body of which nothing has come yet.
    std::shared_ptr<PendingSlot> slot_;    ///< While an answer is pending.
    std::shared_ptr<BodySlot> body_slot_;  ///< While a body is being written.
    std::shared_ptr<BodyCore> body_;
    bool body_ends_at_drain_ = false;
};

}  // namespace spark::net::detail
