#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/verbs/backtest_case.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// A file that came with the order and is kept with the run, so that its command can name it: a word
/// `{run}/strategy.json` of the command line becomes the attachment's path.
struct AttachedInput {
    std::string name;
    std::string text;
};

/// A backtest computed and described, its evidence not written yet. Made in place, as LoadedCase. The command line and
/// the server make theirs by the same two functions, so that the same inputs give the same document.
struct BacktestRun {
    LoadedCase loaded;
    ComputedCase made;
    audit::Inputs inputs;
    std::string id;
    WallTime created_at{};
    wire::Json document;  ///< `spark.backtest/1`.
    std::string trades_csv;
    std::vector<AttachedInput> attached{};  ///< Set before make_backtest.
};

/// Loads, computes, checks and describes. `with_band`: the two readings of bars that reach several levels, side by
/// side. Errors: those of LoadedCase::load and compute_case.
Result<void> make_backtest(Context& context, CaseRequest request, bool with_band, Stopwatch& watch, BacktestRun& run);

/// Sets `metrics.psr` from `statistics.returns`: the one figure of the families that stands among the metrics too.
void add_probabilistic_sharpe(wire::Json& document);

/// Writes the run's evidence below `root`, durably. Errors: as EvidenceFolder::write.
Result<void> keep_backtest(Context& context, const std::filesystem::path& root, const Stopwatch& watch,
                           const BacktestRun& run);

}  // namespace spark::verbs
