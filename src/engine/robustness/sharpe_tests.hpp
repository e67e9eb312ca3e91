#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "engine/robustness/return_table.hpp"
#include "engine/statistics/probabilistic_sharpe.hpp"

namespace spark::robustness {

// Every Sharpe ratio here is one period's: mean ÷ sample deviation of a period's returns. An annual one divided by
// √(periods a year) is that.

/// The record of a row of returns. Absent for fewer than two returns or ones that do not vary.
std::optional<statistics::SharpeRecord> sharpe_record(std::span<const double> returns);

/// Sharpe ratio of every set, 0 for one whose returns do not vary.
std::vector<double> sharpe_ratios(const ReturnTable& table);

/// Sample variance of the trials' Sharpe ratios; 0 for fewer than two.
double variance_of(std::span<const double> sharpes);

/// The same over the sets whose returns vary: one that never traded is no trial, and its 0 would say that trials differ
/// less than they do. What deflated_sharpe asks for.
double sharpe_variance(const ReturnTable& table);

/// The greatest Sharpe ratio to be expected of `trials` independent tries without any skill, whose ratios vary by
/// `variance`: √variance × ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))), γ Euler's constant. 0 for one trial or fewer,
/// and never below. `trials` may be a fraction: an effective number.
/// Source: Bailey, López de Prado, "The deflated Sharpe ratio", Journal of Portfolio Management 40(5), 2014, eq. 1.
double expected_sharpe_max(double trials, double variance);

struct DeflatedSharpe {
    double expected_max = 0;  ///< The luck to be beaten, a period's Sharpe ratio.
    double probability = 0;   ///< Chance, 0 to 1, that the true ratio is above it.
};

/// Probabilistic Sharpe ratio against the best that luck would have given (ibid., eq. 2). Absent as the probabilistic
/// one is.
std::optional<DeflatedSharpe> deflated_sharpe(const statistics::SharpeRecord& record, double trials, double variance);

/// Years of history below which the best of `trials` without skill is expected to show an annual Sharpe ratio of
/// `annual_sharpe`. Absent when that is not above 0. 0 for one trial.
/// Source: Bailey, Borwein, López de Prado, Zhu, "Pseudo-mathematics and financial charlatanism", Notices of the AMS
/// 61(5), 2014, equation 6 (the expression before its upper bound 2 ln N ÷ E²).
std::optional<double> backtest_years_min(double trials, double annual_sharpe);

}  // namespace spark::robustness
