#include "engine/robustness/importance.hpp"

#include <algorithm>
#include <span>

namespace spark::robustness {
namespace {

struct Group {
    double sum = 0;
    std::uint64_t count = 0;
};

AxisImportance importance_of_axis(const ObjectiveMap& map, std::size_t axis, bool is_full_grid, double mean,
                                  double total, std::uint64_t sets) {
    const std::uint32_t count = map.axes()[axis].count;
    const bool is_exact =
        (is_full_grid && count <= exact_values_max) || count <= bins_max || !map.axes()[axis].is_ordered;
    const std::size_t bins = is_exact ? count : bins_max;
    std::vector<Group> groups(bins);
    for (std::size_t set = 0; set < map.size(); ++set) {
        const auto value = map.objective(set);
        if (!value) continue;
        const std::uint64_t at = std::uint64_t{map.point(set)[axis]} * bins / count;
        groups[at].sum += *value - mean;
        ++groups[at].count;
    }
    AxisImportance found{.share = std::nullopt, .values = 0, .is_binned = !is_exact};
    double between = 0;
    for (const Group& group : groups) {
        if (group.count == 0) continue;
        ++found.values;
        between += group.sum * group.sum / static_cast<double>(group.count);
    }
    if (is_full_grid && is_exact) {
        found.share = std::clamp(between / total, 0.0, 1.0);
    } else if (sets > found.values) {
        const auto free_between = static_cast<double>(found.values - 1);
        const double within = (total - between) / static_cast<double>(sets - found.values);
        found.share = std::clamp((between - free_between * within) / total, 0.0, 1.0);
    }
    return found;
}

}  // namespace

std::vector<AxisImportance> importance_of(const ObjectiveMap& map, bool is_full_grid) {
    std::uint64_t sets = 0;
    double mean = 0;
    double total = 0;
    for (std::size_t set = 0; set < map.size(); ++set) {  // Welford 1962: one pass, no cancellation.
        const auto value = map.objective(set);
        if (!value) continue;
        ++sets;
        const double apart = *value - mean;
        mean += apart / static_cast<double>(sets);
        total += apart * (*value - mean);
    }
    std::vector<AxisImportance> found(map.axes().size());
    if (sets < 2 || !(total > 0)) return found;
    for (std::size_t axis = 0; axis < found.size(); ++axis)
        found[axis] = importance_of_axis(map, axis, is_full_grid, mean, total, sets);
    return found;
}

std::vector<std::pair<std::uint32_t, double>> slice_through(const ObjectiveMap& map, std::size_t set,
                                                            std::size_t axis) {
    std::vector<std::pair<std::uint32_t, double>> slice;
    const auto own = map.point(set);
    for (std::size_t other = 0; other < map.size(); ++other) {
        const auto value = map.objective(other);
        if (!value) continue;
        const auto point = map.point(other);
        const std::size_t at = axis;
        if (std::ranges::equal(own.first(at), point.first(at)) &&
            std::ranges::equal(own.subspan(at + 1), point.subspan(at + 1)))
            slice.emplace_back(point[axis], *value);
    }
    std::ranges::sort(slice);
    return slice;
}

}  // namespace spark::robustness
