#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "surface/http/route.hpp"

namespace spark::http {

/// Rate, errors and duration of each route. The number of series is that of the route table. Any thread.
class RouteFigures {
  public:
    static constexpr std::array<double, 10> buckets_ms{0.5, 1, 2, 5, 10, 20, 50, 100, 500, 2'000};

    RouteFigures();

    /// An answer of this route; null: of no route.
    void count(const Route* route, int status, std::chrono::duration<double, std::milli> took);

    /// `spark_http_route_requests_total{operation,status_class}` and the histogram
    /// `spark_http_route_request_ms{operation}` as Prometheus text; the names are rows of telemetry's table.
    std::string text() const;

  private:
    struct One {
        std::array<std::atomic<std::uint64_t>, 5> statuses{};  ///< 1xx … 5xx
        std::array<std::atomic<std::uint64_t>, buckets_ms.size()> buckets{};
        std::atomic<std::uint64_t> count{0};
        std::atomic<double> sum_ms{0};
    };
    std::size_t size_;
    std::unique_ptr<One[]> all_;  ///< One a route, and a last one for requests no route fits.
};

}  // namespace spark::http
