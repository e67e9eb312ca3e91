#include "app/server/stream_desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "foundation/net/testing/running_server.hpp"
#include "foundation/net/testing/socket_client.hpp"
#include "surface/http/route.hpp"
#include "surface/stream/topics.hpp"

namespace spark::server {
namespace {

/// Topics that nothing publishes yet: their routes come with what they tell of.
constexpr std::array<std::string_view, 11> later_topics{"orders",     "fills",      "positions", "equity",
                                                        "limits",     "guardrails", "actions",   "gates",
                                                        "drift.{id}", "alerts",     "webhooks"};

bool is_route(std::string_view path) {
    const std::string_view plain = path.substr(0, path.find('?'));
    return std::ranges::any_of(http::routes(), [&](const http::Route& route) {
        return route.method == http::Method::get && route.path == plain;
    });
}

TEST(StreamTopics, say_routes_that_exist_to_read_again_what_was_missed) {
    for (const stream::Topic& topic : stream::topic_table) {
        const bool is_later = std::ranges::count(later_topics, topic.pattern) > 0;
        EXPECT_EQ(is_route(topic.refetch), !is_later) << topic.pattern << " " << topic.refetch;
    }
}

const WallTime begun = wall_time_of_ms(1'760'000'000'000);

struct Desk {
    telemetry::Metrics metrics{};
    stream::Hub hub{metrics, {}, 1, begun};
    std::atomic<bool> is_over = false;
    StreamDesk desk{hub, [] { return begun; },
                    [this](const Listener&) { return is_over ? std::string_view("signed_out") : std::string_view(); }};
};

TEST(StreamDesk, ends_a_stream_within_a_second_of_its_session) {
    Desk house;
    house.desk.start();
    const net::testing::RunningServer server([&house](const net::Request&) -> net::Answer {
        return *house.desk.open({.reader = {.user = "usr_1", .tenant = {}, .rights = {"read"}}}, {"status"}, {});
    });
    net::testing::SocketClient client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_NE(client.read_until("event: hello").find("text/event-stream"), std::string::npos);
    EXPECT_EQ(house.hub.stream_count(), 1U);
    house.is_over = true;
    const auto ended_at = std::chrono::steady_clock::now();
    const std::string rest = client.read_until("0\r\n\r\n");
    EXPECT_NE(rest.find("event: auth\ndata: {\"reason\":\"signed_out\"}"), std::string::npos) << rest;
    EXPECT_LT(std::chrono::steady_clock::now() - ended_at, std::chrono::milliseconds{1'500});
    house.desk.stop();
    EXPECT_EQ(house.hub.stream_count(), 0U);
}

TEST(StreamDesk, gives_a_place_back_when_the_body_never_begins) {
    Desk house;
    {
        const auto flow = house.desk.open({.reader = {.user = "usr_1", .tenant = {}, .rights = {"read"}}}, {}, {});
        ASSERT_TRUE(flow.has_value());
        EXPECT_EQ(house.hub.stream_count(), 1U);
    }
    EXPECT_EQ(house.hub.stream_count(), 0U);
}

}  // namespace
}  // namespace spark::server
