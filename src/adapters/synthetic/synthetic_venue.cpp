#include "adapters/synthetic/synthetic_venue.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace spark::synthetic {

namespace {

/// How often the clock is looked at: the made-up latency is of that size.
constexpr std::chrono::milliseconds look_length{10};
/// After the machine slept, time is caught up with in pieces, so that a stop is heard.
constexpr std::chrono::seconds piece_max{1};

}  // namespace

SyntheticVenue::SyntheticVenue(Options options, Clock clock, feed::Sink& sink)
    : options_(std::move(options)), clock_(std::move(clock)), sink_(sink) {}

Result<void> SyntheticVenue::start() {
    if (thread_.joinable()) return fail(Fault::conflict, "the synthetic venue runs already");
    std::vector<feed::Event> events;
    SPARK_TRY(Generator generator, Generator::start(options_, clock_(), events));
    generator_.emplace(std::move(generator));
    for (const feed::Event& event : events) sink_.on(event);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    return {};
}

void SyntheticVenue::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

void SyntheticVenue::run(const std::stop_token& stop) {
    std::vector<feed::Event> events;
    while (!stop.stop_requested()) {
        const WallTime now = clock_();
        const WallTime to = std::min(now, generator_->time() + piece_max);
        generator_->advance(to, events);
        for (feed::Event& event : events) {
            if (stop.stop_requested()) return;
            feed::set_received_at(event, std::max(clock_(), feed::received_at_of(event)));
            sink_.on(event);
        }
        events.clear();
        if (to < now) continue;
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, look_length, [] { return false; });
    }
}

}  // namespace spark::synthetic
