#include "surface/http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace spark::http {

Taken RateLimit::take(std::string_view principal, std::chrono::nanoseconds now) {
    if (rate_.per_second <= 0) return {.is_allowed = true, .left = rate_.burst};
    auto place = places_.find(principal);
    if (place == places_.end()) {
        if (buckets_.size() == principals_max) {
            places_.erase(buckets_.back().principal);
            buckets_.pop_back();
        }
        buckets_.push_front({.principal = std::string(principal), .filled = rate_.burst, .last = now});
        place = places_.emplace(buckets_.front().principal, buckets_.begin()).first;
    } else {
        buckets_.splice(buckets_.begin(), buckets_, place->second);
    }
    Bucket& bucket = buckets_.front();
    const std::chrono::duration<double> passed = now - bucket.last;
    bucket.last = now;
    bucket.filled = std::min(rate_.burst, bucket.filled + passed.count() * rate_.per_second);
    const bool is_allowed = bucket.filled >= 1;
    if (is_allowed) bucket.filled -= 1;
    const double missing = std::max(0.0, 1 - bucket.filled) / rate_.per_second;
    const auto wait = std::chrono::seconds(static_cast<std::int64_t>(std::ceil(missing)));
    return {.is_allowed = is_allowed,
            .left = std::floor(bucket.filled),
            .next_in = is_allowed ? wait : std::max(std::chrono::seconds(1), wait)};
}

}  // namespace spark::http
