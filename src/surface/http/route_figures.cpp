#include "surface/http/route_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/telemetry/metrics.hpp"

namespace spark::http {
namespace {

constexpr std::string_view no_route = "none";

}  // namespace

RouteFigures::RouteFigures() : size_(routes().size() + 1), all_(std::make_unique<One[]>(size_)) {}

void RouteFigures::count(const Route* route, int status, std::chrono::duration<double, std::milli> took) {
    One& one = all_[route == nullptr ? size_ - 1 : static_cast<std::size_t>(route - routes().data())];
    const int status_class = std::min(std::max(status / 100, 1), 5);
    one.statuses[static_cast<std::size_t>(status_class - 1)].fetch_add(1, std::memory_order_relaxed);
    one.count.fetch_add(1, std::memory_order_relaxed);
    one.sum_ms.fetch_add(took.count(), std::memory_order_relaxed);
    for (std::size_t index = 0; index < buckets_ms.size(); ++index) {
        if (took.count() > buckets_ms[index]) continue;
        one.buckets[index].fetch_add(1, std::memory_order_relaxed);
        break;
    }
}

std::string RouteFigures::text() const {
    const auto name_of = [this](std::size_t index) {
        return index + 1 == size_ ? no_route : routes()[index].operation;
    };
    std::string out = telemetry::family_head(telemetry::family_of("spark_http_route_requests_total"));
    for (std::size_t index = 0; index < size_; ++index) {
        for (std::size_t status = 1; status < 5; ++status)
            out += fmt::format("spark_http_route_requests_total{{operation=\"{}\",status=\"{}xx\"}} {}\n",
                               name_of(index), status + 1, all_[index].statuses[status].load());
    }
    out += telemetry::family_head(telemetry::family_of("spark_http_route_request_ms"));
    for (std::size_t index = 0; index < size_; ++index) {
        const One& one = all_[index];
        if (one.count.load() == 0) continue;
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket < buckets_ms.size(); ++bucket) {
            below += one.buckets[bucket].load();
            out += fmt::format("spark_http_route_request_ms_bucket{{operation=\"{}\",le=\"{}\"}} {}\n", name_of(index),
                               buckets_ms[bucket], below);
        }
        const std::uint64_t count = one.count.load();
        out += fmt::format(
            "spark_http_route_request_ms_bucket{{operation=\"{0}\",le=\"+Inf\"}} {1}\n"
            "spark_http_route_request_ms_sum{{operation=\"{0}\"}} {2}\n"
            "spark_http_route_request_ms_count{{operation=\"{0}\"}} {1}\n",
            name_of(index), count, one.sum_ms.load());
    }
    return out;
}

}  // namespace spark::http
