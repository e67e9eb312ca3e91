#include "app/server/live_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "foundation/telemetry/metrics.hpp"

namespace spark::server {
namespace {

constexpr std::string_view btcturk = "btcturk";

std::string labels_of(const feed::HealthReport& report) {
    return fmt::format("venue=\"{}\",synthetic=\"{}\"", report.venue.text(), report.is_synthetic);
}

std::string lag_text(const feed::HealthReport& report) {
    return report.drift_p95_ms ? std::to_string(*report.drift_p95_ms) : "NaN";
}

int state_number(feed::FeedStatus status) {
    switch (status) {
        case feed::FeedStatus::down: return 0;
        case feed::FeedStatus::connecting: return 1;
        case feed::FeedStatus::stale: return 2;
        case feed::FeedStatus::delayed:
        case feed::FeedStatus::closed: return 3;
        case feed::FeedStatus::live: return 4;
    }
    return 0;
}

bool is_up(feed::FeedStatus status) {
    return status != feed::FeedStatus::down && status != feed::FeedStatus::connecting;
}

void write_btcturk(const std::vector<VenueFigures>& venues, std::string& out) {
    const auto write = [&](std::size_t family, std::string_view name, const auto& value_of) {
        out += telemetry::family_head(family);
        for (const VenueFigures& venue : venues) {
            if (venue.report.venue.text().ends_with(btcturk))
                out += fmt::format("{}{{synthetic=\"{}\"}} {}\n", name, venue.report.is_synthetic, value_of(venue));
        }
    };
    write(telemetry::family_of("btcturk_ws_up"), "btcturk_ws_up",
          [](const VenueFigures& venue) { return is_up(venue.report.status) ? 1 : 0; });
    write(telemetry::family_of("btcturk_ticks_total"), "btcturk_ticks_total",
          [](const VenueFigures& venue) { return venue.figures.ticks(); });
    write(telemetry::family_of("btcturk_reconnects_total"), "btcturk_reconnects_total",
          [](const VenueFigures& venue) { return venue.report.reconnects; });
    write(telemetry::family_of("btcturk_ws_lag_ms"), "btcturk_ws_lag_ms",
          [](const VenueFigures& venue) { return lag_text(venue.report); });
}

void write_histogram(std::size_t family, std::string_view name, const std::vector<VenueFigures>& venues,
                     const FeedFigures::Histogram& (FeedFigures::*histogram_of)() const, std::string& out) {
    out += telemetry::family_head(family);
    for (const VenueFigures& venue : venues) {
        const FeedFigures::Histogram& histogram = (venue.figures.*histogram_of)();
        const std::string labels = labels_of(venue.report);
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket < FeedFigures::buckets_ms.size(); ++bucket) {
            below += histogram.buckets[bucket];
            out += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", name, labels, FeedFigures::buckets_ms[bucket], below);
        }
        out += fmt::format("{0}_bucket{{{1},le=\"+Inf\"}} {2}\n{0}_sum{{{1}}} {3}\n{0}_count{{{1}}} {2}\n", name,
                           labels, histogram.count, histogram.sum);
    }
}

}  // namespace

void FeedFigures::Histogram::add(double value) {
    const auto bucket = std::ranges::lower_bound(buckets_ms, value);
    if (bucket != buckets_ms.end()) ++buckets[static_cast<std::size_t>(bucket - buckets_ms.begin())];
    ++count;
    sum += value;
}

void FeedFigures::on(const feed::Event& event, std::chrono::seconds delay) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    if (std::holds_alternative<feed::FeedState>(event) || std::holds_alternative<feed::CandleUpdate>(event)) return;
    if (std::holds_alternative<feed::MarketTrade>(event) || std::holds_alternative<feed::Quote>(event)) ++ticks_;
    const WallTime received_at = feed::received_at_of(event);
    latencies_.add(std::max(0.0, Milliseconds(received_at - feed::event_time_of(event) - delay).count()));
    if (last_) gaps_.add(std::max(0.0, Milliseconds(received_at - *last_).count()));
    last_ = received_at;
}

std::string feed_figures_text(const std::vector<VenueFigures>& venues) {
    std::string out;
    write_btcturk(venues, out);
    const auto write = [&](std::size_t family, std::string_view name, const auto& value_of) {
        out += telemetry::family_head(family);
        for (const VenueFigures& venue : venues)
            out += fmt::format("{}{{{}}} {}\n", name, labels_of(venue.report), value_of(venue));
    };
    write(telemetry::family_of("ws_conn_state"), "ws_conn_state",
          [](const VenueFigures& venue) { return state_number(venue.report.status); });
    write(telemetry::family_of("ws_msgs_total"), "ws_msgs_total",
          [](const VenueFigures& venue) { return venue.report.messages_total; });
    write(telemetry::family_of("ticks_total"), "ticks_total",
          [](const VenueFigures& venue) { return venue.figures.ticks(); });
    write(telemetry::family_of("reconnects_total"), "reconnects_total",
          [](const VenueFigures& venue) { return venue.report.reconnects; });
    write(telemetry::family_of("ws_lag_ms"), "ws_lag_ms",
          [](const VenueFigures& venue) { return lag_text(venue.report); });
    write(telemetry::family_of("ws_gap"), "ws_gap",
          [](const VenueFigures& venue) { return venue.report.sequence_gaps; });
    write_histogram(telemetry::family_of("ws_gap_ms"), "ws_gap_ms", venues, &FeedFigures::gaps, out);
    write_histogram(telemetry::family_of("ingest_latency_ms"), "ingest_latency_ms", venues, &FeedFigures::latencies,
                    out);
    return out;
}

}  // namespace spark::server
