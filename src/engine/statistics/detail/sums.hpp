#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>

namespace spark::statistics::detail {

/// A sum that keeps what each addition loses (Neumaier 1974), in the order given: the order of terms moves the result
/// by about one unit in the last place, however many there are.
class Sum {
  public:
    void add(double term) {
        const double next = total_ + term;
        lost_ += std::abs(total_) >= std::abs(term) ? (total_ - next) + term : (term - next) + total_;
        total_ = next;
    }
    double value() const { return total_ + lost_; }

  private:
    double total_ = 0;
    double lost_ = 0;
};

/// The number, or nothing when it is infinite or not a number: what no statistic may be.
inline std::optional<double> present(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// value ÷ divisor; nothing when the divisor is 0 or either is missing.
inline std::optional<double> ratio(std::optional<double> value, std::optional<double> divisor) {
    if (!value || !divisor || *divisor == 0) return std::nullopt;
    return present(*value / *divisor);
}

double sum_of(std::span<const double> values);

/// Nothing for no values.
std::optional<double> mean_of(std::span<const double> values);

/// Mean of (value − mean)^power, for power 2 to 4. Exactly 0 when all values are equal. Nothing for no values.
std::optional<double> central_moment(std::span<const double> values, int power);

/// √(Σ(value − mean)² ÷ (n − 1)); exactly 0 when all values are equal. Nothing for fewer than two values.
std::optional<double> sample_deviation(std::span<const double> values);

/// The value at `share` (0 to 1) of the way through values in ascending order, linear between neighbours (numpy's and
/// pandas' default; type 7 of Hyndman and Fan). Nothing for no values.
std::optional<double> quantile(std::span<const double> ascending, double share);

}  // namespace spark::statistics::detail
