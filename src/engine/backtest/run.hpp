#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/portfolio/ledger.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/instrument_rules.hpp"

namespace spark::backtest {

class BlockRanges;

/// How much an entry buys or sells short: a fixed quantity, a fixed notional, a share of the equity at the fill (fee
/// included, so it can be paid), or what loses a share of the equity when the stop is hit. Quantities are rounded down
/// to 1e-8, then to the venue's lot.
struct SizeRule {
    using Kind = strategy::SizeKind;
    Kind kind = Kind::units;
    std::int64_t amount = units_per_one;  ///< Units of 1e-8: of base, of quote, or of the whole equity.

    /// Reads `units:1`, `notional:1000`, `equity:0.5`, `risk:0.01`. Errors: invalid_input with the forms.
    static Result<SizeRule> parse(std::string_view text);
    std::string text() const;
    bool operator==(const SizeRule&) const = default;
};

/// Which way a bar went when it reached several levels: against the position first, or with it first.
enum class Intrabar : std::uint8_t { pessimistic, optimistic };

/// What a run is told besides candles and signals.
struct RunRules {
    portfolio::CostModel costs{};
    SizeRule size{};
    bool size_overrides_plan = false;  ///< `size` holds even when the plan brings its own.
    Notional cash = Notional::of_whole(1'000'000);
    std::uint32_t first_bar =
        0;  ///< Row of the data set that the first given candle is; added to every bar number that is reported.
    Intrabar intrabar = Intrabar::pessimistic;
    bool close_at_end = false;           ///< Positions still open are closed at the last close.
    bool skip_zero_volume = false;       ///< Bars without volume fill nothing.
    std::int64_t participation_pct = 0;  ///< Most of a bar's volume that fills may take, units of 1e-8 percent; 0: all.
    std::int64_t latency_bars = 0;       ///< Orders reach the market so many bars later.
    std::int64_t latency_ms = 0;         ///< And so long after the close they were decided on.
    std::int64_t bar_length_ns = 0;      ///< Of the candles; needed by latency_ms, financing and finer data.
    std::int64_t leverage = units_per_one;
    std::int64_t maintenance_pct = units_per_one / 2;  ///< Equity under this share of the held value is liquidated.
    std::optional<InstrumentRules> venue{};            ///< None: quantities and prices to 1e-8, nothing else asked.
};
inline constexpr std::int64_t latency_bars_max = 10'000;
inline constexpr std::int64_t latency_ms_max = 86'400'000;

/// Errors: invalid_input when a cost, the size, leverage or latency is out of bounds or the cash is not above 0.
Result<void> check_rules(const RunRules& rules);

/// An order that could not be made, never silently skipped.
struct RejectedOrder {
    std::uint32_t bar = 0;
    std::string rule;  ///< "cash", "margin", "quantity_zero", "quantity_min", "notional_min", "post_only", …
    std::string detail;
};
inline constexpr std::size_t rejected_orders_kept_max = 1000;

/// What is held from the close of a bar on, until the next step of the same book.
struct HoldingStep {
    std::uint32_t bar = 0;  ///< Within the book's candles.
    std::uint16_t book = 0;
    Notional cash;      ///< Of the whole account.
    Quantity quantity;  ///< Of the book; below zero is short.
};

/// Financing charged at a bar's close.
struct Charge {
    std::uint32_t bar = 0;  ///< Within the book's candles.
    std::uint16_t book = 0;
    Notional amount;
};

/// What the ledger held at the end, and everything it did.
struct RunOutcome {
    std::vector<portfolio::ClosedTrade> trades;      ///< In order of their exits.
    std::vector<portfolio::OpenPosition> open_lots;  ///< By book, oldest first.
    std::vector<HoldingStep> steps;                  ///< In order of time; at most one a book and bar.
    std::vector<Charge> charges;
    Notional starting_cash;
    Notional final_cash;
    Notional final_equity;  ///< Cash plus the open lots at the last close.
    Notional financing;     ///< Funding and borrowing paid; below zero was earned.
    std::int64_t liquidations = 0;
    std::vector<RejectedOrder> rejected;  ///< The first `rejected_orders_kept_max` of them.
    std::int64_t rejected_count = 0;
};

/// Whether a run needs no more than the fast path knows: market entries, one lot at a time, fills of any size at the
/// next open, no financing.
bool fits_fast_path(const strategy::SignalPlan& plan, const RunRules& rules);

/// Signals to trades. Signals on bar i fill at the open of bar i + 1. Levels fixed at the signal bar are looked at from
/// the entry bar on: an open beyond a level fills at the open; else when one bar reaches several, those against the
/// position fill first (pessimistic). A stop takes and slips; a target makes and does not. While a position is open
/// entry signals of its side are ignored, those of the other side close it and open theirs at the same open; a signal
/// on the bar of an intrabar exit acts (its close comes after the exit). Bars on which both sides would enter enter
/// neither. docs/explanation/fills.md has the whole order of events. Goes the fast path where it fits, else the event
/// path; both give the same. `ranges` of the candles' lows and highs, where many runs share them, let it leave out bars
/// that reach no level. Errors: invalid_input when rules are out of bounds or an amount leaves the range.
/// Precondition (asserted): plan and candles have one size.
Result<RunOutcome> run_plan(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                            const RunRules& rules, const BlockRanges* ranges = nullptr);

/// The two ways by themselves, for the test that compares them. Precondition (asserted): the plan fits the fast path.
Result<RunOutcome> run_fast_path(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                                 const RunRules& rules, const BlockRanges* ranges = nullptr);
Result<RunOutcome> run_event_path(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                                  const RunRules& rules);

}  // namespace spark::backtest
