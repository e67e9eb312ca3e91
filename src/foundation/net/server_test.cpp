#include "foundation/net/server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "foundation/net/testing/running_server.hpp"
#include "foundation/net/testing/socket_client.hpp"
#include "foundation/net/work_pool.hpp"

namespace spark::net {
namespace {

using std::chrono::milliseconds;
using testing::SocketClient;

using testing::echo;
using testing::RunningServer;
using testing::status_of;
using testing::text_answer;

TEST(Server, answers_requests_on_one_connection_one_after_another) {
    const RunningServer running(echo);
    SocketClient client = running.client();

    client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string first = client.read_answer();
    client.send("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    const std::string second = client.read_answer();

    EXPECT_EQ(first, "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\nGET /one body 0");
    EXPECT_TRUE(second.ends_with("POST /two body 3")) << second;
}

TEST(Server, answers_pipelined_requests_in_their_order) {
    const RunningServer running(echo);
    SocketClient client = running.client();

    client.send(
        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nabGET /3 "
        "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string all = client.read_all();

    const auto first = all.find("GET /1 body 0");
    const auto second = all.find("POST /2 body 2");
    const auto third = all.find("GET /3 body 0");
    EXPECT_TRUE(first < second && second < third && third != std::string::npos) << all;
    EXPECT_EQ(all.find("Connection: close"), all.rfind("Connection: close"));
}

TEST(Server, reads_a_request_that_comes_byte_by_byte) {
    const RunningServer running(echo);
    SocketClient client = running.client();

    for (const char c : std::string("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd"))
        client.send(std::string_view(&c, 1));

    EXPECT_TRUE(client.read_answer().ends_with("POST /x body 4"));
}

TEST(Server, reads_chunked_bodies_and_refuses_malformed_chunks) {
    const RunningServer running(echo);
    const std::string head = "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    EXPECT_TRUE(running.answer_to(head + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n").ends_with("POST /x body 5"));
    EXPECT_EQ(status_of(running.answer_to(head + "zz\r\nabc\r\n")), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(status_of(running.answer_to(head + "3\r\nabcdef\r\n0\r\n\r\n")), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(status_of(running.answer_to(head + "3;" + std::string(100'000, 'e'))), "HTTP/1.1 400 Bad Request");
}

// S-057
TEST(Server, refuses_chunks_whose_size_overflows_or_whose_lines_end_otherwise) {
    const RunningServer running(echo);
    const std::string head = "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string body : {"10000000000000000\r\na\r\n0\r\n\r\n", "fffffffffffffffff\r\na\r\n0\r\n\r\n",
                                   "-1\r\na\r\n0\r\n\r\n", "+1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n",
                                   "1\na\n0\n\n", "1\r\na\n0\r\n\r\n", "\r\n", "1 \r\na\r\n0\r\n\r\n"}) {
        const std::string answer = running.answer_to(head + body + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request") << body;
        EXPECT_EQ(answer.find("smuggled"), std::string::npos) << body;
    }
    EXPECT_EQ(status_of(running.answer_to(head + "ffffffffffffffff\r\na\r\n0\r\n\r\n")),
              "HTTP/1.1 413 Content Too Large");
}

// S-059
TEST(Server, lets_no_reflected_value_begin_a_second_header) {
    const RunningServer running([](const Request& request) -> Answer {
        return text_answer(200, "").with("Location", "/a\r\nSet-Cookie: stolen=1\r\n\r\n<html>" + request.body);
    });

    const std::string answer = running.answer_to("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    EXPECT_EQ(answer,
              "HTTP/1.1 200 OK\r\nLocation: /aSet-Cookie: stolen=1<html>\r\nContent-Length: 0\r\n"
              "Connection: close\r\n\r\n");
}

TEST(Server, reads_a_chunked_body_that_comes_byte_by_byte) {
    const RunningServer running(echo);
    for (const std::string body : {"3\r\nabc\r\n0\r\n\r\n", "0\r\n\r\n", "1;x\r\na\r\n0\r\nTrailer: b\r\n\r\n"}) {
        SocketClient client = running.client();
        for (const char c : "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body) {
            client.send(std::string_view(&c, 1));
            std::this_thread::yield();
        }
        EXPECT_TRUE(client.read_answer().find("POST /x body") != std::string::npos) << body;
    }
}

TEST(Server, believes_no_trailer) {
    const RunningServer running([](const Request& request) -> Answer {
        return text_answer(200, request.header("x-admin-token") == nullptr ? "nobody" : "somebody");
    });
    const std::string head = "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

    EXPECT_TRUE(running.answer_to(head + "0\r\nx-admin-token: a\r\n\r\n").ends_with("nobody"));
    EXPECT_TRUE(running.answer_to("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: x\r\n\r\n")
                    .starts_with("HTTP/1.1 400 "));
}

// S-057
TEST(Server, refuses_whatever_two_readers_could_frame_differently) {
    const RunningServer running(echo);
    const std::string begin = "POST /x HTTP/1.1\r\nHost: x\r\n";
    for (const std::string header : {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                                     "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                                     "Content-Length: 3\r\nContent-Length: 3\r\n",
                                     "Content-Length: 3\r\nContent-Length: 4\r\n",
                                     "Content-Length: +3\r\n",
                                     "Content-Length: 3, 3\r\n",
                                     "Content-Length: -1\r\n",
                                     "Content-Length : 3\r\n",
                                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                     "Host: y\r\n",
                                     "X: a\r\n folded\r\n",
                                     " X: a\r\n",
                                     "Content-Length: 0x3\r\n",
                                     "Content-Length: 99999999999999999999\r\n",
                                     "Transfer-Encoding: chunked, identity\r\n",
                                     "Transfer-Encoding: identity\r\n",
                                     "Transfer-Encoding: chunked, gzip\r\n",
                                     "Transfer-Encoding: gzip\r\n",
                                     "Transfer-Encoding: xchunked\r\n",
                                     "Transfer-Encoding: chunked,\r\n",
                                     "Transfer-Encoding:\r\n",
                                     "Transfer-Encoding: chunked\x0b\r\n"}) {
        const std::string answer = running.answer_to(begin + header + "\r\n0\r\n\r\n");
        EXPECT_TRUE(status_of(answer) == "HTTP/1.1 400 Bad Request") << header << answer;
        EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "nothing may be read as a second request";
    }
    EXPECT_EQ(status_of(running.answer_to(begin + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")),
              "HTTP/1.1 501 Not Implemented");
    const std::string nul = begin + "X: a" + std::string(1, '\0') + "b\r\n\r\n";
    EXPECT_EQ(status_of(running.answer_to(nul)), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(status_of(running.answer_to("GET / HTTP/1.1\r\n\r\n")), "HTTP/1.1 400 Bad Request") << "no Host";
    EXPECT_EQ(status_of(running.answer_to("GET / HTTP/2.0\r\nHost: x\r\n\r\n")),
              "HTTP/1.1 505 HTTP Version Not Supported");
    EXPECT_EQ(status_of(running.answer_to("GE T / HTTP/1.1\r\nHost: x\r\n\r\n")),
              "HTTP/1.1 505 HTTP Version Not Supported");
    for (const std::string text : {"GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n",
                                   "GET / HTTP/1.1\r\nHost: x\r\nX: a\nb\r\n\r\n", "\r\n\r\n"})
        EXPECT_EQ(status_of(running.answer_to(text)), "HTTP/1.1 400 Bad Request") << text;
    EXPECT_EQ(status_of(running.answer_to("\x16\x03\x01\x02")), "HTTP/1.1 400 Bad Request") << "TLS on a plain port";
}

TEST(Server, holds_the_limit_of_the_header_on_both_sides) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.header_bytes_max = 2'000;
    const RunningServer running(echo, limits);
    const auto request = [](std::size_t size) {
        const std::string begin = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ";
        return begin + std::string(size - begin.size() - 4, 'a') + "\r\n\r\n";
    };

    EXPECT_EQ(status_of(running.answer_to(request(2'000))), "HTTP/1.1 200 OK");
    EXPECT_EQ(status_of(running.answer_to(request(2'001))), "HTTP/1.1 431 Request Header Fields Too Large");
    EXPECT_EQ(status_of(running.answer_to(std::string(100'000, 'a'))), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST(Server, holds_the_limit_of_the_body_on_both_sides_and_says_so_before_it_is_read) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.body_bytes_max = 1'000;
    const RunningServer running(echo, limits);
    const std::string begin = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

    EXPECT_TRUE(running.answer_to(begin + "Content-Length: 1000\r\n\r\n" + std::string(1'000, 'b')).ends_with("1000"));
    EXPECT_EQ(status_of(running.answer_to(begin + "Content-Length: 1001\r\n\r\n")), "HTTP/1.1 413 Content Too Large");
    EXPECT_EQ(status_of(running.answer_to(begin + "Content-Length: 10000000\r\n\r\n" + std::string(10'000'000, 'b'))),
              "HTTP/1.1 413 Content Too Large");
    EXPECT_EQ(status_of(running.answer_to(begin + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                                          std::string(1'001, 'b') + "\r\n0\r\n\r\n")),
              "HTTP/1.1 413 Content Too Large");
}

ServerSetup setup_with_body_limit() {
    ServerSetup setup;
    setup.body_limit = [](const Request& header) -> std::size_t {
        EXPECT_TRUE(header.body.empty() && header.listener == "api" && header.peer_is_loopback);
        return header.method == "POST" && header.target == "/upload" ? 100'000 : 1'000;
    };
    return setup;
}

TEST(Server, holds_the_limit_each_route_gives_its_bodies) {
    const RunningServer running(echo, RunningServer::quick_limits(), setup_with_body_limit());
    const auto answer = [&](const std::string& path, std::size_t size) {
        const std::string head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        const std::string body(size, 'b');
        const std::string whole = running.answer_to(fmt::format("{}Content-Length: {}\r\n\r\n{}", head, size, body));
        const std::string chunked = running.answer_to(
            fmt::format("{}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n", head, size, body));
        EXPECT_EQ(status_of(whole), status_of(chunked));
        return status_of(whole);
    };

    EXPECT_EQ(answer("/upload", 100'000), "HTTP/1.1 200 OK");
    EXPECT_EQ(answer("/upload", 100'001), "HTTP/1.1 413 Content Too Large");
    EXPECT_EQ(answer("/other", 1'000), "HTTP/1.1 200 OK");
    EXPECT_EQ(answer("/other", 1'001), "HTTP/1.1 413 Content Too Large");
}

TEST(Server, refuses_the_body_that_does_not_fit_beside_the_others_and_takes_it_later) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.bodies_bytes_max = 5'000;
    RunningServer running(echo, limits);
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
    const std::string announced = head + "Content-Length: 2001\r\n\r\n" + std::string(2'001, 'b');
    const std::string chunked =
        head + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n" + std::string(2'001, 'b') + "\r\n0\r\n\r\n";
    SocketClient first = running.client();
    first.send(head + "Content-Length: 4000\r\n\r\n" + std::string(3'000, 'a'));
    while (running.server().figures().bodies_bytes < 3'000) std::this_thread::yield();

    for (const std::string& request : {announced, chunked}) {
        const std::string refused = running.answer_to(request);
        EXPECT_EQ(status_of(refused), "HTTP/1.1 503 Service Unavailable");
        EXPECT_TRUE(refused.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    }
    first.send(std::string(1'000, 'a'));

    EXPECT_TRUE(first.read_answer().ends_with("body 4000")) << "the first is served";
    EXPECT_EQ(running.server().figures().bodies_bytes, 0U);
    for (const std::string& request : {announced, chunked})
        EXPECT_EQ(status_of(running.answer_to(request)), "HTTP/1.1 200 OK");
}

TEST(Server, counts_a_body_until_its_request_is_answered) {
    std::vector<Reply> kept;
    std::atomic<bool> is_kept = false;
    RunningServer running([&](const Request&) -> Answer {
        Pending pending;
        pending.begin = [&](Reply reply) {
            kept.push_back(std::move(reply));
            is_kept = true;
            is_kept.notify_all();
        };
        return pending;
    });
    SocketClient client = running.client();
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    is_kept.wait(false);

    const auto during = running.server().figures().bodies_bytes;
    kept.at(0)(text_answer(200, "made"));
    EXPECT_TRUE(client.read_answer().ends_with("made"));

    EXPECT_EQ(during, 3U);
    EXPECT_EQ(running.server().figures().bodies_bytes, 0U);
}

TEST(Server, gives_a_large_body_the_time_its_bytes_take_at_the_least_rate) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.body_wait_max = milliseconds(100);
    limits.body_bytes_a_second_least = 1'000;
    const RunningServer running(echo, limits);
    SocketClient steady = running.client();
    steady.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 501\r\n\r\n" + std::string(500, 'b'));

    EXPECT_EQ(steady.read_all(250), "") << "past the wait, within what 500 bytes may take";
    steady.send("b");

    EXPECT_EQ(status_of(steady.read_answer()), "HTTP/1.1 200 OK");
}

TEST(Server, invites_the_body_of_who_waits_for_it) {
    const RunningServer running(echo);
    SocketClient client = running.client();

    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ab");

    EXPECT_TRUE(client.read_answer().ends_with("body 2"));
}

TEST(Server, leaves_the_body_out_for_head) {
    const RunningServer running(echo);

    EXPECT_EQ(running.answer_to("HEAD /abc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              "HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n");
}

TEST(Server, cuts_off_who_sends_a_header_or_a_body_too_slowly) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.header_wait_max = limits.body_wait_max = milliseconds(150);
    const RunningServer running(echo, limits);
    SocketClient in_header = running.client();
    SocketClient in_body = running.client();

    in_header.send("GET / HTTP/1.1\r\nHos");
    in_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");

    EXPECT_EQ(status_of(in_header.read_all()), "HTTP/1.1 408 Request Timeout");
    EXPECT_EQ(status_of(in_body.read_all()), "HTTP/1.1 408 Request Timeout");
}

TEST(Server, is_not_kept_waiting_by_single_bytes) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.header_wait_max = milliseconds(150);
    RunningServer running(echo, limits);
    SocketClient client = running.client();
    client.send("GET / HTTP/1.1\r\nX: ");

    std::string answer;
    for (int round = 0; round < 100 && answer.empty(); ++round) {
        client.send("a");
        answer = client.read_all(20);
    }

    EXPECT_EQ(status_of(answer), "HTTP/1.1 408 Request Timeout");
    EXPECT_EQ(running.server().figures().timeouts_total, 1U);
}

TEST(Server, closes_idle_connections_without_a_word) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.idle_wait_max = milliseconds(100);
    const RunningServer running(echo, limits);
    SocketClient client = running.client();

    EXPECT_EQ(client.read_all(), "");
}

TEST(Server, tells_the_connection_past_the_limit_and_serves_the_others) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.connections_max = 2;
    const RunningServer running(echo, limits);
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    SocketClient first = running.client();
    SocketClient second = running.client();
    first.send(request);
    second.send(request);
    ASSERT_EQ(status_of(first.read_answer()), "HTTP/1.1 200 OK");
    ASSERT_EQ(status_of(second.read_answer()), "HTTP/1.1 200 OK");

    SocketClient third = running.client();

    EXPECT_EQ(status_of(third.read_all()), "HTTP/1.1 503 Service Unavailable");
    first.send(request);
    EXPECT_EQ(status_of(first.read_answer()), "HTTP/1.1 200 OK");
}

TEST(Server, gives_one_peer_no_more_than_its_share_of_the_connections) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.connections_per_peer_max = 2;
    limits.is_loopback_exempt = false;
    RunningServer running(echo, limits);
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    SocketClient first = running.client();
    std::optional<SocketClient> second(running.client());
    first.send(request);
    second->send(request);
    ASSERT_EQ(status_of(first.read_answer()), "HTTP/1.1 200 OK");
    ASSERT_EQ(status_of(second->read_answer()), "HTTP/1.1 200 OK");

    EXPECT_EQ(status_of(running.client().read_all()), "HTTP/1.1 503 Service Unavailable");
    second.reset();
    while (running.server().figures().connections_open == 2) std::this_thread::yield();

    EXPECT_EQ(status_of(running.answer_to(request)), "HTTP/1.1 200 OK") << "a place is free again";
    EXPECT_EQ(running.server().figures().connections_refused_total, 1U);
}

TEST(Server, gives_what_the_pool_has_made_and_the_late_answer_when_it_takes_too_long) {
    WorkPool pool(1, 4);
    std::vector<Reply> kept;
    RunningServer running([&](const Request& request) -> Answer {
        Pending pending;
        if (request.target == "/never") {
            pending.begin = [&kept](Reply reply) { kept.push_back(std::move(reply)); };
            pending.wait_max = milliseconds(100);
            pending.late = text_answer(202, "later");
        } else {
            pending.begin = [&pool](const Reply& reply) {
                EXPECT_TRUE(pool.try_submit([reply] { reply(text_answer(200, "made")); }));
            };
        }
        return pending;
    });
    SocketClient client = running.client();

    client.send("GET /pool HTTP/1.1\r\nHost: x\r\n\r\nGET /never HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_answer().ends_with("made"));
    EXPECT_TRUE(client.read_answer().ends_with("later"));

    kept.at(0)(text_answer(200, "too late"));
    client.send("GET /pool HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_answer().ends_with("made")) << "a late reply reaches nobody";
}

TEST(Server, answers_what_is_in_flight_and_ends_when_it_is_told_to_stop) {
    WorkPool pool(1, 4);
    std::atomic<bool> may_answer = false;
    RunningServer running([&](const Request&) -> Answer {
        Pending pending;
        pending.begin = [&](const Reply& reply) {
            EXPECT_TRUE(pool.try_submit([&may_answer, reply] {
                may_answer.wait(false);
                reply(text_answer(200, "made"));
            }));
        };
        return pending;
    });
    SocketClient busy = running.client();
    SocketClient idle = running.client();
    SocketClient half = running.client();
    busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    half.send("GET / HTTP/1.1\r\nHo");
    while (pool.waiting() == 0 && running.server().figures().connections_open < 3) std::this_thread::yield();

    running.server().stop();
    EXPECT_EQ(idle.read_all(), "") << "an idle connection is closed";
    half.send("st: x\r\n\r\n");
    may_answer = true;
    may_answer.notify_all();
    const std::string made = busy.read_all();
    const std::string half_made = half.read_all();
    running.join();

    EXPECT_TRUE(made.ends_with("made") && made.find("Connection: close") != std::string::npos) << made;
    EXPECT_TRUE(half_made.ends_with("made")) << half_made;
    EXPECT_TRUE(running.server().is_draining());
    EXPECT_FALSE(running.client().is_connected()) << "the port is closed";
}

TEST(Server, stops_in_bounded_time_when_an_answer_never_comes) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.drain_wait_max = milliseconds(200);
    std::vector<Reply> kept;
    RunningServer running(
        [&](const Request&) -> Answer {
            Pending pending;
            pending.begin = [&kept](Reply reply) { kept.push_back(std::move(reply)); };
            return pending;
        },
        limits);
    SocketClient client = running.client();
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    while (running.server().figures().connections_open == 0) std::this_thread::yield();

    running.server().stop();
    running.join();

    EXPECT_EQ(client.read_all(), "");
}

TEST(Server, says_which_port_is_taken) {
    const RunningServer running(echo);
    ServerSetup setup;
    setup.listeners = {{"web", 0}, {"api", running.port()}};
    setup.handler = echo;
    setup.refuser = [](int status, std::string_view) { return text_answer(status, ""); };

    const auto second = Server::open(std::move(setup));

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().fault, Fault::conflict);
    EXPECT_EQ(second.error().place, fmt::format("--port api={}", running.port()));
}

}  // namespace
}  // namespace spark::net
