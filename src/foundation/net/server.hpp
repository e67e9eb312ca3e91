#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/net/body_writer.hpp"
#include "foundation/net/message.hpp"

namespace spark::net {

/// The server's certificate chain and its private key, both PEM. The key file must be this user's or root's and open
/// to nobody else (mode 0600 or less).
struct TlsFiles {
    std::string certificate_file;
    std::string key_file;
};

/// A port to listen on.
struct Listener {
    std::string name;
    std::uint16_t port = 0;  ///< 0: any free one.
    std::optional<TlsFiles> tls{};
    /// An IPv4 or IPv6 address of this machine. Without `tls` only a loopback one is allowed.
    std::string address = "127.0.0.1";
};

/// Bounds of every connection; each has a test. All times are wall time of the whole part, not between two bytes, so
/// that sending one byte now and then gains nothing.
struct ServerLimits {
    std::chrono::milliseconds header_wait_max{10'000};   ///< From a request's first byte to the end of its header.
    std::chrono::milliseconds body_wait_max{30'000};     ///< From there to the end of its body,
    std::size_t body_bytes_a_second_least = 64U << 10U;  ///< and longer by what has come at this rate: large uploads.
    std::chrono::milliseconds idle_wait_max{60'000};     ///< Between requests.
    std::chrono::milliseconds write_wait_max{30'000};    ///< For the other end to take an answer.
    std::chrono::milliseconds drain_wait_max{20'000};    ///< For what is in flight when the server stops.
    std::chrono::milliseconds tick{100};                 ///< How often the deadlines are looked at.
    std::size_t header_bytes_max = 16U << 10U;
    std::size_t body_bytes_max = 4U << 20U;  ///< Where ServerSetup::body_limit says nothing else.
    /// The bodies of all requests read or being answered together; the next one is told 503.
    std::size_t bodies_bytes_max = 256U << 20U;
    /// The next one is told 503 and closed. Less where the process may not open so many files; open() raises its soft
    /// limit as far as the hard one allows.
    std::size_t connections_max = 12'000;
    std::size_t connections_per_peer_max = 256;  ///< Of one address; as above. 0: no such limit.
    bool is_loopback_exempt = true;              ///< From that: all of a proxy's clients come from there.
};

/// An answer whose body is written as it comes: chunked for HTTP/1.1, until the connection's end for HTTP/1.0, or as
/// long as the Content-Length of `head` says when it says one (a body of another length breaks the connection).
/// `head.body` is not used. For HEAD, 204 and 304 the head is all, and nothing begins. A client that ends its side of
/// the connection counts as gone.
struct Streaming {
    Response head;
    /// Called once the head is out, on the I/O thread; must not block.
    std::move_only_function<void(BodyWriter)> begin;
    /// Called on the I/O thread whenever the backlog becomes empty, and once when the body is over for whatever reason
    /// (is_open() is false by then); must not block. May be empty.
    std::function<void()> drained{};
    /// So long without the client taking one byte of a backlog: aborted.
    std::chrono::milliseconds stall_max{60'000};
    /// At the server's drain the body ends at once, well, behind what was handed in (server-sent events); otherwise it
    /// may go on for drain_wait_max (downloads).
    bool ends_at_drain = false;
};

/// Hands the answer to a Pending request in: from any thread, at most once counts, also after the server is gone.
class Reply {
  public:
    struct State;
    explicit Reply(std::shared_ptr<State> state) : state_(std::move(state)) {}
    void operator()(Response response) const;
    void operator()(Streaming streaming) const;

  private:
    std::shared_ptr<State> state_;
};

/// An answer that is still being made. `begin` is called once, at once, on the I/O thread, and must not block. Without
/// a reply after `wait_max` the answer is `late`, and the reply goes nowhere.
struct Pending {
    std::move_only_function<void(Reply)> begin;
    std::chrono::milliseconds wait_max{300'000};
    Response late{.status = 504, .headers = {}, .body = {}};
};

using Answer = std::variant<Response, Pending, Streaming>;

/// Answers one request. On the I/O thread: must neither block nor throw.
using Handler = std::move_only_function<Answer(Request)>;

/// Makes the answer to what is refused below the handler (400, 408, 413, 431, 501, 503, 505).
/// `what` says what was found.
using Refuser = std::function<Response(int status, std::string_view what)>;

/// Figures since the start; may be read from any thread.
struct ServerFigures {
    std::uint64_t connections_open = 0;
    std::uint64_t connections_max = 0;  ///< What the limit has become.
    std::uint64_t connections_total = 0;
    std::uint64_t connections_refused_total = 0;
    std::uint64_t timeouts_total = 0;
    std::uint64_t bodies_bytes = 0;  ///< Of the requests being read or answered now.
};

struct ServerSetup {
    std::vector<Listener> listeners;
    ServerLimits limits{};
    Handler handler;
    Refuser refuser;
    /// The most bytes a request's body may have, asked once its header is read (the body is still empty), in place of
    /// body_bytes_max. A longer one is told 413, by its Content-Length before it is read. I/O thread; may be empty.
    std::function<std::size_t(const Request& header_only)> body_limit{};
    /// Asked at each tick: true begins the drain. May be empty.
    std::function<bool()> is_stop_wanted{};
    /// Asked at each tick: true reads the certificates anew (see reload_certificates). May be empty.
    std::function<bool()> is_reload_wanted{};
    /// Told what came of that: with an error the old certificates stay in use. I/O thread; may be empty.
    std::function<void(const Result<void>&)> reloaded{};
};

/// HTTP/1.1 over TCP on one I/O thread. Life: open (ports are bound, clients can connect and wait) → run → drained.
class Server {
  public:
    /// Binds every port. Errors: conflict when a port is taken; denied (also an address beyond this machine without
    /// TLS, and a key file others may read); unavailable; not_found and invalid_input for certificate files.
    static Result<Server> open(ServerSetup setup);

    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();

    /// The listeners with the ports they have got, in the order asked for.
    const std::vector<Listener>& listeners() const;

    /// Serves on the calling thread until a stop, and then until what is in flight is answered or drain_wait_max is
    /// over: accepts nothing new, answers every request whose first byte has come, and says `Connection: close`.
    void run();

    /// Begins the drain. Any thread; a second call changes nothing.
    void stop();

    /// Reads every listener's certificate and key again: connections made from now on get the new ones, those open go
    /// on. All or nothing: with an error the old ones stay in use. Any thread. Errors: as open.
    Result<void> reload_certificates();

    bool is_draining() const;
    ServerFigures figures() const;

  private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace spark::net
