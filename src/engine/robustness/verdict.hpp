#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spark::robustness {

/// What a result has to show before it is called skill. Conventions, not laws: the defaults are what the papers use or
/// what a cautious trader would ask for; docs/how-to/optimize_without_fooling_yourself.md says how they are used.
struct Thresholds {
    double dsr_least = 0.95;  ///< Deflated Sharpe ratio: 5 % chance of luck (Bailey, López de Prado 2014).
    double pbo_most = 0.2;    ///< Probability of backtest overfitting.
    /// Or: the chosen set loses in at most this share of the other halves. Where all sets share one edge it hardly
    /// matters which is chosen, and the overfitting probability alone would call that overfitting.
    double loss_most = 0.05;
    double spa_p_most = 0.05;        ///< Hansen's test, the consistent p-value.
    std::int64_t trades_least = 30;  ///< Fewer and a handful of trades made the figure.
    double efficiency_least = 0.3;   ///< Walk-forward efficiency; Pardo 2008 asks for 0.5 to 0.6 of return a year.
    std::uint64_t looks_most = 3;    ///< A holdout that was seen more often no longer speaks for a set.
    double score_plateau = 0.8;      ///< Neighbours keep this share of the value: a plateau …
    double score_lonely = 0.5;       ///< … or less than this: a lonely peak.
    double decay_pct_most = 50;      ///< So much of the objective may be gone out of sample.
    double cost_factor_least = 2;    ///< Costs may rise to so many times before nothing is left.
};

/// What is known of an optimization's best set. Absent: not asked for, or it does not exist.
struct Evidence {
    std::optional<double> dsr{};
    std::optional<double> pbo{};
    std::optional<double> loss_probability{};  ///< Of the chosen set in the other half (Bailey et al., ibid.).
    std::optional<double> spa_p{};
    std::optional<double> out_of_sample_return{};  ///< Fraction, over the holdout, after costs.
    std::uint64_t holdout_seen = 0;                ///< Looks at overlapping holdouts, this one with.
    std::optional<double> walk_forward_return{};   ///< Fraction, stitched.
    std::optional<double> efficiency{};            ///< Out of sample ÷ in sample, by day.
    std::int64_t trades = 0;
};

enum class Verdict : std::uint8_t { skill, luck, undecided };
std::string_view verdict_name(Verdict verdict);

/// A rule with what was found. Texts for people, English and Turkish.
struct VerdictRule {
    std::string_view key;
    std::optional<bool> holds{};  ///< None: not known, or a holdout that is used up.
    std::optional<double> found{};
    double allowed = 0;
    std::string text{};
    std::string text_tr{};
};

struct Judgement {
    Verdict verdict = Verdict::undecided;
    std::vector<VerdictRule> rules;  ///< Every rule, always in one order.
    std::string text;                ///< Why, in one sentence.
    std::string text_tr;
};

/// Skill: every known rule holds, the deflated Sharpe ratio is known, and a holdout or a walk forward that bears on it.
/// Luck: of the rules but that on trades as many fail as hold, or more, and at least one of the tests against selection
/// (deflated Sharpe, SPA) fails. Undecided: everything else.
Judgement judge(const Evidence& evidence, const Thresholds& thresholds = {});

}  // namespace spark::robustness
