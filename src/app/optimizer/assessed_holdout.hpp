#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/optimizer/assessed_sets.hpp"
#include "app/optimizer/holdout.hpp"
#include "app/optimizer/part_run.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// How the holdout is come to: at the end of a search (once an optimization, however often it is resumed), or by
/// `spark optimize look`.
enum class LookKind : std::uint8_t { finish, look };

/// A finalist on bars it was not chosen on.
struct OutOfSampleRun {
    PartRun run;
    std::optional<double> objective{};
    /// Change of the objective, percent: -42 is 42 % less. Sums that grow with time are compared by bar. None unless
    /// the objective is above 0 in sample.
    std::optional<double> decay_pct{};
};

/// The bars kept out, as the ledger knows them.
struct HoldoutSpan {
    std::string data_set;  ///< Without its version: a newer version holds the same past.
    WallTime from{};
    WallTime to{};  ///< End of the last bar.
};

/// Precondition (asserted): the order keeps a holdout.
HoldoutSpan holdout_span(const Bench& bench);

struct AssessedHoldout {
    WallTime from{};
    WallTime to{};
    std::size_t bars = 0;
    bool is_sealed = false;
    std::uint64_t seen = 0;                   ///< Looks at overlapping bars, this one with.
    std::optional<HoldoutEntry> entry{};      ///< This look; none when it is sealed.
    std::vector<OutOfSampleRun> finalists{};  ///< In their order; empty when it is sealed.
};

/// Counts the look, durably, and only then runs the finalists over the whole history, measured on the holdout the way
/// `spark backtest run --oos` measures it: indicators are warm, a position held at its begin counts with its equity.
/// Sealed: counts nothing and runs nothing. Errors: those of the ledger and of running sets. Precondition (asserted):
/// the order keeps a holdout.
Result<AssessedHoldout> assessed_holdout(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                                         const AssessedSets& sets, LookKind kind, const Follower& follower);

/// The part `holdout`, and `out_of_sample` of a finalist.
wire::Json json_of(const AssessedHoldout& holdout);
wire::Json json_of(const OutOfSampleRun& run);

}  // namespace spark::optimizer
