#include "engine/search/detail/evolution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::search::detail {
namespace {

double number(std::size_t count) { return static_cast<double>(count); }
double length_of(std::span<const double> vector) {
    double sum = 0;
    for (const double each : vector) sum += each * each;
    return std::sqrt(sum);
}

}  // namespace

std::size_t Evolution::usual_population(std::size_t dimensions) {
    return 4 + static_cast<std::size_t>(3 * log_stable(number(dimensions)));
}

Evolution::Evolution(Start start)
    : mean_(std::move(start.mean)),
      step_size_(start.step_size),
      step_path_(mean_.size(), 0.0),
      shape_path_(mean_.size(), 0.0),
      covariance_(Matrix::identity(mean_.size())),
      axes_(covariance_),
      lengths_(mean_.size(), 1.0) {
    SPARK_ASSERT(start.population >= 4 && !mean_.empty());
    const double n = number(mean_.size());
    normal_length_ = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    weigh(start.population);
}

/// Equations 49 to 58.
void Evolution::weigh(std::size_t population) {
    const double n = number(mean_.size());
    double above = 0;
    double above_squares = 0;
    double below = 0;
    double below_squares = 0;
    for (std::size_t at = 0; at < population; ++at) {
        const double weight = log_stable((number(population) + 1) / 2) - log_stable(number(at + 1));
        weights_.push_back(weight);
        (weight >= 0 ? above : below) += std::abs(weight);
        (weight >= 0 ? above_squares : below_squares) += weight * weight;
    }
    mass_ = above * above / above_squares;
    const double below_mass = below * below / below_squares;
    step_rate_ = (mass_ + 2) / (n + mass_ + 5);
    step_damping_ = 1 + 2 * std::max(0.0, std::sqrt((mass_ - 1) / (n + 1)) - 1) + step_rate_;
    path_rate_ = (4 + mass_ / n) / (n + 4 + 2 * mass_ / n);
    rank_one_rate_ = 2 / ((n + 1.3) * (n + 1.3) + mass_);
    rank_mu_rate_ = std::min(1 - rank_one_rate_, 2 * (0.25 + mass_ + 1 / mass_ - 2) / ((n + 2) * (n + 2) + mass_));
    const double below_sum = std::min({1 + rank_one_rate_ / rank_mu_rate_, 1 + 2 * below_mass / (mass_ + 2),
                                       (1 - rank_one_rate_ - rank_mu_rate_) / (n * rank_mu_rate_)});
    for (double& weight : weights_) weight *= weight >= 0 ? 1 / above : below_sum / below;
}

std::vector<double> Evolution::sample(Rng& rng) const {
    std::vector<double> point = mean_;
    for (std::size_t axis = 0; axis < mean_.size(); ++axis) {
        const double along = step_size_ * lengths_[axis] * rng.normal();
        for (std::size_t at = 0; at < mean_.size(); ++at) point[at] += axes_.at(at, axis) * along;
    }
    return point;
}

/// C^(-1/2) × step.
std::vector<double> Evolution::whitened(std::span<const double> step) const {
    std::vector<double> made(step.size(), 0.0);
    for (std::size_t axis = 0; axis < step.size(); ++axis) {
        double along = 0;
        for (std::size_t at = 0; at < step.size(); ++at) along += axes_.at(at, axis) * step[at];
        along /= lengths_[axis];
        for (std::size_t at = 0; at < step.size(); ++at) made[at] += axes_.at(at, axis) * along;
    }
    return made;
}

void Evolution::update(std::span<const std::vector<double>> ranked) {
    SPARK_ASSERT(ranked.size() == weights_.size());
    const std::size_t n = mean_.size();
    std::vector<std::vector<double>> steps(ranked.begin(), ranked.end());
    std::vector<double> moved(n, 0.0);
    for (std::size_t at = 0; at < steps.size(); ++at) {
        for (std::size_t axis = 0; axis < n; ++axis) {
            steps[at][axis] = (steps[at][axis] - mean_[axis]) / step_size_;
            moved[axis] += std::max(0.0, weights_[at]) * steps[at][axis];
        }
    }
    const std::vector<double> white = whitened(moved);
    const double step_gain = std::sqrt(step_rate_ * (2 - step_rate_) * mass_);
    for (std::size_t axis = 0; axis < n; ++axis) {
        mean_[axis] += step_size_ * moved[axis];
        step_path_[axis] = (1 - step_rate_) * step_path_[axis] + step_gain * white[axis];
    }
    ++generation_;
    const double path_length = length_of(step_path_);
    const double settled = 1 - pow_stable(1 - step_rate_, 2 * number(generation_));
    const bool is_moving = path_length / std::sqrt(settled) < (1.4 + 2 / (number(n) + 1)) * normal_length_;
    const double shape_gain = is_moving ? std::sqrt(path_rate_ * (2 - path_rate_) * mass_) : 0;
    for (std::size_t axis = 0; axis < n; ++axis)
        shape_path_[axis] = (1 - path_rate_) * shape_path_[axis] + shape_gain * moved[axis];
    move_covariance(steps, is_moving);
    step_size_ *= exp_stable(std::min(1.0, step_rate_ / step_damping_ * (path_length / normal_length_ - 1)));
    const SymmetricEigen eigen = symmetric_eigen(covariance_);
    axes_ = eigen.vectors;
    // Rounding may leave a length at nothing or below; is_degenerate then ends this distribution.
    for (std::size_t axis = 0; axis < n; ++axis) lengths_[axis] = std::sqrt(std::max(eigen.values[axis], 1e-300));
}

/// Equation 47, with what a stalled step size makes up for.
void Evolution::move_covariance(std::span<const std::vector<double>> steps, bool is_moving) {
    const std::size_t n = mean_.size();
    std::vector<double> weights = weights_;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        if (weights[at] >= 0) continue;
        const double length = length_of(whitened(steps[at]));
        weights[at] *= number(n) / (length * length + 1e-300);
    }
    const double sum = std::accumulate(weights_.begin(), weights_.end(), 0.0);
    const double stalled = is_moving ? 0 : path_rate_ * (2 - path_rate_);
    const double keeps = 1 + rank_one_rate_ * stalled - rank_one_rate_ - rank_mu_rate_ * sum;
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double cell = keeps * covariance_.at(row, column) + rank_one_rate_ * shape_path_[row] * shape_path_[column];
            for (std::size_t at = 0; at < steps.size(); ++at)
                cell += rank_mu_rate_ * weights[at] * steps[at][row] * steps[at][column];
            covariance_.at(row, column) = cell;
            covariance_.at(column, row) = cell;
        }
    }
}

double Evolution::deviation(std::size_t axis) const { return step_size_ * std::sqrt(covariance_.at(axis, axis)); }

bool Evolution::is_degenerate() const {
    constexpr double ratio_max = 1e7;  // of lengths: a condition number of 1e14
    const auto [least, most] = std::ranges::minmax(lengths_);
    return !(most <= ratio_max * least) || !std::isfinite(step_size_) || !(step_size_ > 0);
}

}  // namespace spark::search::detail
