#include "engine/sweep/set_runner.hpp"

#include <algorithm>
#include <utility>

#include "engine/sweep/detail/crossing_batches.hpp"
#include "engine/sweep/detail/plain_run.hpp"
#include "engine/sweep/detail/plain_sets.hpp"
#include "engine/sweep/detail/sma_cross.hpp"
#include "foundation/base/assert.hpp"

namespace spark::sweep {

struct PreparedSweep::Parts {
    SweepInput input;
    strategy::Definition definition;
    SweepNeeds needs;
    detail::PlainHistory history;
    std::optional<detail::CrossingMarket> crossings;  ///< Where sets may go the fast way of smaCross.
};

PreparedSweep::PreparedSweep(PreparedSweep&&) noexcept = default;
PreparedSweep& PreparedSweep::operator=(PreparedSweep&&) noexcept = default;
PreparedSweep::~PreparedSweep() = default;

Result<PreparedSweep> PreparedSweep::prepare(const SweepInput& input, strategy::Definition definition,
                                             SweepNeeds needs) {
    SPARK_TRY(detail::check(input));
    PreparedSweep made;
    std::optional<detail::CrossingMarket> crossings;
    if (input.finer == nullptr && !needs.details && detail::is_sma_cross(definition))
        crossings = detail::CrossingMarket::make(input.candles, input.rules);
    made.parts_ = std::make_unique<const Parts>(
        Parts{input, std::move(definition), needs, detail::PlainHistory(input.candles), std::move(crossings)});
    return made;
}

const strategy::Definition& PreparedSweep::definition() const { return parts_->definition; }
std::size_t PreparedSweep::bars() const { return parts_->input.candles.size(); }
std::span<const std::int64_t> PreparedSweep::day_start_ns() const { return parts_->history.day_start_ns; }
int PreparedSweep::periods_per_year() const { return parts_->history.periods_per_year; }

struct SetRunner::Work {
    explicit Work(const PreparedSweep::Parts& of)
        : parts(of), plain(of.input, of.definition, of.history), day_equity(of.history.day_ends.size()) {
        if (parts.crossings) crossings.emplace(*parts.crossings);
    }

    /// Outcomes of the sets that only crossings trade, and which those are. Errors: unavailable, when progress stops
    /// it.
    Result<void> run_crossings(std::span<const SetValues> sets, std::span<SetOutcome> outcomes,
                               const Progress& progress) {
        find_pairs(sets);
        hashes.resize(parts.needs.result_hash ? pairs.size() : 0);
        if (crossings) {
            SPARK_TRY(crossings->run(pairs, {.figures = figures, .hashes = hashes}, progress));
        }
        for (std::size_t index = 0; index < pairs.size(); ++index) {
            if (!figures[index]) continue;
            SetOutcome& outcome = outcomes[places[index]];
            outcome = {.figures = *figures[index], .details = {}, .result_hash = {}};
            if (!hashes.empty()) outcome.result_hash = hashes[index];
            is_done[places[index]] = true;
            ++done_count;
        }
        return {};
    }

    /// The equities of their days, likewise.
    Result<void> run_crossing_days(std::span<const SetValues> sets, std::span<std::vector<std::int64_t>> equities,
                                   const Progress& progress) {
        find_pairs(sets);
        const std::size_t days = day_equity.size();
        std::vector<std::int64_t> found(pairs.size() * days);
        if (crossings) {
            SPARK_TRY(crossings->run(pairs, {.figures = figures, .hashes = {}, .day_equity = found}, progress));
        }
        for (std::size_t index = 0; index < pairs.size(); ++index) {
            if (!figures[index]) continue;
            const auto own = std::span(found).subspan(index * days, days);
            equities[places[index]].assign(own.begin(), own.end());
            is_done[places[index]] = true;
            ++done_count;
        }
        return {};
    }

