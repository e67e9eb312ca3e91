#include "engine/search/detail/scale.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/base/stable_math.hpp"

namespace spark::search::detail {

Scale::Scale(const Axis& axis) : count_(axis.count()) {
    if (!axis.is_log() || count_ < 2) return;
    for (std::uint64_t index = 0; index < count_; ++index)
        positions_.push_back(log_stable(static_cast<double>(axis.value(index))));
    edges_.push_back(positions_[0] - 0.5 * (positions_[1] - positions_[0]));
    for (std::uint64_t index = 1; index < count_; ++index)
        edges_.push_back(0.5 * (positions_[index - 1] + positions_[index]));
    edges_.push_back(positions_[count_ - 1] + 0.5 * (positions_[count_ - 1] - positions_[count_ - 2]));
}

double Scale::position(std::uint64_t index) const {
    return positions_.empty() ? static_cast<double>(index) : positions_[index];
}

double Scale::low_edge(std::uint64_t index) const {
    return edges_.empty() ? static_cast<double>(index) - 0.5 : edges_[index];
}

std::uint64_t Scale::index_at(double position) const {
    if (edges_.empty()) {
        const double last = static_cast<double>(count_) - 1;
        return static_cast<std::uint64_t>(std::clamp(std::floor(position + 0.5), 0.0, last));
    }
    const auto inner_begin = edges_.begin() + 1;
    return static_cast<std::uint64_t>(std::upper_bound(inner_begin, edges_.end() - 1, position) - inner_begin);
}

}  // namespace spark::search::detail
