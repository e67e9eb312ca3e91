#pragma once

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "foundation/net/server.hpp"
#include "foundation/net/testing/socket_client.hpp"

namespace spark::net::testing {

inline Response text_answer(int status, std::string text) {
    Response response{.status = status, .headers = {}, .body = std::move(text)};
    return response;
}

/// Answers with what it was asked: "GET /x body 3".
inline Answer echo(const Request& request) {
    return text_answer(200, fmt::format("{} {} body {}", request.method, request.target, request.body.size()));
}

/// A server on a free port, run by its own thread until the test ends.
class RunningServer {
  public:
    explicit RunningServer(Handler handler, ServerLimits limits = quick_limits(), ServerSetup setup = {}) {
        if (setup.listeners.empty()) setup.listeners = {{"api", 0}};
        setup.limits = limits;
        setup.handler = std::move(handler);
        setup.refuser = [](int status, std::string_view what) { return text_answer(status, std::string(what)); };
        server_ = std::make_unique<Server>(Server::open(std::move(setup)).value());
        thread_ = std::jthread([this] { server_->run(); });
    }
    ~RunningServer() { server_->stop(); }

    static ServerLimits quick_limits() {
        ServerLimits limits;
        limits.tick = std::chrono::milliseconds(10);
        limits.drain_wait_max = std::chrono::milliseconds(2'000);
        return limits;
    }

    Server& server() { return *server_; }
    std::uint16_t port() const { return server_->listeners().front().port; }
    SocketClient client() const { return SocketClient(port()); }
    std::thread::native_handle_type thread() { return thread_.native_handle(); }
    /// Returns when run() has.
    void join() { thread_.join(); }

    /// The answer to these bytes on a connection of their own, until it is closed.
    std::string answer_to(std::string_view bytes) const {
        SocketClient one = client();
        one.send(bytes);
        one.finish_sending();
        return one.read_all();
    }

  private:
    std::unique_ptr<Server> server_;
    std::jthread thread_;
};

inline std::string status_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

}  // namespace spark::net::testing
