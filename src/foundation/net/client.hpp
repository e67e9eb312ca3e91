#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"
#include "foundation/net/url.hpp"

namespace spark::net {

using Deadline = std::chrono::steady_clock::time_point;

struct ClientOptions {
    /// PEM file of the authorities whose certificates are believed; empty: the system's.
    std::string authorities_file{};
    std::size_t header_bytes_max = 64U << 10U;
    std::size_t body_bytes_max = 256U << 20U;  ///< Of a body that is kept; a streamed one has no bound.
    /// Asked several times a second while waiting: true gives up. May be empty.
    std::function<bool()> is_stop_wanted{};
};

/// A blocking HTTP/1.1 client of one server, with one connection that is kept from request to request. One thread.
/// Follows no redirect, keeps no cookie, believes every certificate check it makes (host name included).
///
/// Errors of both calls: invalid_input when the request cannot be written (a line end in a header); unavailable when
/// nobody answers at the address, and when the answer to a GET, HEAD or OPTIONS broke off or came too late (asking
/// again is safe); denied when the certificate is not believed; outcome_unknown when another request was sent and no
/// whole answer came (it may have been done: never repeated here); corrupt when what came is no HTTP; exhausted when
/// the answer is longer than allowed.
class Session {
  public:
    /// The target of `origin` is for requests that name none.
    explicit Session(Url origin, ClientOptions options = {});
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    /// The request's header needs no Host, Content-Length or Connection.
    Result<Response> fetch(const Request& request, Deadline deadline);

    /// Called with each piece of the body as it comes; false ends the reading well, and the connection.
    using OnPiece = std::function<bool(const Response& head, std::string_view piece)>;
    /// As fetch, the body handed over piece by piece (server-sent events, large files); the response's is empty.
    Result<Response> stream(const Request& request, Deadline deadline, const OnPiece& on_piece);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// One request on a connection of its own. Errors: as Session.
Result<Response> fetch(const Url& url, const Request& request, Deadline deadline, const ClientOptions& options = {});

}  // namespace spark::net
