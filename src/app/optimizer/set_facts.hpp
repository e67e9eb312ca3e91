#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

// What is found out about one set of a finished optimization, anew, by whoever does not believe what is written.

/// The bench of a finished folder with the searched document as its evidence has it (`strategy.txt`): what that name
/// means today plays no part. Errors: conflict when data set, strategy or rules are no longer those of the header;
/// those of Bench::set_up.
Result<void> bench_of_finished(verbs::Context& context, const trials::TrialFolder& trials,
                               std::string_view strategy_text, Bench& bench);

/// The number of the ranked set with these values of all parameters; none: no such set was ranked. Reads the journal
/// until it is found. Errors: corrupt.
Result<std::optional<std::uint64_t>> set_with_values(const Bench& bench, const trials::TrialFolder& trials,
                                                     std::span<const std::int64_t> values);

/// How often the bars kept out of this search were seen, as the ledger stands now.
struct HoldoutStanding {
    std::uint64_t looks = 0;  ///< By whatever optimization.
    bool is_opened = false;   ///< This one is among them.
};

/// Without bars kept out: no looks. Errors: those of HoldoutLedger::open.
Result<HoldoutStanding> holdout_standing(verbs::Context& context, const Bench& bench, std::string_view optimization_id);

/// Net of the trades a set entered on the bars kept out, run as the assessment runs it. Errors: those of running sets.
/// Precondition (asserted): the order keeps a holdout.
Result<Notional> net_out_of_sample(const Bench& bench, std::span<const std::int64_t> values);

/// Deflated Sharpe ratio of a set against the luck that the assessment found (its part `sharpe`), each of the looks
/// counted now as one more try of every set. For the best point and the looks of then it is the assessment's `dsr`.
/// None where the set's returns do not vary, or the part does not say enough. Errors: those of running the set.
Result<std::optional<double>> deflated_sharpe_of_set(const Bench& bench, std::span<const std::int64_t> values,
                                                     const wire::Json& sharpe, std::uint64_t looks);

}  // namespace spark::optimizer
