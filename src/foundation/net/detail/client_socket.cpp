#include "foundation/net/detail/client_socket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

namespace spark::net::detail {
namespace {

/// How often somebody who waits is asked whether to go on.
constexpr std::chrono::milliseconds look_round{200};

Result<void> wait_for(int descriptor, short events, const ClientSocket::Patience& patience) {
    while (true) {
        if (patience.is_stop_wanted && patience.is_stop_wanted()) return fail(Fault::unavailable, "told to stop");
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(patience.deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return fail(Fault::unavailable, "no answer in time");
        pollfd waited{.fd = descriptor, .events = events, .revents = 0};
        const int found = ::poll(&waited, 1, static_cast<int>(std::min(left, look_round).count()));
        if (found > 0) return {};
        if (found < 0 && errno != EINTR) return fail(Fault::unavailable, std::strerror(errno));
    }
}

struct FreeAddresses {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

}  // namespace

ClientSocket::~ClientSocket() {
    if (tls_) tls_->shut_down();
    ::close(descriptor_);
}

Result<void> ClientSocket::wait(short events, const Patience& patience) const {
    return wait_for(descriptor_, events, patience);
}

Result<std::unique_ptr<ClientSocket>> ClientSocket::connect(const Url& url, const TlsContext& tls,
                                                            const Patience& patience) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int looked_up = ::getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &wanted, &list);
    if (looked_up != 0)
        return fail(Fault::unavailable, fmt::format("{}: {}", url.authority(), ::gai_strerror(looked_up)));
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(list);
    Error last{.fault = Fault::unavailable, .message = fmt::format("{}: no address", url.authority())};
    for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
        const int descriptor = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, one->ai_protocol);
        if (descriptor < 0) continue;
        std::unique_ptr<ClientSocket> made(new ClientSocket(descriptor));
        int problem = ::connect(descriptor, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
        if (problem == EINPROGRESS) {
            if (const auto waited = made->wait(POLLOUT, patience); !waited) {
                last.message = fmt::format("{}: {}", url.authority(), waited.error().message);
                continue;
            }
            socklen_t size = sizeof(problem);
            ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size);
        }
        if (problem != 0) {
            last.message = fmt::format("{}: {}", url.authority(), std::strerror(problem));
            continue;
        }
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        if (tls) {
            SPARK_TRY(made->shake_hands(url, tls, patience));
        }
        return made;
    }
    return fail(std::move(last));
}

Result<void> ClientSocket::shake_hands(const Url& url, const TlsContext& tls, const Patience& patience) {
    tls_.emplace(tls, descriptor_, false);
    tls_->expect_host(url.host);
    while (true) {
        const auto step = tls_->handshake();
        if (step == TlsEnd::Step::done) return {};
        if (step == TlsEnd::Step::wait_read || step == TlsEnd::Step::wait_write) {
            SPARK_TRY(wait(step == TlsEnd::Step::wait_read ? POLLIN : POLLOUT, patience));
            continue;
        }
        const bool is_distrust = tls_->has_distrust();
        std::string problem = fmt::format("{}: TLS: {}", url.authority(), tls_->problem());
        tls_.reset();
        return fail(is_distrust ? Fault::denied : Fault::unavailable, std::move(problem));
    }
}

Result<void> ClientSocket::write(std::string_view bytes, const Patience& patience) {
    while (!bytes.empty()) {
        if (tls_) {
            const auto [step, count] = tls_->write(bytes);
            bytes.remove_prefix(count);
            if (step == TlsEnd::Step::ended || step == TlsEnd::Step::broken)
                return fail(Fault::unavailable, "the connection broke");
            if (step != TlsEnd::Step::done) {
                SPARK_TRY(wait(step == TlsEnd::Step::wait_read ? POLLIN : POLLOUT, patience));
            }
            continue;
        }
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EINTR) {
            SPARK_TRY(wait(POLLOUT, patience));
        } else {
            return fail(Fault::unavailable, std::strerror(errno));
        }
    }
    return {};
}

Result<std::size_t> ClientSocket::read(std::span<char> room, const Patience& patience) {
    while (true) {
        if (tls_) {
            const auto [step, count] = tls_->read(room);
            if (step == TlsEnd::Step::done) return count;
            if (step == TlsEnd::Step::ended) return 0;
            if (step == TlsEnd::Step::broken) return fail(Fault::unavailable, "the connection broke");
            SPARK_TRY(wait(step == TlsEnd::Step::wait_read ? POLLIN : POLLOUT, patience));
            continue;
        }
        const auto count = ::recv(descriptor_, room.data(), room.size(), 0);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EAGAIN && errno != EINTR) return fail(Fault::unavailable, std::strerror(errno));
        SPARK_TRY(wait(POLLIN, patience));
    }
}

bool ClientSocket::is_idle() {
    if (tls_) return !tls_->has_bytes() && !tls_->has_ended();
    char byte = 0;
    return ::recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EINTR);
}

}  // namespace spark::net::detail
