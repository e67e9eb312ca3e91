#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/robustness/progress.hpp"
#include "engine/robustness/return_table.hpp"

namespace spark::robustness {

/// What the best set of a half is chosen by.
enum class Performance : std::uint8_t {
    sharpe,  ///< Mean ÷ sample deviation of a period; 0 where the returns do not vary.
    mean
};

struct CrossValidation {
    std::size_t blocks = 16;  ///< Even, 2 to 20.
    Performance performance = Performance::sharpe;
};

/// One way to choose half of the blocks: the best set of that half, and what it did in the other half.
struct Split {
    double in_sample = 0;      ///< Its performance where it was chosen.
    double out_of_sample = 0;  ///< And where it was not.
    double average = 0;        ///< Of all sets, out of sample.
    double rank = 0;           ///< Out of sample, 1 (worst) to sets (best); equal ones share their average rank.
    double logit = 0;          ///< ln(ω ÷ (1 − ω)), ω = rank ÷ (sets + 1).
};

/// Probability of backtest overfitting by combinatorially symmetric cross-validation.
struct OverfittingProbability {
    std::size_t sets = 0;
    std::size_t blocks = 0;
    std::size_t periods = 0;  ///< Used: the oldest few are left out so that blocks are equally long.
    double probability = 0;   ///< Share of splits in which the chosen set was not above the median of the other half.
    double loss_probability = 0;  ///< Share of splits in which it lost there: performance below 0.
    double logit_median = 0;
    double slope = 0;  ///< Of the least-squares line of out-of-sample over in-sample performance.
    double intercept = 0;
    double determination = 0;             ///< R² of that line, 0 to 1.
    bool dominates_first_order = false;   ///< Choosing beat the average of all sets at every level of probability …
    bool dominates_second_order = false;  ///< … or at least for whoever is averse to risk.
    std::vector<Split>
        splits{};  ///< C(blocks, blocks ÷ 2): for every choice with the first block, it and its opposite.
};

/// Every choice of half the blocks is once in sample and once out of sample. Where several sets are equally best in
/// sample, rank and out-of-sample performance are the means over them: those of a choice by lot, so that the order of
/// the sets does not matter. Steps are pairs of splits; progress is called for every 64th.
/// Errors: invalid_input for fewer than two sets, blocks that are odd or outside 2 to 20, or fewer than two periods a
/// block; unavailable when `progress` stops it.
/// Source: Bailey, Borwein, López de Prado, Zhu, "The probability of backtest overfitting", Journal of Computational
/// Finance 20(4), 2017, sections 2.2 and 3.
Result<OverfittingProbability> overfitting_probability(const ReturnTable& table, const CrossValidation& options = {},
                                                       const Progress& progress = goes_on);

/// C(blocks, blocks ÷ 2).
std::uint64_t split_count(std::size_t blocks);

}  // namespace spark::robustness
