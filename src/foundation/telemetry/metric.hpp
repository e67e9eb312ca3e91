#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace spark::telemetry {

enum class MetricType : std::uint8_t { counter, gauge, histogram };

inline constexpr std::size_t label_values_max = 6;
inline constexpr std::size_t buckets_max = 16;

/// A label and all the values it can have: what is not in this list cannot be counted, so the number of series is
/// fixed.
struct Label {
    std::string_view name{};
    std::array<std::string_view, label_values_max> values{};  ///< Unused places are empty.

    constexpr std::size_t size() const {
        std::size_t count = 0;
        while (count < values.size() && !values[count].empty()) ++count;
        return count;
    }
};

/// One row a metric. `buckets`: upper bounds, rising, unused places 0; +Inf is always there. `alias`: a second name
/// under which the metric is also given out, because others ask for it.
struct Metric {
    std::string_view name{};
    MetricType type = MetricType::counter;
    std::string_view what{};
    Label label{};
    std::array<double, buckets_max> buckets{};
    std::string_view alias{};

    constexpr std::size_t bucket_count() const {
        std::size_t count = 0;
        while (count < buckets.size() && buckets[count] > 0) ++count;
        return count;
    }
    /// Series of the metric: one a label value, or one.
    constexpr std::size_t series_count() const { return label.name.empty() ? 1 : label.size(); }
};

constexpr std::string_view to_text(MetricType type) {
    constexpr std::array<std::string_view, 3> names{"counter", "gauge", "histogram"};
    return names[static_cast<std::size_t>(type)];
}

// The rules every row keeps: the table checks itself with them at compile time, the tests break each of them once.

/// Lower-case words joined by `_`.
constexpr bool is_metric_name(std::string_view name) {
    if (name.empty() || name.front() == '_' || name.back() == '_') return false;
    for (const char c : name) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return name.front() < '0' || name.front() > '9';
}

/// A counter counts things and ends in `_total`; everything else ends in what it is measured in, or, where it tells how
/// many things are in a state now, in that state.
constexpr bool ends_in_unit(const Metric& metric) {
    if (metric.type == MetricType::counter) return metric.name.ends_with("_total");
    for (const std::string_view unit : {"_seconds", "_ms", "_bytes", "_ratio", "_running", "_queued", "_clients"}) {
        if (metric.name.ends_with(unit)) return true;
    }
    return false;
}

constexpr bool label_holds(const Label& label) {
    if (label.name.empty()) return label.size() == 0;
    if (!is_metric_name(label.name) || label.size() == 0) return false;
    for (std::size_t index = 0; index < label.values.size(); ++index) {
        if (index < label.size() ? !is_metric_name(label.values[index]) : !label.values[index].empty()) return false;
        for (std::size_t other = 0; other < index && index < label.size(); ++other) {
            if (label.values[other] == label.values[index]) return false;
        }
    }
    return true;
}

constexpr bool buckets_hold(const Metric& metric) {
    const std::size_t count = metric.bucket_count();
    if ((metric.type == MetricType::histogram) != (count > 0)) return false;
    for (std::size_t index = 0; index < metric.buckets.size(); ++index) {
        if (index >= count && metric.buckets[index] != 0) return false;
        if (index > 0 && index < count && metric.buckets[index] <= metric.buckets[index - 1]) return false;
    }
    return true;
}

constexpr bool row_holds(const Metric& metric) {
    const bool alias_ends_right = metric.type != MetricType::counter || metric.alias.ends_with("_total");
    const bool alias_holds = metric.alias.empty() || (alias_ends_right && is_metric_name(metric.alias));
    return is_metric_name(metric.name) && metric.name.starts_with("spark_") && ends_in_unit(metric) &&
           metric.what.size() > 10 && metric.what.ends_with('.') && label_holds(metric.label) && buckets_hold(metric) &&
           alias_holds;
}

/// No name and no alias twice.
constexpr bool names_differ(std::span<const Metric> rows) {
    for (std::size_t index = 0; index < rows.size(); ++index) {
        for (std::size_t other = 0; other < rows.size(); ++other) {
            if (index != other && rows[index].name == rows[other].name) return false;
            if (index != other && !rows[index].alias.empty() && rows[index].alias == rows[other].alias) return false;
            if (rows[index].alias == rows[other].name) return false;
        }
    }
    return true;
}

}  // namespace spark::telemetry
