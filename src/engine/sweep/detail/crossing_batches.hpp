#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/sweep/detail/crossing_market.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// Runs any pairs in batches by slow length, so that pairs of one slow length share its sums. Keeps sums and buffers
/// from call to call. Belongs to one thread; the market outlives it.
class CrossingBatches {
  public:
    explicit CrossingBatches(const CrossingMarket& market, const Kernels& kernels = {});

    /// Figures (none: the pair needs the plain run), hashes and days of every pair at the pair's place. `progress` is told of
    /// pairs done, several times a batch. Errors: unavailable when it stopped the run.
    Result<void> run(std::span<const CrossingPair> pairs, const CrossingResults& results, const Progress& progress);

  private:
    void sort(std::span<const CrossingPair> pairs);

    const CrossingMarket& market_;
    Kernels kernels_;
    std::optional<LeadSums> sums_{};
    std::vector<std::size_t> order_{};  ///< Places of the pairs that may cross, by slow, then fast length.
    std::vector<CrossingPair> sorted_{};
    std::vector<std::optional<SetFigures>> figures_{};
    std::vector<crypto::Sha256Digest> hashes_{};
    std::vector<std::int64_t> day_equity_{};
};

using FoundFigures = std::vector<std::optional<SetFigures>>;

/// The same in one call, without hashes.
Result<FoundFigures> run_batches(const CrossingMarket& market, std::span<const CrossingPair> pairs,
                                 const Progress& progress, const Kernels& kernels = {});

}  // namespace spark::sweep::detail
