#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/feed/events.hpp"
#include "engine/feed/health.hpp"

namespace spark::server {

/// What of one venue's feed is counted for /metrics beyond its health. One thread at a time.
class FeedFigures {
  public:
    static constexpr std::array<double, 10> buckets_ms{5, 10, 25, 50, 100, 250, 500, 1'000, 1'500, 5'000};

    /// `delay`: by which the venue's data is held back by rule.
    void on(const feed::Event& event, std::chrono::seconds delay);

    std::uint64_t ticks() const { return ticks_; }

    struct Histogram {
        std::array<std::uint64_t, buckets_ms.size()> buckets{};
        std::uint64_t count = 0;
        double sum = 0;
        void add(double value);
    };
    const Histogram& gaps() const { return gaps_; }
    const Histogram& latencies() const { return latencies_; }

  private:
    std::uint64_t ticks_ = 0;
    std::optional<WallTime> last_;
    Histogram gaps_;
    Histogram latencies_;
};

struct VenueFigures {
    feed::HealthReport report;
    FeedFigures figures;
};

/// The families of telemetry's table that speak of venues, as Prometheus text.
std::string feed_figures_text(const std::vector<VenueFigures>& venues);

}  // namespace spark::server
