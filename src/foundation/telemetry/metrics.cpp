#include "foundation/telemetry/metrics.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spark::telemetry {

namespace {

std::string number(double value) {
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    if (std::isnan(value)) return "NaN";
    std::array<char, 32> buffer;
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), written.ptr};
}

/// `{result="ok",le="0.5"}`, or nothing when there is neither label nor bound.
std::string labels(const Label& label, std::size_t value, const std::string& bound) {
    std::string inside;
    if (!label.name.empty()) inside = std::string(label.name) + "=\"" + std::string(label.values[value]) + "\"";
    if (!bound.empty()) inside += (inside.empty() ? "le=\"" : ",le=\"") + bound + "\"";
    return inside.empty() ? "" : "{" + inside + "}";
}

void render_head(std::string& out, const Metric& metric, std::string_view name) {
    out += "# HELP " + std::string(name) + " " + std::string(metric.what) + "\n";
    out += "# TYPE " + std::string(name) + " " + std::string(to_text(metric.type)) + "\n";
}

}  // namespace

void Metrics::add(SeriesKey<MetricType::counter> key, std::uint64_t count) {
    series_[key.series()].count.fetch_add(count, std::memory_order_relaxed);
}

void Metrics::set(SeriesKey<MetricType::gauge> key, double value) {
    series_[key.series()].value.store(value, std::memory_order_relaxed);
}

void Metrics::observe(SeriesKey<MetricType::histogram> key, double value) {
    if (std::isnan(value)) return;
    const Metric& metric = metrics[key.metric()];
    Series& series = series_[key.series()];
    for (std::size_t bucket = 0; bucket < metric.bucket_count(); ++bucket) {
        if (value > metric.buckets[bucket]) continue;
        series.buckets[bucket].fetch_add(1, std::memory_order_relaxed);
        break;
    }
    series.value.fetch_add(value, std::memory_order_relaxed);
    series.count.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t Metrics::value(SeriesKey<MetricType::counter> key) const {
    return series_[key.series()].count.load(std::memory_order_relaxed);
}

void Metrics::render_histogram(std::string& out, const Metric& metric, std::string_view name, std::size_t first) const {
    render_head(out, metric, name);
    for (std::size_t value = 0; value < metric.series_count(); ++value) {
        const Series& series = series_[first + value];
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket < metric.bucket_count(); ++bucket) {
            below += series.buckets[bucket].load(std::memory_order_relaxed);
            out += std::string(name) + "_bucket" + labels(metric.label, value, number(metric.buckets[bucket])) + " " +
                   std::to_string(below) + "\n";
        }
        // While others observe, a bucket may hold what the count does not hold yet; +Inf must never be under it.
        const std::uint64_t whole = std::max(below, series.count.load(std::memory_order_relaxed));
        out += std::string(name) + "_bucket" + labels(metric.label, value, "+Inf") + " " + std::to_string(whole) + "\n";
        out += std::string(name) + "_sum" + labels(metric.label, value, "") + " " +
               number(series.value.load(std::memory_order_relaxed)) + "\n";
        out += std::string(name) + "_count" + labels(metric.label, value, "") + " " + std::to_string(whole) + "\n";
    }
}

void Metrics::render_figures(std::string& out, const Metric& metric, std::string_view name, std::size_t first) const {
    render_head(out, metric, name);
    for (std::size_t value = 0; value < metric.series_count(); ++value) {
        const Series& series = series_[first + value];
        const std::string figure = metric.type == MetricType::counter
                                       ? std::to_string(series.count.load(std::memory_order_relaxed))
                                       : number(series.value.load(std::memory_order_relaxed));
        out += std::string(name) + labels(metric.label, value, "") + " " + figure + "\n";
    }
}

std::string Metrics::render() const {
    std::string out;
    for (std::size_t index = 0; index < metrics.size(); ++index) {
        const Metric& metric = metrics[index];
        const std::size_t first = first_series(index);
        if (metric.type == MetricType::histogram) {
            render_histogram(out, metric, metric.name, first);
            if (!metric.alias.empty()) render_histogram(out, metric, metric.alias, first);
            continue;
        }
        render_figures(out, metric, metric.name, first);
        if (!metric.alias.empty()) render_figures(out, metric, metric.alias, first);
    }
    return out;
}

std::string family_head(std::size_t family) {
    const Family& row = families[family];
    const std::string name(row.name);
    return "# HELP " + name + " " + std::string(row.what) + "\n# TYPE " + name + " " + std::string(to_text(row.type)) +
           "\n";
}

std::string metrics_markdown() {
    std::string out =
        "# Metrics\n\nGenerated by `spark __docs telemetry` from src/foundation/telemetry/metrics.hpp. `GET /metrics` "
        "gives them as\nPrometheus text; a name in brackets is a second one under which the same figures are given "
        "out, "
        "because the planning\ndocuments ask for it.\n\n| name | type | labels | what |\n|---|---|---|---|\n";
    for (const Metric& metric : metrics) {
        out += "| `" + std::string(metric.name) + "`";
        if (!metric.alias.empty()) out += " (`" + std::string(metric.alias) + "`)";
        out += " | " + std::string(to_text(metric.type)) + " | ";
        if (!metric.label.name.empty()) {
            out += "`" + std::string(metric.label.name) + "`: ";
            for (std::size_t value = 0; value < metric.label.size(); ++value)
                out += (value == 0 ? "" : ", ") + std::string(metric.label.values[value]);
        }
        out += " | " + std::string(metric.what) + " |\n";
    }
    for (const Family& family : families) {
        out += "| `" + std::string(family.name) + "` | " + std::string(to_text(family.type)) + " | `" +
               std::string(family.labels) + "` | " + std::string(family.what) + " |\n";
    }
    return out;
}

}  // namespace spark::telemetry
