#pragma once

#include <cstddef>
#include <optional>

#include "engine/robustness/progress.hpp"
#include "engine/robustness/return_table.hpp"

namespace spark::robustness {

/// How many independent tries many like sets come to.
struct EffectiveTrials {
    std::size_t sets = 0;            ///< Those whose returns vary; the others tried nothing and are left out.
    double average_correlation = 0;  ///< Mean of Pearson's over all pairs of different sets; 0 for fewer than two.
    double trials = 0;               ///< ρ̄ + (1 − ρ̄) × sets, from 1 to sets (0 for none).
};

/// Source: Bailey, López de Prado, "The deflated Sharpe ratio", 2014, appendix A.3. The average correlation
/// comes from the variance of the sum of standardised returns: periods × sets steps, not periods × sets².
EffectiveTrials effective_trials(const ReturnTable& table);

/// (Σλ)² ÷ Σλ² over the eigenvalues of the correlation matrix: how many directions carry the variation. No eigenvalue
/// is computed: Σλ² is the sum of squared correlations. Of T periods it cannot tell more than about T directions.
/// Periods² × sets or sets² × periods steps, whichever is fewer; progress is called for every 16th row of them.
/// Errors: unavailable when `progress` stops it. 0 when no set varies.
Result<double> participation_ratio(const ReturnTable& table, const Progress& progress = goes_on);

}  // namespace spark::robustness
