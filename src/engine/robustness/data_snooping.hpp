#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "engine/robustness/progress.hpp"
#include "engine/robustness/return_table.hpp"
#include "foundation/base/rng.hpp"

namespace spark::robustness {

struct SnoopingOptions {
    std::size_t replications = 1'000;
    std::optional<double> block_length{};  ///< At least 1; none: the median of what suits each set best.
    bool is_studentised = true;  ///< Hansen's test on means in units of their deviation; false: on plain means.
};

/// Whether the best of many sets beats a benchmark by more than the best of so many would by luck.
/// The p-values are shares of replications, 0 to 1: steps of 1 ÷ replications, and 0 means fewer than one in so many.
/// Hansen's are 1 when no set's mean is above the benchmark's.
struct SnoopingTest {
    std::size_t sets = 0;       ///< Those whose lead over the benchmark varies; others are left out.
    std::size_t best = 0;       ///< Index of the set with the greatest mean lead.
    double best_mean = 0;       ///< Its mean lead over the benchmark, a period.
    double reality_check = 1;   ///< White's p-value: all sets count as if they were as good as the benchmark.
    std::size_t spa_best = 0;   ///< Index of the set with Hansen's greatest statistic.
    double spa_statistic = 0;   ///< max(0, √T × mean ÷ deviation), or without ÷ deviation when not studentised.
    double spa_lower = 1;       ///< Hansen's p-value, bounded from below: sets worse than the benchmark do not count.
    double spa_consistent = 1;  ///< The one to read: clearly bad sets do not count.
    double spa_upper = 1;       ///< Bounded from above: bad sets count as if they were as good as the benchmark.
    double block_length = 0;
    std::size_t replications = 0;
};

/// `benchmark`: its returns over the same periods (buying and holding, say); empty: zero. Steps are replications.
/// Errors: invalid_input for fewer than ten periods, a benchmark of another length, no replications or more than
/// 1,000,000, or a block length below 1 or above the periods; unavailable when `progress` stops it.
/// Source: White, "A reality check for data snooping", Econometrica 68 (2000), section 2; Hansen, "A test for superior
/// predictive ability", Journal of Business & Economic Statistics 23 (2005), sections 2 and 3.
Result<SnoopingTest> data_snooping(const ReturnTable& table, std::span<const double> benchmark,
                                   const SnoopingOptions& options, Rng& rng, const Progress& progress = goes_on);

/// Gives the periods of one replication; called once a replication, in order.
using Resample = std::function<void(std::span<std::uint32_t> row)>;

/// The same on resamples of another's making. `options.block_length` must be there: the deviations are those of the
/// stationary bootstrap with it.
Result<SnoopingTest> data_snooping_with(const ReturnTable& table, std::span<const double> benchmark,
                                        const SnoopingOptions& options, const Resample& resample,
                                        const Progress& progress = goes_on);

}  // namespace spark::robustness
