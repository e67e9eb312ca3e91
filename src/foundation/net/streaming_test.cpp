#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "foundation/net/server.hpp"
#include "foundation/net/testing/running_server.hpp"
#include "foundation/net/testing/socket_client.hpp"
#include "foundation/net/work_pool.hpp"

namespace spark::net {
namespace {

using std::chrono::milliseconds;
using testing::RunningServer;
using testing::SocketClient;
using testing::status_of;
using testing::text_answer;
using testing::unchunked;

const std::string get_stream = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string get_plain = "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n";

/// The writers of a server's streams, in the order of their requests.
class Writers {
  public:
    /// Answers /plain at once and all else with a stream whose writer it keeps.
    Handler handler(Streaming (*make)() = [] { return Streaming{}; }) {
        return [this, make](const Request& request) -> Answer {
            if (request.target == "/plain") return text_answer(200, "plain");
            Streaming streaming = make();
            streaming.begin = [this](BodyWriter writer) {
                const std::lock_guard lock(mutex_);
                writers_.push_back(std::move(writer));
                count_ = writers_.size();
                count_.notify_all();
            };
            streaming.drained = [this] { ++drained_count; };
            return streaming;
        };
    }
    BodyWriter at(std::size_t index) {
        for (std::size_t seen = count_; seen <= index; seen = count_) count_.wait(seen);
        const std::lock_guard lock(mutex_);
        return writers_[index];
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        writers_.clear();
    }
    std::size_t count() const { return count_; }
    std::atomic<int> drained_count = 0;

