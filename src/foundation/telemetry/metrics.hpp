#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/telemetry/metric.hpp"

namespace spark::telemetry {

/// THE list of metrics. Registration, exposition and docs are made from it; boards and alarms may name only these.
inline constexpr std::array metrics{
    Metric{.name = "spark_ingest_rows_total", .what = "Rows of candle files read into data sets."},
    Metric{.name = "spark_ingest_bytes_total",
           .what = "Bytes of candle files read, compressed ones as they lie on disk."},
    Metric{.name = "spark_ingest_seconds",
           .type = MetricType::histogram,
           .what = "Time of one ingest, from open to durable.",
           .buckets = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300}},
    Metric{.name = "spark_data_sets_verified_total",
           .what = "Data sets whose every byte was checked.",
           .label = {.name = "result", .values = {"ok", "corrupt"}}},
    Metric{.name = "spark_backtests_total",
           .what = "Backtests that were started.",
           .label = {.name = "result", .values = {"ok", "refused"}}},
    Metric{.name = "spark_backtest_runtime_ms",
           .type = MetricType::histogram,
           .what = "Time of one backtest: load, signals, ledger, metrics.",
           .buckets = {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000, 5'000, 10'000},
           .alias = "backtest_runtime_ms"},
    Metric{
        .name = "spark_backtest_runs_total", .what = "Backtests that ended with a result.", .alias = "bt_runs_total"},
    Metric{.name = "spark_backtest_failures_total",
           .what = "Backtests that ended without a result.",
           .alias = "bt_fail_total"},
    Metric{.name = "spark_backtest_trades_total",
           .what = "Trades of all backtests that ended with a result.",
           .alias = "bt_trades_total"},
    Metric{.name = "spark_backtest_latency_ms",
           .type = MetricType::histogram,
           .what = "Time of one backtest over HTTP: from the request to its evidence on disk, waiting included.",
           .buckets = {5, 10, 20, 30, 50, 100, 200, 500, 1'000, 2'000, 5'000, 10'000, 30'000},
           .alias = "bt_latency_ms"},
    Metric{.name = "spark_jobs_total",
           .what = "Jobs that are over.",
           .label = {.name = "result", .values = {"done", "failed", "refused"}}},
    Metric{.name = "spark_jobs_running", .type = MetricType::gauge, .what = "Jobs at work now."},
    Metric{.name = "spark_jobs_queued", .type = MetricType::gauge, .what = "Jobs that wait for a place."},
    Metric{.name = "spark_job_queue_wait_ms",
           .type = MetricType::histogram,
           .what = "Time a job waited from its submission to its start.",
           .buckets = {1, 5, 10, 50, 100, 500, 1'000, 5'000, 10'000, 60'000, 600'000}},
    Metric{.name = "spark_optimizer_jobs_total",
           .what = "Optimizations that ended: done, cancelled or paused with their sets kept, failed.",
           .label = {.name = "result", .values = {"done", "cancelled", "paused", "failed"}},
           .alias = "optimizer_jobs_total"},
    Metric{.name = "spark_optimizer_workers_running",
           .type = MetricType::gauge,
           .what = "Threads or workers that run sets of optimizations now.",
           .alias = "optimizer_workers_running"},
    Metric{.name = "spark_optimizer_jobs_queued",
           .type = MetricType::gauge,
           .what = "Optimizations that wait for a place.",
           .alias = "optimizer_queue_depth"},
    Metric{
        .name = "spark_optimizer_sets_total", .what = "Sets that were run and kept.", .alias = "optimizer_sets_total"},
    Metric{.name = "spark_optimizer_step_ms",
           .type = MetricType::histogram,
           .what = "Processor time of one set, the mean of the sets that came back together.",
           .buckets = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 5'000, 30'000},
           .alias = "optimizer_step_ms"},
    Metric{.name = "spark_optimizer_queue_wait_ms",
           .type = MetricType::histogram,
           .what = "Time an optimization waited from its submission to its first set being given out.",
           .buckets = {1, 5, 10, 50, 100, 200, 500, 1'000, 5'000, 10'000, 60'000, 600'000, 3'600'000},
           .alias = "optimizer_queue_wait_ms"},
    Metric{.name = "spark_audit_records_total",
           .what = "Records made durable in the audit log.",
           .label = {.name = "outcome", .values = {"allowed", "refused", "failed"}}},
    Metric{.name = "spark_http_requests_total",
           .what = "HTTP requests answered.",
           .label = {.name = "status", .values = {"ok", "client_error", "server_error"}}},
    Metric{.name = "spark_http_request_ms",
           .type = MetricType::histogram,
           .what = "Time from a whole request to its answer.",
           .buckets = {0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 5'000}},
    Metric{.name = "spark_stream_clients",
           .type = MetricType::gauge,
           .what = "Event streams that are open.",
           .alias = "stream_clients"},
    Metric{.name = "spark_stream_events_total",
           .what = "Events given to the event streams, each once however many clients hear it.",
           .label = {.name = "class", .values = {"conflated", "batched", "lossless"}},
           .alias = "stream_events_total"},
    Metric{.name = "spark_stream_conflated_total",
           .what = "Values a client never saw because a newer one had come before its next batch.",
           .alias = "stream_conflated_total"},
    Metric{.name = "spark_stream_gap_total",
           .what = "Gaps told to clients: slow ones, and those whose last event is not known any more.",
           .alias = "stream_gap_total"},
    Metric{.name = "spark_stream_backlog_bytes",
           .type = MetricType::gauge,
           .what = "Bytes given out by the event streams that clients have not taken yet, all together.",
           .alias = "stream_backlog_bytes"},
    Metric{.name = "spark_process_resident_bytes",
           .type = MetricType::gauge,
           .what = "Memory of the process that lies in RAM."},
    Metric{.name = "spark_evidence_written_total", .what = "Evidence documents made durable."},
    Metric{.name = "spark_written_at_seconds",
           .type = MetricType::gauge,
           .what = "Unix time at which these figures were given out."},
};

consteval bool metrics_hold() {
    for (const Metric& metric : metrics) {
        if (!row_holds(metric)) return false;
    }
    return names_differ(metrics);
}
static_assert(metrics_hold(),
              "a metric breaks the table's rules: name, unit at its end, sentence, labels, buckets, alias");

/// A metric whose series somebody else's table makes (routes, venues): named here, so that every name stands in this
/// file, and counted and written where that table is.
struct Family {
    std::string_view name{};
    MetricType type = MetricType::counter;
    std::string_view labels{};  ///< Names parted by blanks.
    std::string_view what{};
};

inline constexpr std::array families{
    Family{.name = "spark_http_route_requests_total",
           .labels = "operation status",
           .what = "HTTP requests answered, by route and class of status."},
    Family{.name = "spark_http_route_request_ms",
           .type = MetricType::histogram,
           .labels = "operation",
           .what = "Time from a whole request to its answer, by route."},
    Family{.name = "btcturk_ws_up",
           .type = MetricType::gauge,
           .labels = "synthetic",
           .what = "1 while the BtcTurk feed is connected, else 0."},
    Family{.name = "btcturk_ticks_total", .labels = "synthetic", .what = "Trades and quotes of the BtcTurk feed."},
    Family{.name = "btcturk_reconnects_total",
           .labels = "synthetic",
           .what = "Times the BtcTurk feed came back after it had been lost."},
    Family{.name = "btcturk_ws_lag_ms",
           .type = MetricType::gauge,
           .labels = "synthetic",
           .what = "P95 over 10 s of how long BtcTurk's events took to arrive; NaN while none come."},
    Family{.name = "ws_conn_state",
           .type = MetricType::gauge,
           .labels = "venue synthetic",
           .what = "State of a venue's connection: 0 down, 1 connecting, 2 stale, 3 closed or delayed, 4 live."},
    Family{.name = "ws_msgs_total", .labels = "venue synthetic", .what = "Events of a venue's feed, candles left out."},
    Family{.name = "ticks_total", .labels = "venue synthetic", .what = "Trades and quotes of a venue's feed."},
    Family{.name = "reconnects_total",
           .labels = "venue synthetic",
           .what = "Times a venue's feed came back after it had been lost."},
    Family{.name = "ws_lag_ms",
           .type = MetricType::gauge,
           .labels = "venue synthetic",
           .what = "P95 over 10 s of how long a venue's events took to arrive; NaN while none come."},
    Family{.name = "ws_gap",
           .labels = "venue synthetic",
           .what = "Changes of numbered order books that never came, counted where the numbers jump."},
    Family{.name = "ws_gap_ms",
           .type = MetricType::histogram,
           .labels = "venue synthetic",
           .what = "Time between two events of a venue's feed."},
    Family{.name = "ingest_latency_ms",
           .type = MetricType::histogram,
           .labels = "venue synthetic",
           .what = "Time from an event at the venue, delay by rule left out, to its arrival here."},
};

/// The two comment lines before a family's series. An unknown name does not compile.
consteval std::size_t family_of(std::string_view name) {
    for (std::size_t index = 0; index < families.size(); ++index) {
        if (families[index].name == name) return index;
    }
    throw "no family of this name";
}
std::string family_head(std::size_t family);

/// docs/reference/telemetry.md, made from both tables.
std::string metrics_markdown();

/// Place of a metric's first series among those of all metrics.
constexpr std::size_t first_series(std::size_t metric) {
    std::size_t first = 0;
    for (std::size_t index = 0; index < metric; ++index) first += metrics[index].series_count();
    return first;
}

/// One series, found at compile time: an unknown name, another type or a label value outside the table does not
/// compile.
template <MetricType type>
class SeriesKey {
  public:
    consteval SeriesKey(const char* name, const char* label_value = "")
        : metric_(metric_of(name)), series_(first_series(metric_)) {
        const Label& label = metrics[metric_].label;
        std::size_t value = 0;
        while (value < label.size() && label.values[value] != label_value) ++value;
        if (label.name.empty() ? *label_value != '\0' : value == label.size()) throw "no such label value";
        series_ += value;
    }
    constexpr std::size_t metric() const { return metric_; }
    constexpr std::size_t series() const { return series_; }

  private:
    static consteval std::size_t metric_of(std::string_view name) {
        for (std::size_t index = 0; index < metrics.size(); ++index) {
            if (metrics[index].name == name && metrics[index].type == type) return index;
        }
        throw "no metric of this name and type";
    }

    std::size_t metric_;
    std::size_t series_;
};

/// The figures of one process. Any thread may call any function at any time; every number is right by itself, two of
/// them need not stem from the same instant.
class Metrics {
  public:
    void add(SeriesKey<MetricType::counter> key, std::uint64_t count = 1);
    void set(SeriesKey<MetricType::gauge> key, double value);
    /// A nan is not counted; what lies above the last bucket counts in +Inf only.
    void observe(SeriesKey<MetricType::histogram> key, double value);

    std::uint64_t value(SeriesKey<MetricType::counter> key) const;

    /// Prometheus text format 0.0.4, in the order of the table; every series from the start, also at 0.
    std::string render() const;

  private:
    struct Series {
        std::atomic<std::uint64_t> count{0};
        std::atomic<double> value{0};  ///< A gauge's value, a histogram's sum.
        std::array<std::atomic<std::uint64_t>, buckets_max> buckets{};
    };
    void render_figures(std::string& out, const Metric& metric, std::string_view name, std::size_t first) const;
    void render_histogram(std::string& out, const Metric& metric, std::string_view name, std::size_t first) const;

    std::array<Series, first_series(metrics.size())> series_{};
};

}  // namespace spark::telemetry
