#include "foundation/net/client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/net/testing/running_server.hpp"
#include "foundation/net/testing/scripted_server.hpp"

namespace spark::net {
namespace {

using std::chrono::milliseconds;
using testing::RunningServer;
using testing::ScriptedServer;
using testing::text_answer;

Deadline soon(milliseconds wait = milliseconds(3'000)) { return std::chrono::steady_clock::now() + wait; }

Request request_of(std::string method, std::string target = {}, std::string body = {}) {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    return request;
}

Url url_of(std::uint16_t port) { return {.is_https = false, .host = "127.0.0.1", .port = port, .target = "/"}; }

/// What becomes of a request that is answered with these bytes.
Result<Response> after(const std::string& answer, const std::string& method = "GET",
                       const ClientOptions& options = {}) {
    ScriptedServer server({answer});
    return fetch(url_of(server.port()), request_of(method), soon(), options);
}

Fault fault_after(const std::string& answer, const std::string& method = "GET", const ClientOptions& options = {}) {
    const auto response = after(answer, method, options);
    EXPECT_FALSE(response.has_value()) << answer;
    return response ? Fault::conflict : response.error().fault;
}

TEST(Client, asks_and_reads_the_answer) {
    const RunningServer running([](const Request& request) -> Answer {
        return text_answer(201, fmt::format("{} {} {} {}", request.method, request.target, *request.header("host"),
                                            request.body))
            .with("X-Word", "value");
    });
    Url url = url_of(running.port());
    url.target = "/path?x=1";

    const auto response = fetch(url, request_of("POST", "", "body"), soon());

    ASSERT_TRUE(response.has_value()) << response.error().message;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, fmt::format("POST /path?x=1 127.0.0.1:{} body", running.port()));
    EXPECT_EQ(response->headers.front(), (Header{"X-Word", "value"}));
}

TEST(Client, asks_again_on_the_same_connection) {
    RunningServer running(testing::echo);
    Session session(url_of(running.port()));

    for (const std::string target : {"/1", "/2", "/3"})
        EXPECT_EQ(session.fetch(request_of("GET", target), soon()).value().body, "GET " + target + " body 0");
    EXPECT_EQ(session.fetch(request_of("HEAD", "/4"), soon()).value().body, "");

    EXPECT_EQ(running.server().figures().connections_total, 1U);
}

TEST(Client, connects_anew_when_the_server_has_closed_meanwhile) {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3"});
    Session session(url_of(server.port()));

    EXPECT_EQ(session.fetch(request_of("GET"), soon()).value().body, "1");
    EXPECT_EQ(session.fetch(request_of("GET"), soon()).value().body, "2");
    const auto third = session.fetch(request_of("POST"), soon());
    EXPECT_TRUE(third.has_value() || third.error().fault == Fault::outcome_unknown)
        << "never sent twice: at worst it is not known";
    if (!third) static_cast<void>(session.fetch(request_of("GET"), soon()));
    EXPECT_EQ(server.requests().size(), 3U);
}

TEST(Client, reads_a_streamed_body_piece_by_piece) {
    std::optional<BodyWriter> writer;
    const RunningServer running([&](const Request&) -> Answer {
        Streaming streaming;
        streaming.begin = [&](BodyWriter given) {
            given.write("piece 0");
            writer = std::move(given);
        };
        return streaming;
    });
    Session session(url_of(running.port()));
    std::vector<std::string> pieces;

    const auto response = session.stream(request_of("GET"), soon(), [&](const Response& head, std::string_view piece) {
        EXPECT_EQ(head.status, 200);
        pieces.emplace_back(piece);
        if (pieces.size() < 3)
            writer->write(fmt::format("piece {}", pieces.size()));
        else
            writer->finish();
        return true;
    });

    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(pieces, (std::vector<std::string>{"piece 0", "piece 1", "piece 2"}));
    EXPECT_EQ(response->body, "");
}

TEST(Client, ends_a_stream_when_the_reader_has_enough) {
    std::optional<BodyWriter> writer;
    const RunningServer running([&](const Request&) -> Answer {
        Streaming streaming;
        streaming.begin = [&](BodyWriter given) {
            given.write("first");
            writer = std::move(given);
        };
        return streaming;
    });
    Session session(url_of(running.port()));

    const auto response =
        session.stream(request_of("GET"), soon(), [](const Response&, std::string_view) { return false; });

    EXPECT_TRUE(response.has_value());
}

TEST(Client, sees_that_a_body_broke_off) {
    const RunningServer running([](const Request&) -> Answer {
        Streaming streaming;
        streaming.begin = [](const BodyWriter& writer) {
            writer.write("part");
            writer.abort();
        };
        return streaming;
    });

    const auto read = fetch(url_of(running.port()), request_of("GET"), soon());
    const auto done = fetch(url_of(running.port()), request_of("POST"), soon());

    ASSERT_FALSE(read || done);
    EXPECT_EQ(read.error().fault, Fault::unavailable);
    EXPECT_EQ(done.error().fault, Fault::outcome_unknown);
}

TEST(Client, reads_every_framing_of_a_body) {
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc").value().body, "ab");
    EXPECT_EQ(
        after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n")
            .value()
            .body,
        "a0123456789");
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\n\r\nuntil the end").value().body, "until the end");
    EXPECT_EQ(after("HTTP/1.0 200 OK\r\n\r\n").value().body, "");
    EXPECT_EQ(after("HTTP/1.1 204 No Content\r\n\r\nabc").value().body, "");
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD").value().body, "");
    EXPECT_EQ(after("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\na").value().status,
              201);
}

TEST(Client, tells_what_is_no_http_from_what_broke_off) {
    for (const std::string answer :
         {"SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01 TLS", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\na",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n"})
        EXPECT_EQ(fault_after(answer), Fault::corrupt) << answer;
    for (const std::string answer : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
        EXPECT_EQ(fault_after(answer), Fault::unavailable) << answer;
        EXPECT_EQ(fault_after(answer, "POST"), Fault::outcome_unknown) << answer;
    }
}

TEST(Client, holds_its_limits) {
    const ClientOptions options{.header_bytes_max = 1'000, .body_bytes_max = 10};
    const std::string ten = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
    const std::string eleven = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0123456789a";
    const std::string long_header = "HTTP/1.1 200 OK\r\nX: " + std::string(1'000, 'x');

    EXPECT_TRUE(after(ten, "GET", options).has_value());
    EXPECT_EQ(fault_after(eleven, "GET", options), Fault::exhausted);
    EXPECT_EQ(fault_after(long_header, "GET", options), Fault::exhausted);
    EXPECT_EQ(fault_after(long_header + "\r\n\r\n", "GET", options), Fault::exhausted);
}

TEST(Client, says_that_nobody_is_there_and_gives_up_in_time) {
    std::uint16_t closed = 0;
    {
        const RunningServer running(testing::echo);
        closed = running.port();
    }
    std::vector<Reply> kept;
    const RunningServer silent([&](const Request&) -> Answer {
        Pending pending;
        pending.begin = [&kept](Reply reply) { kept.push_back(std::move(reply)); };
        pending.wait_max = milliseconds(500);
        return pending;
    });
    const auto begun = std::chrono::steady_clock::now();

    const auto refused = fetch(url_of(closed), request_of("POST"), soon());
    const auto late = fetch(url_of(silent.port()), request_of("GET"), soon(milliseconds(50)));
    const auto late_order = fetch(url_of(silent.port()), request_of("POST"), soon(milliseconds(50)));
    const ClientOptions stopped{.is_stop_wanted = [] { return true; }};
    const auto given_up = fetch(url_of(silent.port()), request_of("GET"), soon(), stopped);

    ASSERT_FALSE(refused || late || late_order || given_up);
    EXPECT_EQ(refused.error().fault, Fault::unavailable) << "nothing was sent";
    EXPECT_EQ(late.error().fault, Fault::unavailable);
    EXPECT_EQ(late_order.error().fault, Fault::outcome_unknown);
    EXPECT_EQ(given_up.error().fault, Fault::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(1'500));
}

TEST(Client, writes_no_header_that_would_be_two) {
    Request request = request_of("GET");
    request.headers = {{"X", "a\r\nY: b"}};
    Request bad_target = request_of("GET", "/a b");

    EXPECT_EQ(fetch(url_of(1), request, soon()).error().fault, Fault::invalid_input);
    EXPECT_EQ(fetch(url_of(1), bad_target, soon()).error().fault, Fault::invalid_input);
    EXPECT_EQ(fetch(url_of(1), request_of("G T"), soon()).error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace spark::net
