#include <benchmark/benchmark.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/net/server.hpp"
#include "foundation/net/testing/many_clients.hpp"
#include "foundation/net/testing/process_figures.hpp"
#include "foundation/net/testing/running_server.hpp"

namespace spark::net {
namespace {

using std::chrono::milliseconds;
using Seconds = std::chrono::duration<double>;

/// 1,000 event streams on one I/O thread, each given ten events of 60 bytes a second by another thread.
/// io_cpu_pct: of one core, by the I/O thread; write_us: one event to one stream, as its writer sees it.
void a_thousand_streams_ten_events_a_second(benchmark::State& state) {
    const int count = static_cast<int>(state.range(0));
    std::mutex mutex;
    std::condition_variable has_begun;
    std::vector<BodyWriter> writers;
    ServerLimits limits;
    limits.drain_wait_max = milliseconds(100);
    testing::RunningServer running(
        [&](const Request&) -> Answer {
            Streaming streaming;
            streaming.begin = [&](const BodyWriter& writer) {
                writer.write("event: hello\n\n");
                const std::lock_guard lock(mutex);
                writers.push_back(writer);
                has_begun.notify_all();
            };
            streaming.ends_at_drain = true;
            return streaming;
        },
        limits);
    const std::int64_t resident_before = testing::resident_bytes();
    testing::ManyClients clients(
        {.port = running.port(), .count = count, .request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"});
    const std::int64_t opened = clients.wait_until_open();
    std::unique_lock lock(mutex);
    has_begun.wait_for(lock, milliseconds(5'000), [&] { return std::ssize(writers) == opened; });
    const std::int64_t resident_after = testing::resident_bytes();
    const std::string event = "data: " + std::string(52, 'x') + "\n\n";
    const auto used_before = testing::processor_time(running.thread());
    const auto begun = std::chrono::steady_clock::now();
    std::int64_t written = 0;
    std::chrono::nanoseconds writing{};
    int rounds = 0;
    for (auto _ : state) {
        const auto round_begun = std::chrono::steady_clock::now();
        for (const BodyWriter& writer : writers) written += writer.write(event) ? 1 : 0;
        writing += std::chrono::steady_clock::now() - round_begun;
        std::condition_variable never;
        never.wait_until(lock, begun + ++rounds * milliseconds(100), [] { return false; });
    }
    const Seconds wall = std::chrono::steady_clock::now() - begun;
    const Seconds used = testing::processor_time(running.thread()) - used_before;
    writers.clear();
    lock.unlock();
    const std::int64_t got = clients.close();
    state.counters["streams"] = static_cast<double>(opened);
    state.counters["io_cpu_pct"] = 100 * used.count() / wall.count();
    state.counters["write_us"] = static_cast<double>(writing.count()) / 1e3 / static_cast<double>(written);
    state.counters["memory_kib_a_stream"] =
        static_cast<double>(resident_after - resident_before) / 1024 / static_cast<double>(opened);
    state.counters["bytes_got_pct"] = 100 * static_cast<double>(got) / static_cast<double>(written * std::ssize(event));
}
BENCHMARK(a_thousand_streams_ten_events_a_second)->Arg(1'000)->Iterations(50)->Unit(benchmark::kMillisecond);

/// Connections that have asked once and wait. memory_kib_each: of this process; io_cpu_pct: of one core, for looking at
/// their deadlines ten times a second.
void idle_connections(benchmark::State& state) {
    const int count = static_cast<int>(state.range(0));
    testing::RunningServer running(testing::echo, ServerLimits{});
    const std::int64_t resident_before = testing::resident_bytes();
    testing::ManyClients clients(
        {.port = running.port(), .count = count, .request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"});
    const std::int64_t opened = clients.wait_until_open();
    const std::int64_t resident_after = testing::resident_bytes();
    const auto used_before = testing::processor_time(running.thread());
    const auto begun = std::chrono::steady_clock::now();
    for (auto _ : state) {
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, milliseconds(100), [] { return false; });
    }
    const Seconds wall = std::chrono::steady_clock::now() - begun;
    const Seconds used = testing::processor_time(running.thread()) - used_before;
    state.counters["connections"] = static_cast<double>(opened);
    state.counters["memory_kib_each"] =
        static_cast<double>(resident_after - resident_before) / 1024 / static_cast<double>(opened);
    state.counters["io_cpu_pct"] = 100 * used.count() / wall.count();
}
BENCHMARK(idle_connections)->Arg(10'000)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::net
