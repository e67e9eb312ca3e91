#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/robustness/plateau.hpp"

namespace spark::robustness {

/// What a searched parameter does to the objective by itself.
struct AxisImportance {
    /// Share of the objective's variance over all sets that have one which the averages along this axis explain: the
    /// main effect, 0 to 1 (first-order Sobol index; Saltelli et al. 2008, "Global Sensitivity Analysis", 1.2.3). The
    /// shares of a full grid add up to at most 1; what is missing is interaction. On a full grid exact (eta squared);
    /// else bins stand for values, and what chance alone would explain is taken off (epsilon squared; Kelley 1935).
    /// None when fewer than two sets have an objective, or all have the same.
    std::optional<double> share;
    std::size_t values = 0;  ///< Values, or bins, that were seen.
    bool is_binned = false;
};

inline constexpr std::size_t exact_values_max = 4'096;  ///< An axis with more values is binned on a full grid too.
inline constexpr std::size_t bins_max = 20;

/// One for each axis. `is_full_grid`: every place of the grid was run (those without an objective are left out).
std::vector<AxisImportance> importance_of(const ObjectiveMap& map, bool is_full_grid);

/// The sets that differ from `set` on this axis alone, with it, by place: a cut through it. Sets without an objective
/// are left out.
std::vector<std::pair<std::uint32_t, double>> slice_through(const ObjectiveMap& map, std::size_t set, std::size_t axis);

}  // namespace spark::robustness
