#include "foundation/net/server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <utility>
#include <vector>

#include "foundation/base/assert.hpp"
#include "foundation/net/detail/connection.hpp"

namespace spark::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// How long accepting rests when the process has no descriptor left.
constexpr std::chrono::milliseconds accept_rest{50};

/// Files the process needs beside its clients' connections: data sets, logs, the store.
constexpr std::size_t files_for_others = 256;

/// Raises the soft limit of open files for so many connections, and says for how many it is enough.
std::size_t make_room_for(std::size_t connections_max) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections_max;
    const rlim_t wanted = std::min<rlim_t>(connections_max + files_for_others, limit.rlim_max);
    if (limit.rlim_cur < wanted) {
        rlimit raised{.rlim_cur = wanted, .rlim_max = limit.rlim_max};
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    const std::size_t files = limit.rlim_cur;
    return std::min(connections_max, files > 2 * files_for_others ? files - files_for_others : files / 2);
}

Error bind_error(const Listener& listener, const boost::system::error_code& error) {
    const Fault fault = error == asio::error::address_in_use  ? Fault::conflict
                        : error == asio::error::access_denied ? Fault::denied
                                                              : Fault::unavailable;
    return {.fault = fault,
            .message = fmt::format("port {} of {}: {}", listener.port, listener.name, error.message()),
            .place = fmt::format("--port {}={}", listener.name, listener.port),
            .remedy = fmt::format("--port {}=0 takes a free one", listener.name)};
}

Result<std::vector<detail::TlsContext>> tls_of(const std::vector<Listener>& listeners) {
    std::vector<detail::TlsContext> all;
    for (const Listener& listener : listeners) {
        all.emplace_back();
        if (!listener.tls) continue;
        SPARK_TRY(all.back(), detail::make_server_context(listener.tls->certificate_file, listener.tls->key_file));
    }
    return all;
}

/// What comes out of a connection's or the server's own coroutine is a bug: it ends run(), and with it the process.
void end_of_task(const std::exception_ptr& problem) {
    if (problem) std::rethrow_exception(problem);
}

asio::awaitable<void> run_connection(std::unique_ptr<detail::Connection> connection) { co_await connection->run(); }

}  // namespace

struct Server::Parts {
    explicit Parts(ServerSetup setup)
        : shared{.limits = setup.limits,
                 .handler = std::move(setup.handler),
                 .refuser = std::move(setup.refuser),
                 .body_limit = std::move(setup.body_limit)},
          context(std::make_shared<asio::io_context>(1)),
          listeners(std::move(setup.listeners)),
          is_stop_wanted(std::move(setup.is_stop_wanted)),
          is_reload_wanted(std::move(setup.is_reload_wanted)),
          reloaded(std::move(setup.reloaded)),
          tick(*context) {}

    Result<void> bind();
    Result<tcp::acceptor> bound(Listener& listener);
    void begin_connection(tcp::socket socket, std::size_t listener_index);
    void refuse_connection(tcp::socket socket, bool is_plain);
    asio::awaitable<void> accept_all(std::size_t index);
    asio::awaitable<void> watch();
    void begin_drain();
    void accept_waiting();

    detail::Shared shared;  // first: what waits in the context still refers to it when both go
    std::shared_ptr<asio::io_context> context;
    std::vector<Listener> listeners;
    std::vector<detail::TlsContext> tls{};  ///< One a listener; null where it speaks plain text.
    std::function<bool()> is_stop_wanted;
    std::function<bool()> is_reload_wanted;
    std::function<void(const Result<void>&)> reloaded;
    std::deque<tcp::acceptor> acceptors;
    asio::steady_timer tick;
    std::atomic<bool> stop_asked{false};
    std::atomic<bool> is_draining{false};
    detail::Clock::time_point drain_end{};
    std::atomic<std::uint64_t> open{0};
    std::atomic<std::uint64_t> total{0};
    std::atomic<std::uint64_t> refused{0};
};

Result<tcp::acceptor> Server::Parts::bound(Listener& listener) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(listener.address, error);
    if (error) return fail(Fault::invalid_input, fmt::format("{} is no IP address", listener.address));
    if (!listener.tls && !address.is_loopback())
        return fail(Fault::denied,
                    fmt::format("{} on {} without TLS, allowed 127.0.0.1", listener.name, listener.address));
    const tcp::endpoint endpoint(address, listener.port);
    tcp::acceptor acceptor(*context);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptor.non_blocking(true, error);
    if (!error) listener.port = acceptor.local_endpoint(error).port();
    if (error) return fail(bind_error(listener, error));
    return acceptor;
}

Result<void> Server::Parts::bind() {
    SPARK_TRY(tls, tls_of(listeners));
    for (Listener& listener : listeners) {
        SPARK_TRY(auto acceptor, bound(listener));
        acceptors.push_back(std::move(acceptor));
    }
    return {};
}

