#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/optimizer/run.hpp"
#include "engine/robustness/windows.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// The best set of a search on other bars than those of the order.
struct ChosenSet {
    std::uint64_t number = 0;
    search::Point point;
    sweep::SetValues values;
    double objective = 0;
};
struct WindowSearch {
    std::uint64_t sets = 0;
    std::optional<ChosenSet> best{};
};

/// The order's search with its seed and budget on these pieces of the history. In several pieces (an embargo cuts them)
/// a set is run on each by itself: its objective is the mean by bars, and it has none where a piece gives none. Best is
/// by objective, then by number. Errors: those of the sampler and of running sets; unavailable when the follower
/// cancelled.
Result<WindowSearch> search_window(const Bench& bench, std::span<const robustness::BarRange> pieces,
                                   const Follower& follower);

}  // namespace spark::optimizer
