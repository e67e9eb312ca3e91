#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace spark::http {

struct Rate {
    double per_second = 0;  ///< 0: no limit.
    double burst = 1;
};

/// What a call took from its bucket.
struct Taken {
    bool is_allowed = true;
    double left = 0;                  ///< Calls that could follow at once.
    std::chrono::seconds next_in{0};  ///< Until one more fits; at least 1 when refused.
};

/// Buckets that fill at a steady rate, one a principal; each call takes one. Remembers the `principals_max` that called
/// last: a bucket that is forgotten would be nearly full again. One thread at a time.
class RateLimit {
  public:
    static constexpr std::size_t principals_max = 4'096;

    explicit RateLimit(Rate rate) : rate_(rate) {}

    const Rate& rate() const { return rate_; }

    /// Whether this principal's call at this (never falling) time may go on.
    Taken take(std::string_view principal, std::chrono::nanoseconds now);

  private:
    struct Bucket {
        std::string principal;
        double filled = 0;
        std::chrono::nanoseconds last{0};
    };

    Rate rate_;
    std::list<Bucket> buckets_;  ///< The one used last stands first.
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> places_;
};

}  // namespace spark::http
