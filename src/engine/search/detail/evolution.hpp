#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/detail/symmetric_eigen.hpp"
#include "foundation/base/rng.hpp"

namespace spark::search::detail {

/// The distribution that CMA-ES moves and shapes: mean, step size, covariance, with the default constants and the
/// negative weights of Hansen, "The CMA Evolution Strategy: A Tutorial" (arXiv:1604.00772v2, table 1, figure 6).
/// Coordinates are free; whoever samples sees to bounds.
class Evolution {
  public:
    /// Population 4 + ⌊3 ln n⌋.
    static std::size_t usual_population(std::size_t dimensions);

    struct Start {
        std::vector<double> mean;
        double step_size = 0.3;
        std::size_t population = 4;
    };
    explicit Evolution(Start start);

    std::size_t population() const { return weights_.size(); }
    std::vector<double> sample(Rng& rng) const;
    /// One generation, best first, as many as the population.
    void update(std::span<const std::vector<double>> ranked);

    /// Standard deviation along an axis.
    double deviation(std::size_t axis) const;
    /// The longest axis is so much longer than the shortest that the numbers do not carry it.
    bool is_degenerate() const;

  private:
    std::vector<double> whitened(std::span<const double> step) const;
    void weigh(std::size_t population);
    void move_covariance(std::span<const std::vector<double>> steps, bool is_moving);

    std::vector<double> mean_;
    double step_size_;
    std::vector<double> weights_;
    double mass_ = 0;  // μ_eff
    double step_rate_ = 0;
    double step_damping_ = 0;
    double path_rate_ = 0;
    double rank_one_rate_ = 0;
    double rank_mu_rate_ = 0;
    double normal_length_ = 0;
    std::vector<double> step_path_;
    std::vector<double> shape_path_;
    Matrix covariance_;
    Matrix axes_;  // its eigenvectors
    std::vector<double> lengths_;
    std::size_t generation_ = 0;
};

}  // namespace spark::search::detail
