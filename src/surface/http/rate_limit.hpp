#pragma once

#include <algorithm>
#include <chrono>

namespace spark::http {

struct Rate {
    double per_second = 0;  ///< 0: no limit.
    double burst = 1;
};

/// A bucket that fills at a steady rate; each call takes one. One thread at a time.
class RateLimit {
  public:
    explicit RateLimit(Rate rate) : rate_(rate), filled_(rate.burst) {}

    /// Whether the call at this (never falling) time may go on.
    bool take(std::chrono::nanoseconds now) {
        if (rate_.per_second <= 0) return true;
        const std::chrono::duration<double> passed = now - last_;
        last_ = now;
        filled_ = std::min(rate_.burst, filled_ + passed.count() * rate_.per_second);
        if (filled_ < 1) return false;
        filled_ -= 1;
        return true;
    }

  private:
    Rate rate_;
    double filled_;
    std::chrono::nanoseconds last_{0};
};

}  // namespace spark::http
