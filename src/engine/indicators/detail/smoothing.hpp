#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators::detail {

/// value += weight × (x − value), seeded by the average of the first `length` defined values. Undefined bars are passed
/// over. Equal values stay exactly equal.
class Smoother {
  public:
    Smoother(std::size_t length, double weight) : length_(length), weight_(weight) {}

    /// Takes a defined value; returns the average, undefined until `length` values came.
    double next(double x) {
        if (count_ >= length_) return value_ += weight_ * (x - value_);
        if (count_ == 0) base_ = x;
        gap_ += x - base_;
        if (++count_ < length_) return undefined;
        return value_ = base_ + gap_ / static_cast<double>(length_);
    }
    bool ready() const { return count_ >= length_; }
    double value() const { return value_; }  ///< Undefined until ready.

  private:
    std::size_t length_;
    double weight_;
    std::size_t count_ = 0;
    double base_ = 0.0;  // the first value: averaging distances from it keeps equal values equal
    double gap_ = 0.0;
    double value_ = undefined;
};

inline double ema_weight(std::size_t length) { return 2.0 / (static_cast<double>(length) + 1.0); }
inline double rma_weight(std::size_t length) { return 1.0 / static_cast<double>(length); }

}  // namespace spark::indicators::detail
