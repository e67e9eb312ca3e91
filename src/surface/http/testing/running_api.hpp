#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "foundation/net/server.hpp"
#include "foundation/net/testing/socket_client.hpp"
#include "surface/http/api.hpp"
#include "surface/http/testing/fake_gate.hpp"

namespace spark::http::testing {

/// The API behind a real port, until the test ends. Every operation answers with the route's status and
/// `{"operation":…}`, or as the test sets it in `on`.
class RunningApi {
  public:
    explicit RunningApi(const ApiOptions& options = {}) : api_(gate, wire_up(), metrics, options) {
        net::ServerSetup setup;
        setup.listeners = {{"api", 0}, {"streams", 0}};
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

    net::testing::SocketClient client(std::size_t listener = 0) const {
        return net::testing::SocketClient(server_->listeners()[listener].port);
    }

    /// `headers`: whole lines with their ends.
    std::string answer(std::string_view method, std::string_view target, std::string_view headers = {},
                       std::string_view body = {}, std::size_t listener = 0) const {
        net::testing::SocketClient one = client(listener);
        std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nConnection: close\r\n";
        if (headers.find("Host:") == std::string_view::npos) text += "Host: 127.0.0.1:4010\r\n";
        text += headers;
        if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        one.send(text + "\r\n" + std::string(body));
        return one.read_all();
    }

    /// What an operation does from now on.
    void on(std::string_view operation, Operation work) {
        const std::lock_guard lock(mutex_);
        set_[std::string(operation)] = std::move(work);
    }
    std::size_t calls_of(std::string_view operation) {
        const std::lock_guard lock(mutex_);
        return calls_[std::string(operation)];
    }
    const Api& api() const { return api_; }

    FakeGate gate;
    telemetry::Metrics metrics;

  private:
    const Operations& wire_up() {
        for (const Route& route : routes()) {
            operations_.add(route.operation, [this, &route](Call& call) {
                Operation work;
                {
                    const std::lock_guard lock(mutex_);
                    ++calls_[std::string(route.operation)];
                    const auto found = set_.find(std::string(route.operation));
                    if (found != set_.end()) work = found->second;
                }
                if (work) return work(call);
                if (route.status == 204) return Answered(Outcome::nothing());
                if (route.response_schema.empty())
                    return Answered(Outcome::text(std::string(route.media_type), "text"));
                return Answered(Outcome::of(wire::Json::object().set("operation", route.operation), route.status));
            });
        }
        return operations_;
    }

    std::mutex mutex_;
    std::map<std::string, Operation> set_;
    std::map<std::string, std::size_t> calls_;
    Operations operations_;
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
