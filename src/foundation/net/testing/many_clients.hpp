#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::net::testing {

/// Many connections held open by a process of their own, so that they use up nothing of the tested one's descriptors
/// and time. Each sends the same bytes once; all that comes is read and thrown away.
class ManyClients {
  public:
    struct Plan {
        std::uint16_t port = 0;
        int count = 0;
        std::string request;  ///< Empty: they connect and say nothing.
    };

    explicit ManyClients(const Plan& plan) {
        std::array<int, 2> orders{};
        std::array<int, 2> news{};
        SPARK_ASSERT(::pipe2(orders.data(), O_CLOEXEC) == 0 && ::pipe2(news.data(), O_CLOEXEC) == 0);
        child_ = ::fork();
        SPARK_ASSERT(child_ >= 0);
        if (child_ == 0) {
            ::close(orders[1]);
            ::close(news[0]);
            run(plan, orders[0], news[1]);
            ::_exit(0);
        }
        ::close(orders[0]);
        ::close(news[1]);
        orders_ = orders[1];
        news_ = news[0];
    }
    ManyClients(const ManyClients&) = delete;
    ManyClients& operator=(const ManyClients&) = delete;
    ~ManyClients() {
        if (orders_ >= 0) static_cast<void>(close());
    }

    /// Waits until each has connected and, if it has asked, got an answer's first bytes; says how many have.
    std::int64_t wait_until_open() const { return read_number(); }

    /// Closes them all; says how many bytes they have got together.
    std::int64_t close() {
        ::close(std::exchange(orders_, -1));
        const std::int64_t bytes = read_number();
        ::close(news_);
        int status = 0;
        SPARK_ASSERT(::waitpid(child_, &status, 0) == child_);
        return bytes;
    }

  private:
    std::int64_t read_number() const {
        std::int64_t number = -1;
        return ::read(news_, &number, sizeof(number)) == sizeof(number) ? number : -1;
    }

    static void tell(int news, std::int64_t number) {
        SPARK_ASSERT(::write(news, &number, sizeof(number)) == sizeof(number));
    }

    /// In the child: plain system calls, since other threads of the parent may have held any lock.
    static void run(const Plan& plan, int orders, int news) {
        const int poller = ::epoll_create1(0);
        epoll_event wanted{.events = EPOLLIN, .data = {.fd = orders}};
        SPARK_ASSERT(poller >= 0 && ::epoll_ctl(poller, EPOLL_CTL_ADD, orders, &wanted) == 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(plan.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::int64_t opened = 0;
        for (int index = 0; index < plan.count; ++index) {
            const int client = ::socket(AF_INET, SOCK_STREAM, 0);
            if (client < 0 || ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
                break;
            if (!plan.request.empty()) ::send(client, plan.request.data(), plan.request.size(), MSG_NOSIGNAL);
            // One edge for the first bytes: they are counted once a connection by the flag in the event's upper half.
            wanted = {.events = EPOLLIN, .data = {.u64 = static_cast<std::uint64_t>(client) | first_time}};
            SPARK_ASSERT(::epoll_ctl(poller, EPOLL_CTL_ADD, client, &wanted) == 0);
            ++opened;
        }
        std::int64_t answered = 0;
        std::int64_t bytes = 0;
        const std::int64_t awaited = plan.request.empty() ? 0 : opened;
        if (awaited == 0) tell(news, opened);
        std::array<epoll_event, 256> events{};
        static std::array<char, 65'536> thrown_away;
        while (true) {
            const int count = ::epoll_wait(poller, events.data(), static_cast<int>(events.size()), -1);
            for (int index = 0; index < count; ++index) {
                epoll_event& event = events[static_cast<std::size_t>(index)];
                const int descriptor = static_cast<int>(event.data.u64 & ~first_time);
                if (descriptor == orders) return tell(news, bytes);
                const auto got = ::recv(descriptor, thrown_away.data(), thrown_away.size(), MSG_DONTWAIT);
                if (got > 0) bytes += got;
                if (got <= 0) ::epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, nullptr);
                if (got <= 0 || (event.data.u64 & first_time) == 0) continue;
                wanted = {.events = EPOLLIN, .data = {.u64 = static_cast<std::uint64_t>(descriptor)}};
                ::epoll_ctl(poller, EPOLL_CTL_MOD, descriptor, &wanted);
                if (++answered == awaited) tell(news, opened);
            }
        }
    }

    static constexpr std::uint64_t first_time = std::uint64_t{1} << 40U;
    pid_t child_ = -1;
    int orders_ = -1;
    int news_ = -1;
};

}  // namespace spark::net::testing