  private:
    std::mutex mutex_;
    std::vector<BodyWriter> writers_;
    std::atomic<std::size_t> count_ = 0;
};

template <class Condition>
bool becomes_true(Condition condition, milliseconds wait_max = milliseconds(3'000)) {
    const auto end = std::chrono::steady_clock::now() + wait_max;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

TEST(Streaming, carries_a_megabyte_in_pieces_whole_and_in_order_and_the_connection_goes_on) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient client = running.client();
    std::string sent;

    client.send(get_stream);
    const BodyWriter writer = writers.at(0);
    while (sent.size() < (1U << 20U)) {
        std::string piece(1 + sent.size() % 5'000, static_cast<char>('a' + sent.size() % 26));
        sent += piece;
        ASSERT_TRUE(writer.write(std::move(piece)));
    }
    writer.finish();
    const std::string answer = client.read_chunked_answer();
    client.send(get_plain);

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    EXPECT_TRUE(unchunked(answer) == sent);
    EXPECT_TRUE(client.read_answer().ends_with("plain"));
    EXPECT_FALSE(writer.write("more")) << "finished";
    EXPECT_EQ(writer.backlog_bytes(), 0U);
    EXPECT_TRUE(becomes_true([&] { return writers.drained_count > 0; }));
}

TEST(Streaming, gives_each_piece_at_once) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient client = running.client();

    client.send(get_stream);
    for (const std::string piece : {"one", "two", "three"}) {
        ASSERT_TRUE(writers.at(0).write(piece));
        EXPECT_TRUE(client.read_until(piece).find(piece) != std::string::npos);
    }
}

TEST(Streaming, may_be_decided_on_by_a_thread_of_the_pool) {
    WorkPool pool(1, 4);
    const RunningServer running([&](const Request&) -> Answer {
        Pending pending;
        pending.begin = [&pool](const Reply& reply) {
            EXPECT_TRUE(pool.try_submit([reply] {
                Streaming streaming;
                streaming.begin = [](const BodyWriter& writer) {
                    writer.write("made");
                    writer.finish();
                };
                reply(std::move(streaming));
            }));
        };
        return pending;
    });
    SocketClient client = running.client();

    client.send(get_stream);

    EXPECT_EQ(unchunked(client.read_chunked_answer()), "made");
}

TEST(Streaming, keeps_a_backlog_for_a_slow_reader_and_serves_the_others) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient slow = running.client();
    SocketClient other = running.client();
    constexpr std::size_t bytes_total = 32U << 20U;

    slow.send(get_stream);
    const BodyWriter writer = writers.at(0);
    for (std::size_t sent = 0; sent < bytes_total; sent += 1U << 20U) writer.write(std::string(1U << 20U, 'x'));
    writer.finish();
    for (int round = 0; round < 50; ++round) {
        other.send(get_plain);
        ASSERT_TRUE(other.read_answer().ends_with("plain"));
    }

    EXPECT_GT(writer.backlog_bytes(), 8U << 20U) << "more than the sockets hold";
    EXPECT_EQ(unchunked(slow.read_chunked_answer()).size(), bytes_total);
    EXPECT_TRUE(becomes_true([&] { return writer.backlog_bytes() == 0; }));
}

TEST(Streaming, aborts_when_the_reader_takes_nothing_for_too_long) {
    Writers writers;
    RunningServer running(writers.handler([] {
        Streaming streaming;
        streaming.stall_max = milliseconds(100);
        return streaming;
    }));
    SocketClient client = running.client();

    client.send(get_stream);
    const BodyWriter writer = writers.at(0);
    writer.write(std::string(32U << 20U, 'x'));

    EXPECT_TRUE(becomes_true([&] { return !writer.is_open(); }));
    EXPECT_EQ(running.server().figures().timeouts_total, 1U);
    EXPECT_EQ(writer.backlog_bytes(), 0U);
}

TEST(Streaming, waits_as_long_as_it_takes_for_a_writer_with_nothing_to_say) {
    Writers writers;
    ServerLimits limits = RunningServer::quick_limits();
    limits.idle_wait_max = limits.write_wait_max = milliseconds(50);
    const RunningServer running(writers.handler([] {
        Streaming streaming;
        streaming.stall_max = milliseconds(50);
        return streaming;
    }),
                                limits);
    SocketClient client = running.client();

    client.send(get_stream);
    const BodyWriter writer = writers.at(0);
    client.read_until("something that does not come", 300);

    EXPECT_TRUE(writer.write("late"));
    writer.finish();
    EXPECT_EQ(unchunked(client.read_chunked_answer()), "late");
}

TEST(Streaming, learns_at_once_that_the_client_is_gone) {
    Writers writers;
    RunningServer running(writers.handler());
    {
        SocketClient client = running.client();
        client.send(get_stream);
        writers.at(0);
    }

    EXPECT_TRUE(becomes_true([&] { return !writers.at(0).is_open(); })) << "without a byte written";
    EXPECT_FALSE(writers.at(0).write("x"));
    EXPECT_TRUE(becomes_true([&] { return running.server().figures().connections_open == 0; }));
    EXPECT_EQ(writers.drained_count, 1) << "the owner is told";
}

TEST(Streaming, answers_what_was_asked_meanwhile_after_the_body) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient client = running.client();

    client.send(get_stream + get_plain);
    writers.at(0).write("body");
    writers.at(0).finish();

    EXPECT_EQ(unchunked(client.read_chunked_answer()), "body");
    EXPECT_TRUE(client.read_answer().ends_with("plain"));
}

TEST(Streaming, gives_head_the_header_alone_and_never_begins) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient client = running.client();

    client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.read_answer();
    client.send(get_plain);

    EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_TRUE(client.read_answer().ends_with("plain"));
    EXPECT_EQ(writers.count(), 0U);
}

TEST(Streaming, breaks_the_connection_when_aborted_and_when_the_last_writer_goes) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient aborted = running.client();
    SocketClient abandoned = running.client();

    aborted.send(get_stream);
    writers.at(0).write("part");
    aborted.read_until("part");
    writers.at(0).abort();
    abandoned.send(get_stream);
    writers.at(1).write("part");
    abandoned.read_until("part");
    writers.clear();

    for (SocketClient* const client : {&aborted, &abandoned}) {
        const std::string answer = client->read_all();
        EXPECT_TRUE(answer.ends_with("part\r\n")) << "no last chunk: " << answer;
        EXPECT_TRUE(client->is_broken());
    }
}

