#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/run.hpp"
#include "engine/strategy/definition.hpp"

namespace spark::backtest {

/// One strategy on one instrument. Views: what they show outlives the case.
struct CaseBook {
    const strategy::Definition& strategy;
    std::span<const std::int64_t> values{};
    market::CandleColumns candles{};
    std::uint32_t first_bar = 0;  ///< Row of the data set that candle 0 is.
    std::optional<Timeframe> timeframe{};
    std::string_view symbol{};
    std::optional<InstrumentRules> venue{};
    const market::CandleColumns* finer = nullptr;
};

/// What is run: one book, or several on one clock with shared cash. `rules.first_bar` and `rules.venue` are those of
/// the books.
struct Case {
    std::vector<CaseBook> books{};
    RunRules rules{};
    std::span<const strategy::BoundSymbol> symbols{};  ///< What `sym` finds.
};

/// Errors: invalid_input when the run's leverage is above what the strategy allows.
Result<void> check_leverage(const strategy::SignalPlan& plan, std::string_view strategy, const RunRules& rules);

/// Signals of every book; of a strategy that works orders itself an empty plan.
/// Errors: those of the strategies.
Result<std::vector<strategy::SignalPlan>> plans_of(const Case& asked);

/// Runs the case with its plans. Errors: as run_plan and run_books.
/// `ranges` as run_plan has them, of the only book's candles.
Result<RunOutcome> run_case(const Case& asked, std::span<const strategy::SignalPlan> plans,
                            const BlockRanges* ranges = nullptr);

/// The case over the first part of its time only: bars that open before `end_ns`. Books that have no bar there fall
/// away.
Case cut_off(const Case& asked, std::int64_t end_ns);

/// The bars of all books on one clock.
struct Timeline {
    std::vector<std::int64_t> open_time_ns;               ///< Rising, each once.
    std::vector<std::vector<std::uint32_t>> tick_of_bar;  ///< By book; empty where bar numbers are ticks.

    std::size_t tick(std::size_t book, std::size_t bar) const {
        return tick_of_bar[book].empty() ? bar : tick_of_bar[book][bar];
    }
};
Timeline timeline_of(const Case& asked);

/// Equity at every tick: cash and every position at its last close. Errors: invalid_input when an amount leaves the
/// range.
Result<EquityCurve> equity_of_case(const Case& asked, const Timeline& timeline, const RunOutcome& outcome);

/// Share of the ticks whose close saw a position in some book.
double exposure_of_case(const Timeline& timeline, const RunOutcome& outcome);

}  // namespace spark::backtest
