#pragma once

#include <string>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// What a stored run was asked, told from its evidence alone: its strategies from `strategy.txt`, everything else from
/// its document and manifest. Neither today's settings nor files that its command named play a part. Errors: not_found
/// when `strategy.txt` is not there; conflict when a built-in strategy is another today; corrupt.
Result<CaseRequest> request_of_evidence(const store::StoredEvidence& stored);

/// A stored run made again: its signals, trades, equity at every bar and metrics. Made in place, as LoadedCase.
struct ReplayedRun {
    LoadedCase loaded;
    ComputedCase made;
    std::string result_hash;  ///< As it comes out now; the caller compares.
};

/// Errors: those of request_of_evidence; not_found when a data set is not here; conflict when one has other rows than
/// the run has read; those of the engine.
Result<void> replay_backtest(Context& context, const store::StoredEvidence& stored, ReplayedRun& run);

}  // namespace spark::verbs
