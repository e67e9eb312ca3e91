#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/robustness/return_table.hpp"

namespace spark::robustness::detail {

inline constexpr std::size_t tile_sets = 8;
inline constexpr std::size_t tile_replications = 4;

/// Leads over a benchmark, less their means, of the sets whose lead varies; eight sets beside each other, so that a
/// tile of a thousand days stays in the cache while replications run over it.
class LeadTiles {
  public:
    /// `benchmark`: empty for zero, else as long as the table.
    LeadTiles(const ReturnTable& table, std::span<const double> benchmark);

    std::size_t periods() const { return periods_; }
    std::size_t sets() const { return set_.size(); }
    std::size_t tiles() const { return (set_.size() + tile_sets - 1) / tile_sets; }
    /// Index in the table.
    std::size_t set(std::size_t column) const { return set_[column]; }
    /// Mean lead, a period.
    double mean(std::size_t column) const { return mean_[column]; }
    /// Period after period, eight numbers each; zeros where there is no set.
    const double* tile(std::size_t tile) const { return values_.data() + tile * tile_sets * periods_; }
    std::vector<double> column(std::size_t column) const;

  private:
    std::size_t periods_;
    std::vector<std::size_t> set_;
    std::vector<double> mean_;
    std::vector<double> values_;
};

/// How often each period is in each of four replications.
class PeriodCounts {
  public:
    explicit PeriodCounts(std::size_t periods) : counts_(periods * tile_replications) {}
    void clear() { counts_.assign(counts_.size(), 0.0); }
    void add(std::size_t replication, std::span<const std::uint32_t> row) {
        for (const std::uint32_t period : row) counts_[period * tile_replications + replication] += 1;
    }
    const double* data() const { return counts_.data(); }

  private:
    std::vector<double> counts_;
};

/// Σ count × lead of eight sets in four replications: [replication][set]. Period after period, so that the bits do not
/// depend on how wide the processor is.
struct TileSums {
    double sums[tile_replications][tile_sets];
};
void sum_tile(const LeadTiles& leads, std::size_t tile, const PeriodCounts& counts, TileSums& result);
/// The same on any processor, the same bits.
void sum_tile_plain(const LeadTiles& leads, std::size_t tile, const PeriodCounts& counts, TileSums& result);

/// Deviation of √periods × mean lead under the stationary bootstrap, of every set.
/// Source: Politis, Romano, 1994, lemma 1; Hansen, 2005, section 3 (ω̂²).
std::vector<double> bootstrap_deviations(const LeadTiles& leads, double block_length);

}  // namespace spark::robustness::detail