TEST(Streaming, sends_a_body_of_a_given_length_without_chunks_and_breaks_off_another_length) {
    const auto with_length = [] {
        Streaming streaming;
        streaming.head.with("Content-Length", "6");
        return streaming;
    };
    Writers writers;
    const RunningServer running(writers.handler(with_length));
    SocketClient whole = running.client();
    SocketClient too_short = running.client();
    SocketClient too_long = running.client();

    whole.send(get_stream);
    writers.at(0).write("abc");
    writers.at(0).write("def");
    writers.at(0).finish();
    too_short.send(get_stream);
    writers.at(1).write("abc");
    writers.at(1).finish();
    too_long.send(get_stream);
    writers.at(2).write("abcdefg");

    EXPECT_EQ(whole.read_answer(), "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef");
    whole.send(get_plain);
    EXPECT_TRUE(whole.read_answer().ends_with("plain"));
    EXPECT_EQ(too_short.read_all().find("Transfer-Encoding"), std::string::npos);
    EXPECT_TRUE(too_short.is_broken());
    EXPECT_FALSE(too_long.read_all().find("abcdefg") != std::string::npos);
    EXPECT_TRUE(too_long.is_broken());
}

TEST(Streaming, ends_an_http_1_0_body_with_the_connection) {
    Writers writers;
    const RunningServer running(writers.handler());
    SocketClient client = running.client();
    SocketClient aborted = running.client();
    const std::string request = "GET /stream HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n";

    client.send(request);
    writers.at(0).write("body");
    writers.at(0).finish();
    aborted.send(request);
    writers.at(1).write("body");
    aborted.read_until("body");
    writers.at(1).abort();

    EXPECT_EQ(client.read_all(), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbody");
    EXPECT_FALSE(client.is_broken());
    aborted.read_all();
    EXPECT_TRUE(aborted.is_broken()) << "or it would pass for the whole";
}

TEST(Streaming, ends_events_at_the_drain_and_lets_downloads_finish) {
    Writers writers;
    RunningServer running(writers.handler([] {
        Streaming streaming;
        static int made = 0;
        streaming.ends_at_drain = made++ == 0;
        return streaming;
    }));
    SocketClient events = running.client();
    SocketClient download = running.client();

    events.send(get_stream);
    writers.at(0).write("event");
    download.send(get_stream);
    writers.at(1).write("first,");
    running.server().stop();

    EXPECT_EQ(unchunked(events.read_chunked_answer()), "event");
    EXPECT_EQ(events.read_all(), "") << "and the connection is closed";
    EXPECT_FALSE(writers.at(0).is_open());
    EXPECT_TRUE(writers.at(1).write("last"));
    writers.at(1).finish();
    EXPECT_EQ(unchunked(download.read_chunked_answer()), "first,last");
    running.join();
}

TEST(Streaming, is_cut_when_the_drain_has_taken_its_time) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.drain_wait_max = milliseconds(100);
    Writers writers;
    RunningServer running(writers.handler(), limits);
    SocketClient client = running.client();
    client.send(get_stream);
    const BodyWriter writer = writers.at(0);

    running.server().stop();
    running.join();

    EXPECT_FALSE(writer.is_open());
    EXPECT_FALSE(writer.write("x"));
}

TEST(Streaming, leaves_writers_that_outlive_the_server_in_peace) {
    Writers writers;
    std::optional<BodyWriter> kept;
    {
        RunningServer running(writers.handler());
        SocketClient client = running.client();
        client.send(get_stream);
        kept = writers.at(0);
    }

    EXPECT_FALSE(kept->write("x"));
    kept->finish();
    kept->abort();
}

}  // namespace
}  // namespace spark::net
