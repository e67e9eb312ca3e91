#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "foundation/base/rng.hpp"

namespace spark::robustness {

/// Fills `row` with numbers from 0 to `periods` − 1 in blocks that go on round the end, each of a random length with
/// mean `block_length` (geometric). Preconditions (asserted): periods above 0, block_length at least 1.
/// Source: Politis, Romano, "The stationary bootstrap", Journal of the American Statistical Association 89 (1994).
void stationary_bootstrap(std::span<std::uint32_t> row, std::size_t periods, double block_length, Rng& rng);

/// The same with blocks of one length, rounded to whole periods. Source: Politis, Romano, "A circular block-resampling
/// procedure for stationary data", 1992.
void circular_bootstrap(std::span<std::uint32_t> row, std::size_t periods, double block_length, Rng& rng);

/// Block lengths that make the variance of the mean come out best, at least 1.
struct BlockLengths {
    double stationary = 1;
    double circular = 1;
};

/// Absent for fewer than ten numbers or ones that do not vary.
/// Source: Politis, White, "Automatic block-length selection for the dependent bootstrap", Econometric Reviews 23
/// (2004), with the correction of Patton, Politis, White, ibid. 28 (2009); flat-top window and cut-off as there.
std::optional<BlockLengths> best_block_lengths(std::span<const double> series);

}  // namespace spark::robustness
