#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/sweep/sweep.hpp"
#include "foundation/base/result.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::sweep {

/// Values of all parameters of the strategy, as strategy::resolve_parameters gives them.
using SetValues = std::vector<std::int64_t>;

/// What is wanted of every set beyond what is free.
struct SweepNeeds {
    bool result_hash = true;
    /// Also the figures of SetDetails, which cost a pass of their own where the fast way runs.
    bool details = false;
};

/// The rest of backtest::Metrics, with the same bits.
struct SetDetails {
    std::optional<double> sqn;
    std::optional<double> cagr;
    std::int64_t max_drawdown_bars = 0;
    double exposure = 0;
    double buy_hold_return = 0;
    bool operator==(const SetDetails&) const = default;
};

/// What came of one set. Every number has the bits of the set run alone (`spark backtest run`).
struct SetOutcome {
    SetFigures figures;
    SetDetails details;                ///< When asked for.
    crypto::Sha256Digest result_hash;  ///< backtest::result_hash of the set; when asked for.
    std::string refusal{};  ///< Why this set cannot be run (a rule between parameters, too few bars for its warm-up,
                            ///< an amount out of range); figures are then empty. Empty: it was run.
};

/// One strategy over one history, prepared once for any number of threads. What the input shows outlives it.
class PreparedSweep {
  public:
    /// Errors: invalid_input when there is no bar or the rules are out of bounds.
    static Result<PreparedSweep> prepare(const SweepInput& input, strategy::Definition definition, SweepNeeds needs);
    PreparedSweep(PreparedSweep&&) noexcept;
    PreparedSweep& operator=(PreparedSweep&&) noexcept;
    ~PreparedSweep();

    const strategy::Definition& definition() const;
    std::size_t bars() const;
    /// Starts of the UTC days that have a bar, ascending: what daily_equity is by.
    std::span<const std::int64_t> day_start_ns() const;
    /// 365 when the days have weekends, else 252.
    int periods_per_year() const;

  private:
    friend class SetRunner;
    struct Parts;
    PreparedSweep() = default;
    std::unique_ptr<const Parts> parts_;
};

/// Runs sets of a prepared sweep; belongs to one thread, any number may share the sweep, which outlives it. Keeps its
/// columns and buffers from call to call, bounded; nothing is allocated per set where the fast way runs.
class SetRunner {
  public:
    explicit SetRunner(const PreparedSweep& sweep);
    ~SetRunner();
    SetRunner(const SetRunner&) = delete;
    SetRunner& operator=(const SetRunner&) = delete;

    /// Outcomes of the sets, in their order; one that cannot be run says so in its outcome. Sets are best given in
    /// hundreds and neighbours together; crossings of averages in thousands, where pairs of one slow length share their
    /// sums (500 a call cost an eighth more than 2,500). `progress` is asked at least ten times a second (false: stop).
    /// Errors: unavailable when `progress` stopped it; exhausted when not even one set's columns fit into memory.
    /// Precondition (asserted): spans of one size; every set with a value for each parameter.
    Result<void> run(std::span<const SetValues> sets, std::span<SetOutcome> outcomes, const Progress& progress = {});

    /// Equity at the last close of every day of day_start_ns, units of 1e-8, of one set. Errors: invalid_input when it
    /// cannot be run.
    Result<std::vector<std::int64_t>> daily_equity(const SetValues& values);

    /// The same of many sets, in their order, much faster where the fast way runs; empty for one that cannot be run.
    /// `progress` and errors: as `run`.
    Result<std::vector<std::vector<std::int64_t>>> daily_equities(std::span<const SetValues> sets,
                                                                  const Progress& progress = {});

    /// Everything a set does. Errors: invalid_input when it cannot be run.
    Result<backtest::RunOutcome> outcome(const SetValues& values);

  private:
    struct Work;
    std::unique_ptr<Work> work_;
};

}  // namespace spark::sweep
