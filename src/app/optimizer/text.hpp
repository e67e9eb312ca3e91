#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/cli/progress.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// `fast=9,slow=21`: the searched parameters of a row.
std::string point_text(std::span<const trials::TrialAxis> axes, const search::Point& point);

/// Draws the standing of a run on standard error: rate, bar-steps, time left, best so far. Lives as long as the run.
class StandingLine {
  public:
    StandingLine(verbs::Context& context, const Bench& bench) : context_(context), bench_(bench) {}
    void show(const Standing& standing);
    /// The last words; without them the line is only cleared.
    void finish();

  private:
    verbs::Context& context_;
    const Bench& bench_;
    std::string phase_;
    std::uint64_t done_ = 0;
    std::optional<cli::Progress> progress_;
};

/// A ranked set as the leaderboard prints it.
struct ShownSet {
    std::uint64_t number = 0;
    std::vector<std::string> values{};  ///< Of the searched parameters.
    double objective = 0;
    std::string net{};
    std::int64_t trades = 0;
    std::optional<double> sharpe{};
    double max_drawdown_pct = 0;
};

/// The same of sets that came from elsewhere, best first.
void print_sets(cli::Terminal& terminal, std::span<const std::string> parameters, const std::string& objective,
                std::span<const ShownSet> sets, const wire::Json* assessment);

/// The first rows of the leaderboard; with `assessment` also what the finalists did out of sample, and their badges.
/// Errors: those of reading the trials.
Result<void> print_leaderboard(cli::Terminal& terminal, const trials::TrialFolder& trials,
                               std::span<const std::uint64_t> ranking, std::size_t rows_max,
                               const wire::Json* assessment);

/// The verdict of an assessment and why; nothing without one.
void print_verdict(cli::Terminal& terminal, const wire::Json* assessment);

}  // namespace spark::optimizer
