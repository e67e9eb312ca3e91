#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/base/assert.hpp"

namespace spark::net::testing {

/// A server that answers each connection with the very bytes it is told to, once a request's header has come, and then
/// closes it: what a well-behaved one would not. Serves as many connections as it has answers.
class ScriptedServer {
  public:
    explicit ScriptedServer(std::vector<std::string> answers)
        : answers_(std::move(answers)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        SPARK_ASSERT(listener_ >= 0 && ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::listen(listener_, 16) == 0 &&
                     ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread([this] { run(); });
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer() {
        thread_.join();
        ::close(listener_);
    }

    std::uint16_t port() const { return port_; }
    /// What each connection has sent, once the server is through; joins it.
    std::vector<std::string> requests() {
        thread_.join();
        thread_ = std::jthread([] {});
        return requests_;
    }

  private:
    void run() {
        for (const std::string& answer : answers_) {
            pollfd waited{.fd = listener_, .events = POLLIN, .revents = 0};
            if (::poll(&waited, 1, 3'000) != 1) return;
            const int client = ::accept(listener_, nullptr, nullptr);
            std::string request;
            std::array<char, 4'096> room;
            while (request.find("\r\n\r\n") == std::string::npos) {
                const auto count = ::recv(client, room.data(), room.size(), 0);
                if (count <= 0) break;
                request.append(room.data(), static_cast<std::size_t>(count));
            }
            requests_.push_back(std::move(request));
            ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
            ::close(client);
        }
    }

    std::vector<std::string> answers_;
    std::vector<std::string> requests_;
    int listener_;
    std::uint16_t port_ = 0;
    std::jthread thread_;
};

}  // namespace spark::net::testing
