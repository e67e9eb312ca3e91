#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/fill_columns.hpp"
#include "engine/sweep/detail/lead_sums.hpp"
#include "engine/sweep/detail/record_hash.hpp"
#include "engine/sweep/sweep.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::sweep::detail {

/// How a batch is computed; the best there is unless a test asks for another.
struct Kernels {
    Lanes lanes = widest_lanes();
    BitWays bit_ways = best_bit_ways();
};

/// Pairs run together, by rising slow length.
struct CrossingWork {
    std::span<const CrossingPair> pairs;
    Kernels kernels{};
};

/// What a batch gives of every pair, in their order.
struct CrossingResults {
    std::span<std::optional<SetFigures>> figures;  ///< None where the pair needs the plain run.
    std::span<crypto::Sha256Digest> hashes{};      ///< Empty: not wanted.
    /// Equity at the end of every day of the first pair, then of the second, …; empty: not wanted. What stands where a
    /// pair has no figures means nothing.
    std::span<std::int64_t> day_equity{};
};

/// Candles with everything a pair of averages needs, and the fast way over them. Read-only once made. The candles
/// outlive it.
class CrossingMarket {
  public:
    /// None when the rules need the plain run. Precondition: at least one bar.
    static std::optional<CrossingMarket> make(const market::CandleColumns& candles, const backtest::RunRules& rules);

    /// Figures and result hashes of a batch of pairs. Bars are taken tile by
    /// tile, every pair of the batch on one tile before the next tile, so that what the pairs share stays in the cache.
    /// Precondition: pairs by rising slow length, 1 <= fast < slow; sums made for the longest.
    /// `keep_on` is asked every few milliseconds; false when it stopped the run.
    bool run(const LeadSums& sums, const CrossingWork& work, const CrossingResults& results,
             const std::function<bool()>& keep_on) const;

    std::size_t days() const { return day_count_; }
    const market::CandleColumns& candles() const { return candles_; }

  private:
    struct Batch;
    struct Tile {
        std::size_t first_bar;
        std::size_t bars;
        std::size_t first_day;  ///< Day of its first day end.
        std::vector<std::uint16_t> day_ends;
    };

    CrossingMarket() = default;
    void find_days();
    void run_tile(const Tile& tile, Batch& batch) const;
    backtest::EndRecord end_of(const AccountState& account, const OpenEntry& open, std::int64_t final_equity) const;
    SetFigures figures_of(const AccountState& account, std::span<const std::int64_t> day_equity) const;

    market::CandleColumns candles_;
    std::int64_t starting_cash_ = 0;
    std::uint32_t first_bar_ = 0;
    FillColumns columns_;
    std::vector<Tile> tiles_;
    std::size_t day_count_ = 0;
    int periods_per_year_ = 365;
};

/// Pairs of a batch: many enough to share a tile's cost, few enough that their days and accounts stay small.
std::size_t batch_size(std::size_t days);

}  // namespace spark::sweep::detail
