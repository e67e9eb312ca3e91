#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/fill_columns.hpp"
#include "engine/sweep/detail/lead_sums.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// How a batch is computed; the best there is unless a test asks for another.
struct Kernels {
    Lanes lanes = widest_lanes();
    BitWays bit_ways = best_bit_ways();
};

/// Candles with everything a pair of averages needs, and the fast way over them. Read-only once made. The candles
/// outlive it.
class CrossingMarket {
  public:
    /// None when the rules need the plain run. Precondition: at least one bar.
    static std::optional<CrossingMarket> make(const market::CandleColumns& candles, const backtest::RunRules& rules);

    /// Figures of a batch of pairs, in their order; none where the pair needs the plain run. Bars are taken tile by
    /// tile, every pair of the batch on one tile before the next tile, so that what the pairs share stays in the cache.
    /// Precondition: pairs by rising slow length, 1 <= fast < slow; sums made for the longest.
    void run(const LeadSums& sums, std::span<const CrossingPair> pairs, std::span<std::optional<SetFigures>> figures,
             const Kernels& kernels = {}) const;

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
    SetFigures figures_of(const AccountState& account, std::span<const std::int64_t> day_equity) const;

    market::CandleColumns candles_;
    std::int64_t starting_cash_ = 0;
    FillColumns columns_;
    std::vector<Tile> tiles_;
    std::size_t day_count_ = 0;
    int periods_per_year_ = 365;
};

/// Pairs of a batch: many enough to share a tile's cost, few enough that their days and accounts stay small.
std::size_t batch_size(std::size_t days);

}  // namespace spark::sweep::detail
