#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/portfolio/ledger.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/base/result.hpp"

namespace spark::backtest {

/// How much an entry buys: a fixed quantity, a fixed notional, or a share of the equity at the fill (fee included, so
/// it can be paid). Quantities are rounded down to 1e-8.
struct SizeRule {
    enum class Kind : std::uint8_t { units, notional, equity };
    Kind kind = Kind::units;
    std::int64_t amount = units_per_one;  ///< Units of 1e-8: of base, of quote, or of the whole equity.

    /// Reads `units:1`, `notional:1000`, `equity:0.5`. Errors: invalid_input with the three forms.
    static Result<SizeRule> parse(std::string_view text);
    std::string text() const;
};

/// What a run is told besides candles and signals.
struct RunRules {
    portfolio::CostModel costs;
    SizeRule size;
    Notional cash = Notional::of_whole(1'000'000);
    std::uint32_t first_bar =
        0;  ///< Row of the data set that the first given candle is; added to every bar number that is reported.
};

/// Errors: invalid_input when a cost is out of bounds or the cash is not above 0.
Result<void> check_rules(const RunRules& rules);

/// An entry that could not be made, never silently skipped.
struct RejectedOrder {
    std::uint32_t bar = 0;
    std::string rule;  ///< "cash", "quantity_zero"
    std::string detail;
};
inline constexpr std::size_t rejected_orders_kept_max = 1000;

/// What the ledger held at the end, and everything it did.
struct RunOutcome {
    std::vector<portfolio::ClosedTrade> trades;
    std::optional<portfolio::OpenPosition> open_position;
    Notional starting_cash;
    Notional final_cash;
    Notional final_equity;                ///< Cash plus the open position at the last close.
    std::vector<RejectedOrder> rejected;  ///< The first `rejected_orders_kept_max` of them.
    std::int64_t rejected_count = 0;
};

/// Walks the bars where something can happen: from signal to fill to exit. Signals on bar i fill at the open of bar i
/// + 1. Stop and target (levels fixed at the signal bar's close) are looked at from the entry bar on: an open beyond a
/// level fills at the open; else when one bar reaches both, the stop fills first (pessimistic). A stop takes role
/// and slips; a target makes and does not. While a position is open entry signals are ignored; a signal on the bar of
/// an intrabar exit acts (its close comes after the exit). Errors: invalid_input when costs or size are out of bounds
/// or an amount leaves the range. Precondition (asserted): plan and candles have one size.
Result<RunOutcome> run_ledger(const market::CandleColumns& candles, const strategy::SignalPlan& plan,
                              const RunRules& rules);

}  // namespace spark::backtest
