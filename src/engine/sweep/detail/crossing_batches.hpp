#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/sweep/detail/crossing_market.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

using FoundFigures = std::vector<std::optional<SetFigures>>;

/// Figures of every pair at the pair's place; none where the pair needs the plain run. Pairs of any order, put into
/// batches by slow length. Errors: unavailable when `progress` stopped it.
Result<FoundFigures> run_batches(const CrossingMarket& market, std::span<const CrossingPair> pairs,
                                 const Progress& progress, const Kernels& kernels = {});

}  // namespace spark::sweep::detail
