#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/executor.hpp"
#include "app/optimizer/run.hpp"
#include "engine/search/sampler.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

enum class SearchEnd : std::uint8_t { complete, time_up, cancelled };

/// What is summed over the rows of a search, those of earlier runs with it.
struct SearchTotals {
    std::uint64_t sets = 0;
    std::uint64_t refused = 0;
    std::uint64_t bar_steps = 0;  ///< Sets that were run times the bars each was run on.
};

/// The order's search from its beginning. Errors: those of make_sampler.
Result<std::unique_ptr<search::Sampler>> sampler_of(const Bench& bench);

/// The search of one order: sampler to executor to trial folder, from where the folder stands. Rows are appended as
/// they come; the sampler hears of them in the order of their numbers. Used by one thread; what it is given outlives
/// it.
class SearchRun {
  public:
    SearchRun(verbs::Context& context, const Bench& bench, std::unique_ptr<search::Sampler> sampler,
              trials::TrialFolder& folder, Executor& executor, const Follower& follower);

    /// Runs to the end. Rows that were done are durable whatever comes back. Errors: those of the executor
    /// and the folder.
    Result<SearchEnd> run();

    const SearchTotals& totals() const { return totals_; }
    /// By objective, then exact net, then number; none: nothing is ranked.
    const std::optional<trials::TrialRow>& best() const { return best_; }

  private:
    Result<void> replay();
    Result<SearchEnd> search();
    Result<void> give_more();
    Result<void> take_results(int wait_ms);
    Result<void> keep(std::vector<TaskResult> results);
    trials::TrialRow row_of(TaskResult result);
    void count(const trials::TrialRow& row);
    void answer(std::uint64_t number, std::optional<double> objective);
    void say_standing(bool is_due);
    bool is_time_up() const;

    verbs::Context& context_;
    const Bench& bench_;
    trials::TrialFolder& folder_;
    Executor& executor_;
    const Follower& follower_;

    std::unique_ptr<search::Sampler> sampler_;
    std::vector<double> replayed_;  ///< Objectives of rows of earlier runs by number; NaN: none.
    std::map<std::uint64_t, search::Proposal> under_way_;
    std::map<std::uint64_t, std::optional<double>> unheard_;  ///< Answers that wait for those before them.
    std::uint64_t next_heard_ = 0;
    SearchTotals totals_;
    std::optional<trials::TrialRow> best_{};
    std::uint64_t done_before_ = 0;
    std::chrono::nanoseconds begun_{};
    std::chrono::nanoseconds said_{};
    std::chrono::nanoseconds synced_{};
    std::deque<std::pair<std::chrono::nanoseconds, std::uint64_t>> pace_;  ///< Sets done at the last few standings.
};

/// Whether `a` is ranked before `b`; both have an objective.
bool ranks_before(const trials::TrialRow& a, const trials::TrialRow& b);

}  // namespace spark::optimizer
