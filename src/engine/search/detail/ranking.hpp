#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace spark::search::detail {

/// Places of the values from the best to the worst: the largest first, of equal ones the earlier, none last.
inline std::vector<std::size_t> ranking(std::span<const std::optional<double>> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [values](std::size_t a, std::size_t b) {
        if (values[a].has_value() != values[b].has_value()) return values[a].has_value();
        if (values[a] && *values[a] != *values[b]) return *values[a] > *values[b];
        return a < b;
    });
    return order;
}

}  // namespace spark::search::detail
