#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/portfolio/costs.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/trade.hpp"

namespace spark::portfolio {

/// A round trip. `bar` numbers are 0-based rows of the data set. gross = value at exit − value at entry (the other way
/// round for a short); net = gross − fees; all exact to 1e-8, each notional and each fee rounded once, half to even.
struct ClosedTrade {
    std::uint32_t entry_bar = 0;
    std::uint32_t exit_bar = 0;
    Price entry_price;
    Price exit_price;
    Quantity quantity;     ///< Above zero also for shorts.
    Notional entry_value;  ///< Notional at entry, without the fee.
    Notional gross;
    Notional entry_fee;
    Notional fees;  ///< entry_fee, the exit's fee and the financing.
    Notional net;
    TradeExit reason = TradeExit::signal;
    Side side = Side::buy;   ///< Of the entry: buy is a long trade.
    std::uint16_t book = 0;  ///< Of which strategy on which instrument.
    Notional financing{};    ///< Funding and borrowing charged while it was open; below zero was earned.

    bool operator==(const ClosedTrade&) const = default;
};

/// What one entry bought or sold short and has not been closed yet.
struct OpenPosition {
    std::uint32_t entry_bar = 0;
    Price entry_price;
    Quantity quantity;     ///< Above zero also for shorts.
    Notional entry_value;  ///< Notional, without the fee.
    Notional entry_fee;
    Side side = Side::buy;
    std::uint16_t book = 0;
    Notional financing{};  ///< Charged so far.

    bool operator==(const OpenPosition&) const = default;
};

/// One fill the ledger is told of: the price already holds any slippage.
struct LedgerFill {
    std::uint32_t bar = 0;
    Price price;
    FillRole role = FillRole::taker;
    std::uint16_t book = 0;
};

struct LedgerRules {
    std::size_t books = 1;
    std::int64_t leverage = units_per_one;  ///< Most value held per equity, units of 1e-8; from 1 to 125.
};
inline constexpr std::int64_t leverage_max = 125 * units_per_one;

/// Cash shared by numbered books, each holding lots of one side of one instrument, and the trades that are closed.
/// Exact: cash always equals the starting cash, the closed trades' profit less fees, and what the open lots cost
/// (`is_conserved`). Lots are closed oldest first.
class Ledger {
  public:
    /// Precondition (asserted): cash is not negative, at least one book, leverage within its bounds.
    Ledger(Notional cash, const CostModel& costs, const LedgerRules& rules = {});

    Notional starting_cash() const { return starting_cash_; }
    Notional cash() const { return cash_; }
    /// Signed: below zero is short.
    Quantity position(std::size_t book = 0) const { return books_[book].quantity; }
    std::span<const OpenPosition> lots(std::size_t book = 0) const { return books_[book].lots; }
    std::size_t book_count() const { return books_.size(); }
    const std::vector<ClosedTrade>& trades() const { return trades_; }
    std::vector<ClosedTrade> take_trades() && { return std::move(trades_); }
    Notional financing() const { return financing_; }  ///< Paid so far; below zero was earned.

    /// Room for so many trades, so that the list does not move while it grows.
    void expect_trades(std::size_t count) { trades_.reserve(count); }

    /// Rates of fills from now on.
    void set_rates(const CostModel& costs);
    /// Last price of a book's instrument, for equity and margin; a fill sets it too.
    void set_mark(std::size_t book, Price price) { books_[book].mark = price; }
    Price mark(std::size_t book) const { return books_[book].mark; }
    /// Cash and every position at its mark. Errors: invalid_input when it leaves the range.
    Result<Notional> equity() const;

    /// Buys, or sells short. Errors: denied when cash or margin do not cover it (nothing changes); invalid_input when
    /// an amount leaves the range. Precondition (asserted): no lot of the other side, quantity positive.
    Result<void> open(const LedgerFill& fill, Side side, Quantity quantity);

    /// Closes `quantity` of the book's lots, one trade for every lot touched. Errors: invalid_input when an amount
    /// leaves the range. Precondition (asserted): that much is open.
    Result<void> close(const LedgerFill& fill, Quantity quantity, TradeExit reason);

    /// Takes financing from the cash (below zero: pays it in) and books it onto the open lots by their quantity.
    /// Errors: invalid_input when an amount leaves the range. Precondition (asserted): a lot is open.
    Result<void> charge(std::size_t book, Notional amount);

    bool is_conserved() const;

  private:
    struct Book {
        std::vector<OpenPosition> lots{};
        Quantity quantity{};
        Price mark{};
    };

    FeeCalculator& calculator(FillRole role) { return role == FillRole::maker ? maker_ : taker_; }
    Result<void> check_margin(const LedgerFill& fill, std::int64_t cash_after, std::int64_t quantity_after) const;
    Result<void> close_part(const LedgerFill& fill, OpenPosition& lot, Quantity part, TradeExit reason);

    Notional starting_cash_;
    Notional cash_;
    Notional financing_;
    FeeCalculator maker_;
    FeeCalculator taker_;
    std::int64_t leverage_;
    std::size_t shorts_ = 0;  ///< Books that are short.
    std::vector<Book> books_;
    std::vector<ClosedTrade> trades_;
};

/// Value of `quantity` at `price`, rounded half to even to 1e-8; the fast way for whole and small quantities, the
/// 128-bit way else. Errors: invalid_input when it leaves the range.
Result<Notional> value_of(Price price, Quantity quantity);

}  // namespace spark::portfolio
