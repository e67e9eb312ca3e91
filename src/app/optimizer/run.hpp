#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/executor.hpp"
#include "app/optimizer/order.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/context.hpp"
#include "engine/search/objective.hpp"
#include "engine/search/space.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// An order with everything it names opened and checked: data set, strategy, space, objective. Made in place.
struct Bench {
    Order order;
    verbs::LoadedCase loaded;
    std::string strategy_text;  ///< Canonical.
    std::optional<search::Space> space;
    std::optional<search::Objective> objective;
    std::vector<search::Constraint> constraints;
    /// Bars the sets are run on; the holdout is what comes after them.
    std::size_t bars = 0;
    std::size_t holdout_bars = 0;
    sweep::SweepNeeds needs;
    /// Threads of the assessment; 0: as many as there are processors this process may use. No result depends on it.
    std::size_t threads = 0;

    /// Errors: those of the order's parts.
    static Result<void> set_up(verbs::Context& context, Order order, Bench& bench);
    /// A new order whose strategy is kept with versions names the version that was loaded: `mine` becomes `mine@2`. A
    /// later version then does not keep anybody from going on, looking or checking.
    void pin_strategy(const verbs::Context& context);
    /// The input of a sweep over the bars [first, last) of the loaded candles.
    sweep::SweepInput input(std::size_t first, std::size_t last) const;
    const strategy::Definition& definition() const;
};

/// Figures of a run under way, for progress lines, the stream and pages.
struct Standing {
    std::uint64_t done = 0;
    std::uint64_t expected = 0;
    double sets_per_s = 0;
    std::optional<double> eta_s;
    std::size_t workers = 0;
    std::string phase;  ///< "search", "walk_forward", "assessment", "writing"
    std::optional<trials::TrialRow> best;
};

/// Who follows a run. Called by the thread that runs it.
struct Follower {
    std::function<void(const Standing&)> standing = [](const Standing&) {};  ///< Some five times a second.
    std::function<void(std::span<const trials::TrialRow>)> trials = [](std::span<const trials::TrialRow>) {
    };  ///< Every row, once, durable.
    std::function<bool()> is_cancelled = [] { return false; };
    std::function<bool()> is_paused = [] { return false; };
};

/// How it ended.
struct Finished {
    wire::Json document;        ///< `spark.optimize/1`
    bool is_cancelled = false;  ///< What was done is kept; `resume` goes on.
};

/// Runs an order in `folder` from where it stands: new, or resumed. Writes leaderboard.csv, best.json, heatmap.json,
/// assessment.json, manifest and evidence. Errors: those of its parts; the folder can be resumed after any.
Result<Finished> run_order(verbs::Context& context, Bench& bench, std::string id, const std::filesystem::path& folder,
                           Executor& executor, const Follower& follower);

/// Threads of this process.
std::unique_ptr<Executor> local_executor(const Bench& bench, std::size_t threads);

}  // namespace spark::optimizer
