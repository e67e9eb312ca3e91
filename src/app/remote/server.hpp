#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/net/client.hpp"
#include "foundation/wire/json.hpp"

namespace spark::remote {

/// Where the server is, as `server.url` says it.
struct ServerAddress {
    net::Url origin;
    std::string prefix;  ///< Path before every target, without a slash at its end; usually empty.
    std::string text;    ///< `https://host:port/prefix`, as messages and the saved credentials call it.
    bool is_loopback = false;
};

/// Errors: invalid_input with the URL's mistake.
Result<ServerAddress> parse_server_address(std::string_view url);

/// Who asks: a header and its value, or none.
struct Identity {
    std::string header{};
    std::string value{};
};

/// One request. Every method but GET gets an Idempotency-Key unless the headers hold one.
struct Ask {
    std::string method = "GET";
    std::string target;
    std::string body{};
    std::vector<net::Header> headers{};
    /// Ctrl-C gives the request up; false where its answer must be known.
    bool ends_on_signal = true;
};

/// A Spark server as one verb works with it: one connection that is kept, the identity of --api-key-file or of
/// `spark login`, and refusals as Errors (problem.hpp). One thread; the context outlives it.
class Server {
  public:
    /// Of `server.url`, else http://127.0.0.1:4010. Looks for the identity, connects to nothing yet. Errors: those of
    /// the address and of the key's file; denied where a secret would go over the network in the clear.
    static Result<Server> open(verbs::Context& context);

    /// Without an identity.
    static Result<Server> open_unknown(verbs::Context& context);

    const ServerAddress& address() const { return address_; }

    /// Whatever comes back, also a refusal; where the server asks for patience (429, 503 with Retry-After), it is
    /// asked again within the time allowed. Errors: as net::Session; one that may have been done says so and names the
    /// Idempotency-Key.
    Result<net::Response> send(Ask ask);

    /// As send; a refusal is an Error.
    Result<net::Response> ask(Ask ask);

    /// The document there. Errors: as ask; corrupt when the answer is no JSON.
    Result<wire::Json> get(std::string target);
    Result<wire::Json> post(std::string target, const wire::Json& body);

    /// The whole text there.
    Result<std::string> get_text(std::string target);

    /// Hands the body over as it comes; false ends it. Errors: as ask.
    Result<void> stream(std::string target, const std::function<bool(std::string_view)>& on_piece);

    /// All rows of a list, page by page. Errors: as get; corrupt when the pages do not end.
    Result<std::vector<wire::Json>> list(std::string_view target, std::string_view query, std::size_t rows_max);

    /// The document of an answer. Errors: corrupt.
    Result<wire::Json> document_of(const net::Response& response) const;

  private:
    Server(verbs::Context& context, ServerAddress address, Identity identity);
    Result<net::Response> send_once(const net::Request& request, net::Deadline deadline, bool ends_on_signal);
    net::Request request_of(const Ask& ask);

    verbs::Context* context_;
    ServerAddress address_;
    Identity identity_;
    std::unique_ptr<bool> is_stop_heeded_;  ///< Read by the session's options; stays where it is when this moves.
    std::unique_ptr<net::Session> session_;
};

/// `%` before every byte that has no place in a segment or a query's value.
std::string escaped(std::string_view text);

/// What a document of the server lacks is the server's fault, not the user's: invalid_input becomes corrupt.
Result<void> blame_server(Result<void> printed, const Server& server);

/// Waits, at most so long, and less when a signal comes.
void rest(const verbs::Context& context, std::chrono::milliseconds time);

}  // namespace spark::remote
