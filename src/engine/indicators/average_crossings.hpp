#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/bit_column.hpp"
#include "foundation/base/column.hpp"

namespace spark::indicators {

/// Running sums of a price column: entry i is the sum of the first i values, modulo 2^64. The difference of two entries
/// is the exact sum of the values between them as long as that sum fits in 64 bits. Shared by every window over the
/// column, also in sweeps. The column outlives it.
class RunningSums {
  public:
    explicit RunningSums(std::span<const std::int64_t> values);

    std::size_t size() const { return sums_.size() - 1; }
    std::span<const std::int64_t> values() const { return values_; }
    const std::uint64_t* data() const { return sums_.data(); }
    std::int64_t value_max() const { return value_max_; }
    std::int64_t value_min() const { return value_min_; }

  private:
    std::span<const std::int64_t> values_;
    Column<std::uint64_t> sums_;
    std::int64_t value_max_ = 0;
    std::int64_t value_min_ = 0;  ///< 0 when every value is above it.
};

/// Where two moving averages of one column cross.
struct Crossings {
    BitColumn over;   ///< fast > slow on this bar and fast <= slow on the bar before (Pine's crossover).
    BitColumn under;  ///< fast < slow on this bar and fast >= slow on the bar before.
};

/// Crossings of the simple averages over the last `fast` and `slow` values. The averages are compared exactly, as
/// integers (sum_fast × slow against sum_slow × fast), so equal averages are equal. Bars before both averages exist on
/// two bars have no crossing. Precondition (asserted): 1 <= fast < slow.
Crossings average_crossings(const RunningSums& sums, std::size_t fast, std::size_t slow);

/// Which of two moving averages of one column is the larger one.
struct AverageOrder {
    BitColumn above;  ///< fast > slow.
    BitColumn below;  ///< fast < slow.
};

/// The order of the same averages, as exactly; bars before both exist are neither. Precondition (asserted):
/// 1 <= fast < slow.
AverageOrder average_order(const RunningSums& sums, std::size_t fast, std::size_t slow);

}  // namespace spark::indicators
