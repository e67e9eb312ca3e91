#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::robustness {

/// Returns of many sets over the same periods (days, say), as fractions of equity. Period after period, so that what
/// is computed for every set runs along memory. Sets are known by their index.
class ReturnTable {
  public:
    /// All zeros. Preconditions (asserted): neither is 0.
    ReturnTable(std::size_t periods, std::size_t sets);

    /// One column a set. Errors: invalid_input when there is none, they differ in length, or a number is not finite.
    static Result<ReturnTable> of_columns(std::span<const std::vector<double>> columns);

    std::size_t periods() const { return periods_; }
    std::size_t sets() const { return sets_; }
    double at(std::size_t period, std::size_t set) const { return values_[period * sets_ + set]; }
    double& at(std::size_t period, std::size_t set) { return values_[period * sets_ + set]; }
    std::span<const double> period(std::size_t period) const {
        return std::span(values_).subspan(period * sets_, sets_);
    }
    std::vector<double> column(std::size_t set) const;

  private:
    std::size_t periods_;
    std::size_t sets_;
    std::vector<double> values_;
};

/// Squared deviations this small beside the squared numbers are what rounding left of none.
inline constexpr double no_variation_share = 1e-18;

/// Mean and Σ(r − mean)² of every set. The second is exactly 0 for a set whose returns do not vary: one that did not
/// trade.
struct ColumnMoments {
    std::vector<double> mean;
    std::vector<double> squares;
};
ColumnMoments column_moments(const ReturnTable& table);

}  // namespace spark::robustness
