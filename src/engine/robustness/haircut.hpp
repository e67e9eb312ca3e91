#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spark::robustness {

/// How p-values are raised for having been many.
enum class Adjustment : std::uint8_t {
    bonferroni,  ///< Chance of a single false find among all: each times their number.
    holm,        ///< The same chance, less strict for all but the least.
    yekutieli    ///< Expected share of false finds among the finds, whatever the dependence between them.
};

/// Adjusted p-values, in the order given, each 0 to 1. Preconditions (asserted): every one is 0 to 1.
/// Source: Harvey, Liu, "Backtesting", Journal of Portfolio Management 42(1), 2015, section on multiple testing; Holm
/// (1979); Benjamini, Yekutieli (2001), theorem 1.3.
std::vector<double> adjusted_p_values(std::span<const double> p_values, Adjustment adjustment);

/// A Sharpe ratio after what is cut off for the number of trials.
struct HaircutSharpe {
    double p_value = 1;  ///< Of the ratio alone, two-sided, under normal returns.
    double adjusted_p_value = 1;
    double sharpe = 0;   ///< The ratio that alone would have the adjusted p-value; sign as before.
    double haircut = 1;  ///< 1 − that ÷ the ratio, 0 to 1; 1 leaves nothing.
};

/// Of one of the trials, by their one-period Sharpe ratios over so many periods. The distribution of √periods × ratio
/// is taken as normal, which for less than some 30 periods flatters. Preconditions (asserted): periods above 0,
/// `index` is one of the ratios. Source: ibid., equations 3 to 5.
HaircutSharpe haircut_sharpe(std::span<const double> sharpes, std::size_t index, std::int64_t periods,
                             Adjustment adjustment);

}  // namespace spark::robustness
