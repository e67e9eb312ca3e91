#include "engine/search/detail/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/search/detail/normal.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::search::detail {
namespace {

constexpr std::uint64_t kept_max = 65'536;
constexpr double unknown = -1;

/// The latest 25 count whole, older ones less the older they are; the prior comes last.
std::vector<double> weights_for(std::size_t observations) {
    constexpr std::size_t whole = 25;
    std::vector<double> weights(observations, 1.0);
    if (observations > whole) {
        const std::size_t ramp = observations - whole;
        const double first = 1.0 / static_cast<double>(observations);
        for (std::size_t at = 0; at < ramp; ++at) {
            const double share = ramp > 1 ? static_cast<double>(at) / static_cast<double>(ramp - 1) : 0;
            weights[at] = first + share * (1 - first);
        }
    }
    weights.push_back(Parzen::prior_weight);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight /= sum;
    return weights;
}

}  // namespace

Parzen::Parzen(std::uint64_t count, const Scale* scale, std::span<const std::uint32_t> observations)
    : count_(count), scale_(scale), weights_(weights_for(observations.size())) {
    std::partial_sum(weights_.begin(), weights_.end(), std::back_inserter(weights_up_to_));
    if (count_ <= kept_max) kept_.assign(count_, unknown);
    if (scale_ == nullptr) {
        observed_.assign(observations.begin(), observations.end());
        return;
    }
    std::vector<double> means;
    for (const std::uint32_t index : observations) means.push_back(scale_->position(index));
    const std::vector<double> widths = widths_of(means);
    const double low = scale_->low();
    const double high = scale_->high();
    for (std::size_t at = 0; at < means.size(); ++at) kernels_.push_back({.mean = means[at], .width = widths[at]});
    kernels_.push_back({.mean = 0.5 * (low + high), .width = high - low});
    for (Kernel& kernel : kernels_) {
        kernel.share_below = normal_below((low - kernel.mean) / kernel.width);
        kernel.share_inside = normal_below((high - kernel.mean) / kernel.width) - kernel.share_below;
    }
}

/// The larger distance to the two neighbours; the outermost ones look inward only; not below a share of the range that
/// falls with the observations.
std::vector<double> Parzen::widths_of(std::span<const double> means) const {
    const std::size_t count = means.size();
    const double low = scale_->low();
    const double high = scale_->high();
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(
        order, [means](std::size_t a, std::size_t b) { return means[a] != means[b] ? means[a] < means[b] : a < b; });
    const double least = (high - low) / std::min(100.0, static_cast<double>(count) + 2.0);
    std::vector<double> widths(count);
    for (std::size_t at = 0; at < count; ++at) {
        const double here = means[order[at]];
        const double before = here - (at == 0 ? low : means[order[at - 1]]);
        const double after = (at + 1 == count ? high : means[order[at + 1]]) - here;
        double width = std::max(before, after);
        if (count > 1 && at == 0) width = after;
        if (count > 1 && at + 1 == count) width = before;
        widths[order[at]] = std::clamp(width, least, high - low);
    }
    return widths;
}

std::size_t Parzen::kernel_at(Rng& rng) const {
    const auto found = std::ranges::upper_bound(weights_up_to_, rng.uniform_real());
    return std::min(static_cast<std::size_t>(found - weights_up_to_.begin()), weights_.size() - 1);
}

std::uint64_t Parzen::sample(Rng& rng) const {
    const std::size_t at = kernel_at(rng);
    const double share = rng.uniform_real();
    if (scale_ != nullptr) {
        const Kernel& kernel = kernels_[at];
        const double below = std::clamp(kernel.share_below + share * kernel.share_inside, 1e-300, 1 - 0x1p-53);
        return scale_->index_at(kernel.mean + kernel.width * normal_quantile_stable(below));
    }
    // A kernel without an order: its own value once, and the prior's weight shared by all of the kernels and values.
    const auto any = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    if (at == observed_.size()) return any;
    const double spread = prior_weight / static_cast<double>(weights_.size()) * static_cast<double>(count_);
    return rng.uniform_real() * (1 + spread) < 1 ? observed_[at] : any;
}

double Parzen::probability(std::uint64_t index) {
    if (kept_.empty()) return computed(index);
    if (kept_[index] == unknown) kept_[index] = computed(index);
    return kept_[index];
}

double Parzen::computed(std::uint64_t index) const {
    double sum = 0;
    if (scale_ == nullptr) {
        const double prior = prior_weight / static_cast<double>(weights_.size());
        const double all = 1 + prior * static_cast<double>(count_);
        for (std::size_t at = 0; at < observed_.size(); ++at)
            sum += weights_[at] * ((observed_[at] == index ? 1 : 0) + prior) / all;
        return sum + weights_.back() / static_cast<double>(count_);
    }
    const double low = scale_->low_edge(index);
    const double high = scale_->low_edge(index + 1);
    for (std::size_t at = 0; at < kernels_.size(); ++at) {
        const Kernel& kernel = kernels_[at];
        const double inside = normal_between((low - kernel.mean) / kernel.width, (high - kernel.mean) / kernel.width);
        sum += weights_[at] * inside / kernel.share_inside;
    }
    return sum;
}

}  // namespace spark::search::detail
