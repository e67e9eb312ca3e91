#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/optimizer/part_run.hpp"
#include "app/optimizer/run.hpp"
#include "engine/robustness/windows.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// What one window taught and what came of it.
struct WalkFold {
    robustness::Fold bars;
    std::uint64_t sets = 0;                 ///< Run on the training bars.
    std::optional<std::uint64_t> number{};  ///< Of the set chosen; none when no set has an objective there.
    search::Point point{};
    sweep::SetValues values{};
    double train_objective = 0;
    double train_daily_return = 0;  ///< Mean return of a day, fraction, of the chosen set in training.
    std::optional<PartRun> test{};  ///< Absent: nothing was chosen, so nothing was traded.
    std::optional<double> test_objective{};
    double distance = 0;  ///< From the set chosen before: each axis as long as 1, choices 0 or 1; their mean.
};

/// The whole walk. Test windows follow one another, so their equities are chained: the return of every bar, one window
/// after the other, from the starting cash.
struct WalkForward {
    robustness::WalkForwardRules rules;
    std::vector<WalkFold> folds;
    std::vector<std::int64_t> open_time_ns;  ///< Of the test windows' bars …
    std::vector<double> equity;              ///< … and the chained equity at their closes; starts from 1.
    double total_return = 0;                 ///< Fraction.
    std::optional<double> sharpe{};          ///< Annual, of daily returns.
    double max_drawdown_pct = 0;             ///< 0 or negative.
    std::int64_t trades = 0;
    std::optional<double> efficiency{};  ///< Mean daily return out of sample ÷ in sample; none unless that is above 0.
};

/// For every fold the whole search (grid: all sets; else the same method, seed and budget) on the training bars, the
/// best set by objective and constraints, and its run on the test window. The set sees the bars before the window it
/// needs to warm up, begins flat, pays for every entry, and is closed at the window's last close, so that what is
/// chained could have been traded. Purge -1 is the longest warm-up of the sets chosen without purge. Works on the bars
/// of the search alone: the holdout stays unseen. Errors: invalid_input when the windows do not fit; those of sets;
/// unavailable when the follower cancelled. Precondition (asserted): the order has a walk forward.
Result<WalkForward> walk_forward(const Bench& bench, const Follower& follower);

/// As `walk_forward` of `spark.assessment/1`.
wire::Json json_of(const WalkForward& walk, const Bench& bench);

/// Bars a set needs before its first signal; 0 for a strategy that works orders. Errors: invalid_input when it cannot
/// be run on these bars.
Result<std::size_t> warm_up_of(const sweep::SweepInput& input, const strategy::Definition& definition,
                               const sweep::SetValues& values);

}  // namespace spark::optimizer
