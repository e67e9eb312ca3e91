#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "foundation/net/server.hpp"
#include "foundation/net/testing/socket_client.hpp"
#include "surface/http/api.hpp"
#include "surface/http/testing/fake_backend.hpp"

namespace spark::http::testing {

/// The API behind a real port, until the test ends.
class RunningApi {
  public:
    explicit RunningApi(const ApiOptions& options = {}) : api_(backend, metrics, options) {
        net::ServerSetup setup;
        setup.listeners = {{"api", 0}};
        setup.limits.tick = std::chrono::milliseconds(10);
        setup.limits.body_bytes_max = 1U << 20U;
        setup.handler = [this](net::Request request) { return api_.answer(std::move(request)); };
        setup.refuser = [this](int status, std::string_view what) { return api_.refuse(status, what); };
        server_ = std::make_unique<net::Server>(net::Server::open(std::move(setup)).value());
        thread_ = std::jthread([this] { server_->run(); });
    }
    ~RunningApi() {
        server_->stop();
        thread_.join();
        api_.close();
    }

    net::testing::SocketClient client() const { return net::testing::SocketClient(server_->listeners().front().port); }

    /// `headers`: whole lines with their ends.
    std::string answer(std::string_view method, std::string_view target, std::string_view headers = {},
                       std::string_view body = {}) const {
        net::testing::SocketClient one = client();
        std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nConnection: close\r\n";
        if (headers.find("Host:") == std::string_view::npos) text += "Host: 127.0.0.1:4010\r\n";
        text += headers;
        if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        one.send(text + "\r\n" + std::string(body));
        return one.read_all();
    }

    FakeBackend backend;
    telemetry::Metrics metrics;

  private:
    Api api_;
    std::unique_ptr<net::Server> server_;
    std::jthread thread_;
};

inline int status_of(const std::string& answer) {
    return answer.size() < 12 ? 0 : (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0');
}

inline std::string body_of(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? std::string{} : answer.substr(end + 4);
}

}  // namespace spark::http::testing
