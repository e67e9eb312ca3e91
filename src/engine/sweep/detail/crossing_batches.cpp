#include "engine/sweep/detail/crossing_batches.hpp"

#include <algorithm>
#include <tuple>

#include "engine/sweep/detail/plain_run.hpp"

namespace spark::sweep::detail {

CrossingBatches::CrossingBatches(const CrossingMarket& market, const Kernels& kernels)
    : market_(market), kernels_(kernels) {}

void CrossingBatches::sort(std::span<const CrossingPair> pairs) {
    order_.clear();
    for (std::size_t place = 0; place < pairs.size(); ++place) {
        // Longer averages than bars never cross; the plain run says so, and the sums need no room for them.
        if (pairs[place].slow <= market_.candles().size()) order_.push_back(place);
    }
    std::ranges::sort(order_, [&](std::size_t a, std::size_t b) {
        return std::tuple(pairs[a].slow, pairs[a].fast, a) < std::tuple(pairs[b].slow, pairs[b].fast, b);
    });
    sorted_.clear();
    for (const std::size_t place : order_) sorted_.push_back(pairs[place]);
}

Result<void> CrossingBatches::run(std::span<const CrossingPair> pairs, const CrossingResults& results,
                                  const Progress& progress) {
    std::ranges::fill(results.figures, std::nullopt);
    sort(pairs);
    if (sorted_.empty()) return {};
    if (!sums_ || sums_->slow_max() < sorted_.back().slow) sums_.emplace(market_.candles().close, sorted_.back().slow);
    const std::size_t batch = batch_size(market_.days());
    figures_.resize(std::min(batch, sorted_.size()));
    if (!results.hashes.empty()) hashes_.resize(figures_.size());
    const std::size_t days = results.day_equity.empty() ? 0 : market_.days();
    day_equity_.resize(figures_.size() * days);
    for (std::size_t first = 0; first < sorted_.size(); first += batch) {
        const std::size_t size = std::min(batch, sorted_.size() - first);
        const CrossingResults found{.figures = std::span(figures_).first(size),
                                    .hashes = std::span(hashes_).first(results.hashes.empty() ? 0 : size),
                                    .day_equity = std::span(day_equity_).first(size * days)};
        const auto keep_on = [&] { return !progress || progress(first); };
        const bool done = market_.run(*sums_, {.pairs = std::span(sorted_).subspan(first, size), .kernels = kernels_},
                                      found, keep_on);
        if (!done) return fail_stopped(first, pairs.size());
        for (std::size_t index = 0; index < size; ++index) {
            results.figures[order_[first + index]] = figures_[index];
            if (!results.hashes.empty()) results.hashes[order_[first + index]] = hashes_[index];
            std::ranges::copy(std::span(day_equity_).subspan(index * days, days),
                              results.day_equity.begin() + static_cast<std::ptrdiff_t>(order_[first + index] * days));
        }
        SPARK_TRY(go_on(progress, first + size, pairs.size()));
    }
    return {};
}

Result<FoundFigures> run_batches(const CrossingMarket& market, std::span<const CrossingPair> pairs,
                                 const Progress& progress, const Kernels& kernels) {
    FoundFigures found(pairs.size());
    SPARK_TRY(CrossingBatches(market, kernels).run(pairs, {.figures = found}, progress));
    return found;
}

}  // namespace spark::sweep::detail
