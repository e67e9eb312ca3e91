#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/portfolio/costs.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/trade.hpp"

namespace spark::portfolio {

/// A round trip. `bar` numbers are 0-based rows of the data set. gross = value at exit − value at entry; net = gross −
/// fees; all exact to 1e-8, each notional and each fee rounded once, half to even.
struct ClosedTrade {
    std::uint32_t entry_bar = 0;
    std::uint32_t exit_bar = 0;
    Price entry_price;
    Price exit_price;
    Quantity quantity;
    Notional entry_value;  ///< Notional paid at entry, without the fee.
    Notional gross;
    Notional entry_fee;
    Notional fees;  ///< Of entry and exit.
    Notional net;
    TradeExit reason = TradeExit::signal;

    bool operator==(const ClosedTrade&) const = default;
};

/// The position that is open now.
struct OpenPosition {
    std::uint32_t entry_bar = 0;
    Price entry_price;
    Quantity quantity;
    Notional entry_value;  ///< Notional paid, without the fee.
    Notional entry_fee;
};

/// One fill the ledger is told of: the price already holds any slippage.
struct LedgerFill {
    std::uint32_t bar = 0;
    Price price;
    FillRole role = FillRole::taker;
};

/// Cash, one long position at a time, and the trades that are closed. Exact: cash + entry value of the position + fees
/// paid − profit always equals the starting cash (`is_conserved`).
class Ledger {
  public:
    /// Precondition (asserted): cash is not negative.
    Ledger(Notional cash, const CostModel& costs);

    Notional starting_cash() const { return starting_cash_; }
    Notional cash() const { return cash_; }
    const std::optional<OpenPosition>& position() const { return position_; }
    const std::vector<ClosedTrade>& trades() const { return trades_; }
    std::vector<ClosedTrade> take_trades() && { return std::move(trades_); }

    /// Buys. Errors: denied when the cash does not cover value and fee (nothing changes); invalid_input when an amount
    /// leaves the range. Precondition (asserted): flat, quantity positive.
    Result<void> open_long(const LedgerFill& fill, Quantity quantity);

    /// Sells the whole position. Errors: invalid_input when an amount leaves the range. Precondition (asserted): a
    /// position is open.
    Result<void> close(const LedgerFill& fill, TradeExit reason);

    bool is_conserved() const;

  private:
    FeeCalculator& calculator(FillRole role) { return role == FillRole::maker ? maker_ : taker_; }

    Notional starting_cash_;
    Notional cash_;
    FeeCalculator maker_;
    FeeCalculator taker_;
    std::optional<OpenPosition> position_;
    std::vector<ClosedTrade> trades_;
};

/// Value of `quantity` at `price`, rounded half to even to 1e-8; the fast way for whole and small quantities, the
/// 128-bit way else. Errors: invalid_input when it leaves the range.
Result<Notional> value_of(Price price, Quantity quantity);

}  // namespace spark::portfolio
