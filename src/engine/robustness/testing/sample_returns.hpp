#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/robustness/return_table.hpp"
#include "foundation/base/rng.hpp"

namespace spark::robustness::testing {

/// Made-up returns; make_oracles.py has the same lines, and both give the same bits.
struct Sample {
    std::uint64_t seed = 1;
    std::size_t periods = 0;
    std::size_t sets = 0;
    double scale = 0.01;
    double market_weight = 0;  ///< Of what all sets have in common.
    double memory = 0;         ///< Share of a period's noise that the next one keeps.
    double drift_first = 0;    ///< Edge of set 0 …
    double drift_step = 0;     ///< … and what each set after it has more.
    std::size_t idle = 0;      ///< So many sets at the end do nothing.
};

/// Mean 0, variance 1, and nothing but additions: twelve uniform numbers less 6.
inline double bell(Rng& rng) {
    double total = 0;
    for (int draw = 0; draw < 12; ++draw) total += rng.uniform_real();
    return total - 6;
}

inline ReturnTable sample_table(const Sample& sample) {
    Rng rng(sample.seed);
    ReturnTable table(sample.periods, sample.sets);
    std::vector<double> previous(sample.sets);
    for (std::size_t period = 0; period < sample.periods; ++period) {
        const double market = bell(rng);
        for (std::size_t set = 0; set < sample.sets; ++set) {
            const double step = sample.scale * (sample.market_weight * market + bell(rng));
            previous[set] = sample.memory * previous[set] + step;
            const double drift = sample.drift_first + sample.drift_step * static_cast<double>(set);
            table.at(period, set) = set + sample.idle < sample.sets ? previous[set] + drift : 0.0;
        }
    }
    return table;
}

/// The table with its sets in another order, and every return times `factor`.
inline ReturnTable rearranged(const ReturnTable& table, const std::vector<std::size_t>& order, double factor) {
    ReturnTable other(table.periods(), order.size());
    for (std::size_t period = 0; period < table.periods(); ++period)
        for (std::size_t set = 0; set < order.size(); ++set)
            other.at(period, set) = table.at(period, order[set]) * factor;
    return other;
}

}  // namespace spark::robustness::testing