    /// Errors: exhausted only; another refusal stands in the outcome.
    Result<SetOutcome> run_plain(const SetValues& values) {
        auto made = plain_outcome(values);
        if (made || made.error().fault == Fault::exhausted) return made;
        return SetOutcome{.figures = {}, .details = {}, .result_hash = {}, .refusal = made.error().message};
    }

    const PreparedSweep::Parts& parts;
    detail::PlainSets plain;
    std::optional<detail::CrossingBatches> crossings{};
    std::vector<bool> is_done{};
    std::size_t done_count = 0;
    std::vector<std::int64_t> day_equity;

  private:
    /// Which of the sets are pairs, and where they stand.
    void find_pairs(std::span<const SetValues> sets) {
        is_done.assign(sets.size(), false);
        done_count = 0;
        pairs.clear();
        places.clear();
        for (std::size_t index = 0; crossings && index < sets.size(); ++index) {
            const auto pair = detail::pair_of(sets[index], parts.input.candles.size());
            if (!pair) continue;
            pairs.push_back(*pair);
            places.push_back(index);
        }
        figures.assign(pairs.size(), std::nullopt);
    }

    Result<SetOutcome> plain_outcome(const SetValues& values) {
        SPARK_TRY(const detail::PlainRun run, plain.run(values));
        return detail::outcome_of(parts.history, parts.needs, run.warm_up_bars, run.outcome, day_equity);
    }

    std::vector<CrossingPair> pairs{};
    std::vector<std::size_t> places{};
    std::vector<std::optional<SetFigures>> figures{};
    std::vector<crypto::Sha256Digest> hashes{};
};

SetRunner::SetRunner(const PreparedSweep& sweep) : work_(std::make_unique<Work>(*sweep.parts_)) {}
SetRunner::~SetRunner() = default;

Result<void> SetRunner::run(std::span<const SetValues> sets, std::span<SetOutcome> outcomes, const Progress& progress) {
    SPARK_ASSERT(sets.size() == outcomes.size());
    const std::size_t parameters = work_->parts.definition.parameters().size();
    SPARK_ASSERT(std::ranges::all_of(sets, [&](const SetValues& values) { return values.size() == parameters; }));
    SPARK_TRY(work_->run_crossings(sets, outcomes, progress));
    std::size_t done = work_->done_count;
    for (std::size_t index = 0; index < sets.size(); ++index) {
        if (work_->is_done[index]) continue;
        SPARK_TRY(outcomes[index], work_->run_plain(sets[index]));
        SPARK_TRY(detail::go_on(progress, ++done, sets.size()));
    }
    return {};
}

Result<std::vector<std::int64_t>> SetRunner::daily_equity(const SetValues& values) {
    SPARK_TRY(const backtest::RunOutcome run, outcome(values));
    SPARK_TRY(detail::curve_figures(work_->parts.history.curve(), run, work_->day_equity));
    return work_->day_equity;
}

Result<std::vector<std::vector<std::int64_t>>> SetRunner::daily_equities(std::span<const SetValues> sets,
                                                                         const Progress& progress) {
    std::vector<std::vector<std::int64_t>> equities(sets.size());
    SPARK_TRY(work_->run_crossing_days(sets, equities, progress));
    std::size_t done = work_->done_count;
    for (std::size_t index = 0; index < sets.size(); ++index) {
        if (work_->is_done[index]) continue;
        auto found = daily_equity(sets[index]);
        if (!found && found.error().fault == Fault::exhausted) return fail(std::move(found).error());
        if (found) equities[index] = *std::move(found);
        SPARK_TRY(detail::go_on(progress, ++done, sets.size()));
    }
    return equities;
}

Result<backtest::RunOutcome> SetRunner::outcome(const SetValues& values) {
    SPARK_ASSERT(values.size() == work_->parts.definition.parameters().size());
    SPARK_TRY(detail::PlainRun run, work_->plain.run(values));
    return std::move(run.outcome);
}

}  // namespace spark::sweep
