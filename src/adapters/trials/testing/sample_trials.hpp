#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "foundation/base/rng.hpp"

namespace spark::trials::testing {

/// fast=5:50:5 (10 values), slow=20:200:20 (10), sl_pct 0.5:2.5:0.5 (5), exit_on_cross true, false.
std::vector<TrialAxis> sample_axes();
TrialHeader sample_header(bool has_details = true);

/// A row with random figures; some without trades, some refused, some that break a constraint.
TrialRow random_row(std::uint64_t number, Rng& random, bool has_details = true);
/// Rows 0 to count - 1, the same for the same seed.
std::vector<TrialRow> random_rows(std::size_t count, std::uint64_t seed, bool has_details = true);

/// Everything of it, in the order appended.
std::vector<TrialRow> all_rows(const TrialFolder& folder);

}  // namespace spark::trials::testing