void Server::Parts::begin_connection(tcp::socket socket, std::size_t listener_index) {
    total.fetch_add(1, std::memory_order_relaxed);
    boost::system::error_code gone_already;
    const tcp::endpoint peer = socket.remote_endpoint(gone_already);
    if (shared.connections.size() >= shared.limits.connections_max || !shared.count_peer(peer.address())) {
        refused.fetch_add(1, std::memory_order_relaxed);
        return refuse_connection(std::move(socket), !tls[listener_index]);
    }
    detail::Connection::Origin origin{.listener = listeners[listener_index].name,
                                      .peer = peer.address(),
                                      .peer_is_loopback = !gone_already && peer.address().is_loopback()};
    auto stream = tls[listener_index] ? detail::make_tls_stream(std::move(socket), tls[listener_index])
                                      : detail::make_tcp_stream(std::move(socket));
    auto connection = std::make_unique<detail::Connection>(shared, std::move(stream), std::move(origin), context);
    open.store(shared.connections.size(), std::memory_order_relaxed);
    asio::co_spawn(*context, run_connection(std::move(connection)), [this](const std::exception_ptr& problem) {
        open.store(shared.connections.size(), std::memory_order_relaxed);
        end_of_task(problem);
    });
}

/// One try without waiting: somebody who opens too many connections gets no more of the server's time.
void Server::Parts::refuse_connection(tcp::socket socket, bool is_plain) {
    if (!is_plain) return;  // nothing can be said before a handshake
    const Response response = shared.refusal(503, "too many connections");
    std::string text;
    detail::write_head(response, detail::Framing::body_length, false, text);
    text += response.body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::const_buffer(text.data(), text.size()), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> Server::Parts::accept_all(std::size_t index) {
    while (acceptors[index].is_open()) {
        auto [error, socket] = co_await acceptors[index].async_accept(awaited);
        if (!error) {
            begin_connection(std::move(socket), index);
            continue;
        }
        if (error == asio::error::operation_aborted || is_draining) break;
        asio::steady_timer rest(*context, accept_rest);
        co_await rest.async_wait(awaited);
    }
}

/// Clients the kernel has connected already are served too, not reset.
void Server::Parts::accept_waiting() {
    for (std::size_t index = 0; index < acceptors.size(); ++index) {
        boost::system::error_code error;
        while (!error) {
            tcp::socket socket(*context);
            acceptors[index].accept(socket, error);
            if (!error) begin_connection(std::move(socket), index);
        }
        acceptors[index].close(error);
    }
}

void Server::Parts::begin_drain() {
    if (is_draining.exchange(true)) return;
    drain_end = detail::Clock::now() + shared.limits.drain_wait_max;
    accept_waiting();
    shared.is_draining = true;
    for (detail::Connection* const connection : shared.connections) connection->drain();
}

asio::awaitable<void> Server::Parts::watch() {
    while (true) {
        if (stop_asked || (is_stop_wanted && is_stop_wanted())) begin_drain();
        if (is_reload_wanted && is_reload_wanted()) {
            auto fresh = tls_of(listeners);
            if (fresh) tls = *std::move(fresh);
            if (reloaded) reloaded(fresh ? Result<void>() : Result<void>(std::unexpect, fresh.error()));
        }
        if (is_draining && shared.connections.empty()) break;
        const auto now = detail::Clock::now();
        const bool is_over = is_draining && now >= drain_end;
        for (detail::Connection* const connection : shared.connections) {
            if (is_over)
                connection->give_up();
            else
                connection->look_at_deadline(now);
        }
        tick.expires_after(is_draining ? std::min(shared.limits.tick, std::chrono::milliseconds(5))
                                       : shared.limits.tick);
        co_await tick.async_wait(awaited);
    }
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::open(ServerSetup setup) {
    SPARK_ASSERT(setup.handler && setup.refuser);
    setup.limits.connections_max = make_room_for(setup.limits.connections_max);
    auto parts = std::make_unique<Parts>(std::move(setup));
    SPARK_TRY(parts->bind());
    return Server(std::move(parts));
}

const std::vector<Listener>& Server::listeners() const { return parts_->listeners; }

void Server::run() {
    for (std::size_t index = 0; index < parts_->acceptors.size(); ++index)
        asio::co_spawn(*parts_->context, parts_->accept_all(index), end_of_task);
    asio::co_spawn(*parts_->context, parts_->watch(), end_of_task);
    parts_->context->run();
}

void Server::stop() {
    parts_->stop_asked = true;
    asio::post(*parts_->context, [parts = parts_.get()] { parts->tick.cancel(); });
}

Result<void> Server::reload_certificates() {
    SPARK_TRY(auto fresh, tls_of(parts_->listeners));
    asio::post(*parts_->context,
               [parts = parts_.get(), fresh = std::move(fresh)]() mutable { parts->tls = std::move(fresh); });
    return {};
}

bool Server::is_draining() const { return parts_->is_draining; }

ServerFigures Server::figures() const {
    return {.connections_open = parts_->open.load(std::memory_order_relaxed),
            .connections_max = parts_->shared.limits.connections_max,
            .connections_total = parts_->total.load(std::memory_order_relaxed),
            .connections_refused_total = parts_->refused.load(std::memory_order_relaxed),
            .timeouts_total = parts_->shared.timeouts.load(std::memory_order_relaxed),
            .bodies_bytes = parts_->shared.bodies_bytes.load(std::memory_order_relaxed)};
}

}  // namespace spark::net
