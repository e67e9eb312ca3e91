#include "engine/robustness/detail/lead_tiles.hpp"

#include <cmath>
#include <cstring>

namespace spark::robustness::detail {
namespace {

using Eight = double __attribute__((vector_size(tile_sets * sizeof(double))));

struct TileView {
    const double* leads;
    const double* counts;
    std::size_t periods;
};

__attribute__((always_inline)) inline void sum_periods(const TileView& view, TileSums& result) {
    Eight a{};
    Eight b{};
    Eight c{};
    Eight d{};
    const double* lead = view.leads;
    const double* count = view.counts;
    for (std::size_t period = 0; period < view.periods; ++period) {
        Eight x;
        std::memcpy(&x, lead, sizeof x);
        a += x * count[0];
        b += x * count[1];
        c += x * count[2];
        d += x * count[3];
        lead += tile_sets;
        count += tile_replications;
    }
    std::memcpy(result.sums[0], &a, sizeof a);
    std::memcpy(result.sums[1], &b, sizeof b);
    std::memcpy(result.sums[2], &c, sizeof c);
    std::memcpy(result.sums[3], &d, sizeof d);
}

void sum_periods_plain(const TileView& view, TileSums& result) { sum_periods(view, result); }

__attribute__((target("avx2"))) void sum_periods_avx2(const TileView& view, TileSums& result) {
    sum_periods(view, result);
}

}  // namespace

LeadTiles::LeadTiles(const ReturnTable& table, std::span<const double> benchmark) : periods_(table.periods()) {
    ReturnTable leads = table;
    for (std::size_t period = 0; !benchmark.empty() && period < periods_; ++period)
        for (std::size_t set = 0; set < table.sets(); ++set) leads.at(period, set) -= benchmark[period];
    const auto [mean, squares] = column_moments(leads);
    for (std::size_t set = 0; set < table.sets(); ++set) {
        if (!(squares[set] > 0)) continue;
        set_.push_back(set);
        mean_.push_back(mean[set]);
    }
    values_.resize(tiles() * tile_sets * periods_);
    for (std::size_t period = 0; period < periods_; ++period) {
        const auto row = leads.period(period);
        for (std::size_t column = 0; column < set_.size(); ++column) {
            const std::size_t place = column / tile_sets * periods_ + period;
            values_[place * tile_sets + column % tile_sets] = row[set_[column]] - mean_[column];
        }
    }
}

std::vector<double> LeadTiles::column(std::size_t column) const {
    std::vector<double> values(periods_);
    const double* from = tile(column / tile_sets) + column % tile_sets;
    for (std::size_t period = 0; period < periods_; ++period) values[period] = from[period * tile_sets];
    return values;
}

void sum_tile(const LeadTiles& leads, std::size_t tile, const PeriodCounts& counts, TileSums& result) {
    static const auto sum = __builtin_cpu_supports("avx2") ? sum_periods_avx2 : sum_periods_plain;
    sum(TileView{leads.tile(tile), counts.data(), leads.periods()}, result);
}

void sum_tile_plain(const LeadTiles& leads, std::size_t tile, const PeriodCounts& counts, TileSums& result) {
    sum_periods_plain(TileView{leads.tile(tile), counts.data(), leads.periods()}, result);
}

/// ω² = γ(0) + 2 Σ κ(i) γ(i), κ(i) = (1 − i/T) qⁱ + (i/T) qᵀ⁻ⁱ, q = 1 − 1/block_length: the sum over the earlier
/// periods of each period's lead, and over the later ones as seen round the end. Both go from period to period in a few
/// multiplications, so that no autocovariance is computed.
std::vector<double> bootstrap_deviations(const LeadTiles& leads, double block_length) {
    const std::size_t periods = leads.periods();
    const auto count = static_cast<double>(periods);
    const double q = 1 - 1 / block_length;
    double q_all = 1;
    for (std::size_t period = 0; period < periods; ++period) q_all *= q;
    std::vector<double> deviations(leads.sets());
    for (std::size_t tile = 0; tile < leads.tiles(); ++tile) {
        const double* first = leads.tile(tile);
        double squares[tile_sets] = {};
        double products[tile_sets] = {};
        double before[tile_sets] = {};      // Σ qʲ d, over what is j periods earlier
        double before_far[tile_sets] = {};  // Σ j qʲ d
        double around[tile_sets] = {};      // the same over later periods: j is the way back over the start
        double around_far[tile_sets] = {};
        double power = q;
        for (std::size_t back = 1; back < periods; ++back, power *= q) {
            const double* lead = first + (periods - back) * tile_sets;
            for (std::size_t lane = 0; lane < tile_sets; ++lane) {
                around[lane] += power * lead[lane];
                around_far[lane] += static_cast<double>(back) * power * lead[lane];
            }
        }
        for (std::size_t period = 0; period < periods; ++period) {
            const double* lead = first + period * tile_sets;
            for (std::size_t lane = 0; lane < tile_sets; ++lane) {
                const double value = lead[lane];
                const double near = before[lane] + around[lane];
                const double far = before_far[lane] + around_far[lane];
                squares[lane] += value * value;
                products[lane] += value * (near - far / count);
                before_far[lane] = q * (before_far[lane] + before[lane] + value);
                before[lane] = q * (before[lane] + value);
            }
            if (period + 1 == periods) break;
            // One period on: everything is one further back, and the next period leaves, periods back by then.
            const double* next = lead + tile_sets;
            for (std::size_t lane = 0; lane < tile_sets; ++lane) {
                around_far[lane] = q * (around_far[lane] + around[lane]) - count * q_all * next[lane];
                around[lane] = q * around[lane] - q_all * next[lane];
            }
        }
        for (std::size_t lane = 0; lane < tile_sets && tile * tile_sets + lane < leads.sets(); ++lane) {
            const double variance = (squares[lane] + 2 * products[lane]) / count;
            deviations[tile * tile_sets + lane] = std::sqrt(variance > 0 ? variance : 0.0);
        }
    }
    return deviations;
}

}  // namespace spark::robustness::detail
