#include "engine/sweep/detail/crossing_batches.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "engine/sweep/detail/plain_run.hpp"

namespace spark::sweep::detail {
namespace {

/// The places of the pairs by slow, then fast length: pairs of one slow length share its sums.
std::vector<std::size_t> by_slow(std::span<const CrossingPair> pairs) {
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tuple(pairs[a].slow, pairs[a].fast, a) < std::tuple(pairs[b].slow, pairs[b].fast, b);
    });
    return order;
}

}  // namespace

Result<FoundFigures> run_batches(const CrossingMarket& market, std::span<const CrossingPair> pairs,
                                 const Progress& progress, const Kernels& kernels) {
    FoundFigures found(pairs.size());
    const std::vector<std::size_t> order = by_slow(pairs);
    std::vector<CrossingPair> sorted;
    for (const std::size_t place : order) {
        // Longer averages than bars never cross; the plain run says so, and the sums need no room for them.
        if (pairs[place].slow <= market.candles().size()) sorted.push_back(pairs[place]);
    }
    if (sorted.empty()) return found;
    const LeadSums sums(market.candles().close, sorted.back().slow);
    const std::size_t batch = batch_size(market.days());
    FoundFigures figures(std::min(batch, sorted.size()));
    for (std::size_t first = 0; first < sorted.size(); first += batch) {
        const std::size_t size = std::min(batch, sorted.size() - first);
        market.run(sums, std::span(sorted).subspan(first, size), std::span(figures).first(size), kernels);
        for (std::size_t index = 0; index < size; ++index) found[order[first + index]] = figures[index];
        SPARK_TRY(go_on(progress, first + size, pairs.size()));
    }
    return found;
}

}  // namespace spark::sweep::detail
