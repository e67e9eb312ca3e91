#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// The words of a line that shell_line made.
std::vector<std::string> words_of_command(std::string_view line);

/// `spark.backtest_reconcile/1`: a stored run against itself and against the same run made again: its files, the sums
/// of its trades (exact), its result hash, the trades and the daily equity byte by byte, every metric, the final
/// equity, and the result hash of the command in its manifest, run by this program. What cannot be looked at (a data
/// set or a file of the command that is not here) is a check that does not hold, and says why.
wire::Json reconcile_backtest(Context& context, const store::EvidenceFolder& folder,
                              const store::StoredEvidence& stored);

}  // namespace spark::verbs
