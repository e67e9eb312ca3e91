#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "surface/stream/hub.hpp"

namespace spark::stream {
namespace {

constexpr int clients = 1'000;
constexpr int topics = 20;
constexpr int batches_per_second = 10;

struct Crowd {
    telemetry::Metrics metrics{};
    WallTime now = wall_time_of_ms(1'759'963'504'000);
    Hub hub{metrics, Journal{}, 1, now};
    std::vector<std::string> sids{};
    std::vector<std::string> names{};

    Crowd() {
        for (int topic = 0; topic < topics; ++topic) names.push_back(fmt::format("ticker.binance.COIN{}USDT", topic));
        for (int client = 0; client < clients; ++client) {
            const Reader reader{.user = fmt::format("u{}", client), .tenant = "t", .rights = {"read", "account"}};
            std::vector<std::string> wanted = names;
            wanted.emplace_back("orders");
            sids.push_back(hub.open({.reader = reader, .topics = wanted}, now).value());
        }
    }
    void publish() {
        for (const std::string& name : names) {
            benchmark::DoNotOptimize(hub.publish_conflated_text(
                {.topic = name, .at = now},
                R"({"last":"3037028.5","bid":"3035109","ask":"3036622","change_pct":"-1.25","volume":"123456.789"})"));
        }
    }
    std::size_t collect() {
        std::size_t bytes = 0;
        for (const std::string& sid : sids) bytes += hub.collect(sid, now, 0)->bytes.size();
        return bytes;
    }
};

/// One iteration is one second of the stream: 10 × (20 values published, 1,000 clients collected).
void one_second_of_1000_clients_with_20_topics(benchmark::State& state) {
    Crowd crowd;
    std::size_t bytes = 0;
    for (auto _ : state) {
        for (int batch = 0; batch < batches_per_second; ++batch) {
            crowd.publish();
            bytes += crowd.collect();
            crowd.now += std::chrono::milliseconds{100};
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(one_second_of_1000_clients_with_20_topics)->Unit(benchmark::kMillisecond);

/// The same second with 100 lossless events for everybody.
void one_second_of_1000_clients_with_100_lossless_events(benchmark::State& state) {
    Crowd crowd;
    const wire::Json order = wire::Json(std::string(300, 'x'));
    for (auto _ : state) {
        for (int batch = 0; batch < batches_per_second; ++batch) {
            for (int event = 0; event < 10; ++event) {
                benchmark::DoNotOptimize(
                    crowd.hub.publish_lossless({.topic = "orders", .at = crowd.now}, "order", order));
            }
            benchmark::DoNotOptimize(crowd.collect());
            crowd.now += std::chrono::milliseconds{100};
        }
    }
}
BENCHMARK(one_second_of_1000_clients_with_100_lossless_events)->Unit(benchmark::kMillisecond);

void publish_one_conflated_value(benchmark::State& state) {
    Crowd crowd;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            crowd.hub.publish_conflated_text({.topic = crowd.names[0], .at = crowd.now}, R"({"last":"3037028.5"})"));
    }
}
BENCHMARK(publish_one_conflated_value);

}  // namespace
}  // namespace spark::stream
