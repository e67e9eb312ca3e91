#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/detail/scale.hpp"
#include "foundation/base/rng.hpp"

namespace spark::search::detail {

/// A density over the values of one axis made of one kernel an observation and a prior (Bergstra et al. 2011, section
/// 4.2), with the widths and weights of Optuna's defaults (optuna/samplers/_tpe/parzen_estimator.py of 5.0.0,
/// univariate, magic clip, without endpoints): numbers are normal kernels cut at the ends and summed up over each
/// value's cell; what has no order is counted.
class Parzen {
  public:
    /// Observations are indexes on the axis, oldest first. The scale outlives it; null: the values have no order.
    Parzen(std::uint64_t count, const Scale* scale, std::span<const std::uint32_t> observations);

    std::uint64_t sample(Rng& rng) const;
    /// Probability of a value. Kept where the axis is short: the same value is asked for often.
    double probability(std::uint64_t index);

    static constexpr double prior_weight = 1.0;

  private:
    struct Kernel {
        double mean = 0;
        double width = 0;
        double share_below = 0;  ///< Of the kernel, below the low end.
        double share_inside = 1;
    };

    std::vector<double> widths_of(std::span<const double> means) const;
    std::size_t kernel_at(Rng& rng) const;
    double computed(std::uint64_t index) const;

    std::uint64_t count_;
    const Scale* scale_;
    std::vector<double> weights_;  // sum 1; the last is the prior's
    std::vector<double> weights_up_to_;
    std::vector<Kernel> kernels_;          // of numbers
    std::vector<std::uint32_t> observed_;  // of values without an order
    std::vector<double> kept_;
};

}  // namespace spark::search::detail
