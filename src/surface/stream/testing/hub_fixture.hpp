#pragma once

#include <optional>
#include <string>
#include <vector>

#include "surface/stream/hub.hpp"
#include "surface/stream/limits.hpp"
#include "surface/stream/testing/event_client.hpp"

namespace spark::stream::testing {

/// One server with a clock by hand.
struct Server {
    telemetry::Metrics metrics{};
    WallTime now = wall_time_of_ms(1'759'963'504'000);
    std::optional<Hub> hub{};

    explicit Server(Journal journal = {}) { hub.emplace(metrics, std::move(journal), 1, now); }

    void wait(std::chrono::milliseconds length) { now += length; }
    /// The process ends and another begins.
    void restart(Journal journal) {
        hub.reset();
        wait(std::chrono::milliseconds{2'000});
        hub.emplace(metrics, std::move(journal), 2, now);
    }
    Result<void> order(std::int64_t number) {
        wire::Json data = wire::Json::object();
        data.set("number", number);
        return hub->publish_lossless({.topic = "orders", .at = now}, "order", data);
    }
    Result<void> ticker(const char* topic, std::int64_t last) {
        wire::Json data = wire::Json::object();
        data.set("last", last);
        return hub->publish_conflated({.topic = topic, .at = now}, data);
    }
};

inline Reader everything(const char* user = "ada") {
    return {.user = user, .tenant = "t1", .rights = {"read", "account", "jobs", "audit"}};
}

/// One browser: an EventClient on a stream of its own.
struct Browser {
    Server& server;
    std::vector<std::string> topics;
    Reader reader = everything();
    EventClient client{};
    std::string sid{};

    void connect() { sid = server.hub->open({reader, topics, client.last_event_id()}, server.now).value(); }
    /// False where the server ended the stream.
    bool collect(std::size_t backlog_bytes = 0) {
        const Collected collected = server.hub->collect(sid, server.now, backlog_bytes).value();
        client.receive(collected.bytes);
        if (collected.must_close) disconnect();
        return !collected.must_close;
    }
    void disconnect() {
        server.hub->close(sid);
        client.disconnect();
    }
    std::vector<EventClient::Event> events(std::string_view name) const {
        std::vector<EventClient::Event> found;
        for (const auto& event : client.events()) {
            if (event.name == name) found.push_back(event);
        }
        return found;
    }
    std::vector<std::int64_t> orders() const {
        std::vector<std::int64_t> numbers;
        for (const auto& event : events("order")) numbers.push_back(event.data.find("d")->int64_at("number").value());
        return numbers;
    }
    /// The last value of each topic the batches brought, and how often one came.
    std::optional<std::int64_t> last_of(std::string_view topic, int* times = nullptr) const {
        std::optional<std::int64_t> last;
        for (const auto& event : events("batch")) {
            for (const wire::Json& update : event.data.array_at("u").value()) {
                if (update.string_at("t").value() != topic) continue;
                last = update.find("d")->int64_at("last").value();
                if (times != nullptr) ++*times;
            }
        }
        return last;
    }
};

inline std::vector<std::int64_t> numbers(std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> all;
    for (std::int64_t number = from; number <= to; ++number) all.push_back(number);
    return all;
}

}  // namespace spark::stream::testing
