#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/mapped_data_set.hpp"
#include "app/verbs/context.hpp"
#include "engine/backtest/checks.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// Laps of a stopwatch, in milliseconds.
class Stopwatch {
  public:
    explicit Stopwatch(const Context& context) : context_(context), begun_(context.steady_now()), lap_(begun_) {}
    double lap();
    double total() const;

  private:
    const Context& context_;
    std::chrono::nanoseconds begun_;
    std::chrono::nanoseconds lap_;
};

/// Milliseconds of each part of a run; not part of any identity.
struct Timing {
    double load = 0;
    double signals = 0;
    double ledger = 0;
    double metrics = 0;
    double total = 0;
};

/// A strategy with its parameters, as asked for.
struct AskedStrategy {
    strategy::Definition definition;
    std::vector<std::int64_t> values;
};

/// What to run, in words; nothing has been opened yet. Every strategy runs on every data set.
struct CaseRequest {
    std::vector<AskedStrategy> strategies;
    std::vector<std::string> data_sets;
    std::vector<std::string> watched;  ///< Further data sets that `sym` may look at.
    std::optional<std::string> finer;  ///< Data set, or timeframe, of finer bars of the (one) instrument.
    std::optional<WallTime> from;
    std::optional<WallTime> to;
    backtest::RunRules rules;
    std::int64_t out_of_sample_pct =
        0;  ///< Share of the bars at the end that is measured apart, units of 1e-8 percent.
};

/// `fast=9`, or `rsi.length=10` for one of several strategies.
/// Errors: not_found for a strategy that is not named; those of strategy::resolve_parameters.
Result<std::vector<AskedStrategy>> read_strategies(const Context& context, std::string_view names,
                                                   std::span<const std::string> assignments);

/// One strategy with its parameters. Errors: as read_strategies.
Result<AskedStrategy> ask_strategy(strategy::Definition definition, std::span<const std::string> assignments);

/// A share kept apart, `30%` or `30`, in units of 1e-8 percent. Errors: invalid_input.
Result<std::int64_t> out_of_sample_pct(std::string_view text);

/// The case with everything it looks at. Made in place, not moved: the case refers to the rest.
class LoadedCase {
  public:
    LoadedCase() = default;
    LoadedCase(const LoadedCase&) = delete;
    LoadedCase& operator=(const LoadedCase&) = delete;

    /// Opens and checks the data sets and cuts the period.
    /// Errors: those of the data sets; invalid_input when the period holds no bars, the finer bars are not finer, or
    /// there are too many books.
    Result<void> load(Context& context, CaseRequest request);

    const backtest::Case& asked() const { return asked_; }
    const CaseRequest& request() const { return request_; }
    const std::deque<store::MappedDataSet>& data_sets() const { return data_sets_; }  ///< Those that are traded.
    const std::vector<const store::MappedDataSet*>& all_data_sets() const { return all_; }
    const store::MappedDataSet& data_set_of_book(std::size_t book) const {
        return data_sets_[book / request_.strategies.size()];
    }
    std::string strategy_text() const;  ///< Canonical texts of the strategies, one after another.

  private:
    std::string finer_id() const;
    Result<void> add_books(const store::MappedDataSet& data_set);
    Result<market::CandleColumns> cut(const store::MappedDataSet& data_set, std::uint32_t& first_bar) const;

    CaseRequest request_;
    std::deque<store::MappedDataSet> data_sets_;
    std::deque<store::MappedDataSet> further_;
    std::vector<const store::MappedDataSet*> all_;
    std::vector<strategy::BoundSymbol> symbols_;
    std::deque<std::string> symbol_names_;
    std::optional<market::CandleColumns> finer_;
    backtest::Case asked_;
};

/// A run measured in two parts: what was looked at while the rules were made, and what was kept apart.
struct OutOfSample {
    std::int64_t from_ns = 0;  ///< Open of the first bar kept apart.
    backtest::Metrics before;
    backtest::Metrics after;
};

/// Everything computed about a case, in the order it came about.
struct ComputedCase {
    std::vector<strategy::SignalPlan> plans;
    backtest::RunOutcome outcome;
    backtest::Timeline timeline;
    backtest::EquityCurve curve;
    backtest::Metrics metrics;
    std::optional<OutOfSample> out_of_sample{};
    backtest::LookAheadCheck look_ahead;
    backtest::DeterminismCheck determinism;
    backtest::ConservationCheck conservation;
    std::vector<backtest::Warning> warnings;
    Timing timing;

    bool sound() const { return determinism.holds() && !look_ahead.first_difference && !conservation.first_difference; }
};

/// Signals, ledger, equity and metrics, without the checks. Errors: those of the engine.
Result<void> compute_figures(const LoadedCase& loaded, Stopwatch& watch, ComputedCase& made);

/// The ticks [first, last) of a computed case by themselves: the trades entered there, the equity there, and their
/// metrics. Without plans, steps and checks. Errors: invalid_input when a sum of money leaves the range. Precondition
/// (asserted): first < last, within the timeline.
Result<ComputedCase> part_of_case(const LoadedCase& loaded, const ComputedCase& made, std::size_t first,
                                  std::size_t last);

/// Signals, ledger, metrics and checks. Errors: those of the engine.
Result<void> compute_case(const LoadedCase& loaded, Stopwatch& watch, ComputedCase& made);

}  // namespace spark::verbs
