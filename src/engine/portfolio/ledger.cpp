#include "engine/portfolio/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/base/assert.hpp"

namespace spark::portfolio {

namespace {

std::unexpected<Error> out_of_range() {
    return fail(Fault::invalid_input, "an amount of this trade is outside plus or minus 92,233,720,368");
}

bool value_into(std::int64_t price, std::int64_t quantity, std::int64_t& units) {
    if (quantity % units_per_one == 0) return !__builtin_mul_overflow(price, quantity / units_per_one, &units);
    const Int128 value = divide(static_cast<Int128>(price) * quantity, units_per_one, Rounding::half_even);
    if (!fits_int64(value)) return false;
    units = static_cast<std::int64_t>(value);
    return true;
}

/// The part of an amount that goes with `part` of `whole`, rounded half to even.
std::int64_t share_of(std::int64_t amount, Quantity part, Quantity whole) {
    if (part == whole) return amount;
    return static_cast<std::int64_t>(
        divide(static_cast<Int128>(amount) * part.units(), whole.units(), Rounding::half_even));
}

}  // namespace

Result<Notional> value_of(Price price, Quantity quantity) {
    std::int64_t units = 0;
    if (!value_into(price.units(), quantity.units(), units)) return out_of_range();
    return Notional::of_units(units);
}

Ledger::Ledger(Notional cash, const CostModel& costs, const LedgerRules& rules)
    : starting_cash_(cash),
      cash_(cash),
      maker_(costs.maker_bps),
      taker_(costs.taker_bps),
      leverage_(rules.leverage),
      books_(rules.books) {
    SPARK_ASSERT(cash.units() >= 0 && rules.books > 0);
    SPARK_ASSERT(rules.leverage >= units_per_one && rules.leverage <= leverage_max);
}

void Ledger::set_rates(const CostModel& costs) {
    maker_ = FeeCalculator(costs.maker_bps);
    taker_ = FeeCalculator(costs.taker_bps);
}

Result<Notional> Ledger::equity() const {
    Int128 total = cash_.units();
    for (const Book& book : books_) {
        if (book.quantity.units() == 0) continue;
        SPARK_TRY(const Notional value, value_of(book.mark, book.quantity));
        total += value.units();
    }
    if (!fits_int64(total)) return out_of_range();
    return Notional::of_units(static_cast<std::int64_t>(total));
}

Result<void> Ledger::check_margin(const LedgerFill& fill, std::int64_t cash_after, std::int64_t quantity_after) const {
    Int128 held = 0;
    Int128 equity = cash_after;
    for (std::size_t index = 0; index < books_.size(); ++index) {
        const bool filled = index == fill.book;
        const Quantity quantity = filled ? Quantity::of_units(quantity_after) : books_[index].quantity;
        SPARK_TRY(const Notional value, value_of(filled ? fill.price : books_[index].mark, quantity));
        equity += value.units();
        held += value.units() < 0 ? -static_cast<Int128>(value.units()) : static_cast<Int128>(value.units());
    }
    if (held * units_per_one <= equity * leverage_) return {};
    return fail(Fault::denied,
                fmt::format("equity {} does not carry a value of {} at leverage {}", format_wide_units(equity),
                            format_wide_units(held), format_units(leverage_)));
}

Result<void> Ledger::open(const LedgerFill& fill, Side side, Quantity quantity) {
    Book& book = books_[fill.book];
    const bool buys = side == Side::buy;
    SPARK_ASSERT(quantity.units() > 0);
    SPARK_ASSERT(buys ? book.quantity.units() >= 0 : book.quantity.units() <= 0);
    std::int64_t value = 0;
    std::int64_t fee = 0;
    std::int64_t cost = 0;
    std::int64_t cash_after = 0;
    std::int64_t quantity_after = 0;
    const bool fits =
        value_into(fill.price.units(), quantity.units(), value) &&
        calculator(fill.role).fee_into(fill.price.units(), quantity.units(), fee) &&
        !__builtin_add_overflow(buys ? value : -value, fee, &cost) &&
        !__builtin_sub_overflow(cash_.units(), cost, &cash_after) &&
        !__builtin_add_overflow(book.quantity.units(), buys ? quantity.units() : -quantity.units(), &quantity_after);
    if (!fits) return out_of_range();
    if (leverage_ == units_per_one && buys && shorts_ == 0) {
        if (cash_after < 0) {
            return fail(Fault::denied, fmt::format("cash {} does not cover {} with its fee", spark::to_text(cash_),
                                                   format_units(cost)));
        }
    } else {
        SPARK_TRY(check_margin(fill, cash_after, quantity_after));
    }
    if (!buys && book.lots.empty()) ++shorts_;
    cash_ = Notional::of_units(cash_after);
    book.quantity = Quantity::of_units(quantity_after);
    book.mark = fill.price;
    book.lots.push_back({fill.bar, fill.price, quantity, Notional::of_units(value), Notional::of_units(fee), side,
                         fill.book, Notional{}});
    return {};
}

Result<void> Ledger::close_part(const LedgerFill& fill, OpenPosition& lot, Quantity part, TradeExit reason) {
    const std::int64_t entry_value = share_of(lot.entry_value.units(), part, lot.quantity);
    const std::int64_t entry_fee = share_of(lot.entry_fee.units(), part, lot.quantity);
    const std::int64_t financing = share_of(lot.financing.units(), part, lot.quantity);
    const bool is_long = lot.side == Side::buy;
    std::int64_t value = 0;
    std::int64_t fee = 0;
    std::int64_t gross = 0;
    std::int64_t fees = 0;
    std::int64_t net = 0;
    std::int64_t proceeds = 0;
    std::int64_t cash = 0;
    const bool fits = value_into(fill.price.units(), part.units(), value) &&
                      calculator(fill.role).fee_into(fill.price.units(), part.units(), fee) &&
                      !__builtin_sub_overflow(is_long ? value : entry_value, is_long ? entry_value : value, &gross) &&
                      !__builtin_add_overflow(entry_fee, fee, &fees) &&
                      !__builtin_add_overflow(fees, financing, &fees) && !__builtin_sub_overflow(gross, fees, &net) &&
                      !__builtin_sub_overflow(is_long ? value : -value, fee, &proceeds) &&
                      !__builtin_add_overflow(cash_.units(), proceeds, &cash);
    if (!fits) return out_of_range();
    cash_ = Notional::of_units(cash);
    trades_.push_back({lot.entry_bar, fill.bar, lot.entry_price, fill.price, part, Notional::of_units(entry_value),
                       Notional::of_units(gross), Notional::of_units(entry_fee), Notional::of_units(fees),
                       Notional::of_units(net), reason, lot.side, fill.book, Notional::of_units(financing)});
    lot.quantity = Quantity::of_units(lot.quantity.units() - part.units());
    lot.entry_value = Notional::of_units(lot.entry_value.units() - entry_value);
    lot.entry_fee = Notional::of_units(lot.entry_fee.units() - entry_fee);
    lot.financing = Notional::of_units(lot.financing.units() - financing);
    return {};
}

Result<void> Ledger::close(const LedgerFill& fill, Quantity quantity, TradeExit reason) {
    Book& book = books_[fill.book];
    const bool is_long = book.quantity.units() > 0;
    SPARK_ASSERT(quantity.units() > 0 && quantity.units() <= (is_long ? 1 : -1) * book.quantity.units());
    std::int64_t rest = quantity.units();
    std::size_t closed = 0;
    while (rest > 0) {
        OpenPosition& lot = book.lots[closed];
        const std::int64_t part = std::min(rest, lot.quantity.units());
        SPARK_TRY(close_part(fill, lot, Quantity::of_units(part), reason));
        rest -= part;
        if (lot.quantity.units() == 0) ++closed;
    }
    book.lots.erase(book.lots.begin(), book.lots.begin() + static_cast<std::ptrdiff_t>(closed));
    book.quantity = Quantity::of_units(book.quantity.units() + (is_long ? -quantity.units() : quantity.units()));
    book.mark = fill.price;
    if (!is_long && book.lots.empty()) --shorts_;
    return {};
}

Result<void> Ledger::charge(std::size_t index, Notional amount) {
    Book& book = books_[index];
    SPARK_ASSERT(!book.lots.empty());
    SPARK_TRY(cash_, difference(cash_, amount));
    SPARK_TRY(financing_, sum(financing_, amount));
    Notional rest = amount;
    Quantity open = Quantity::of_units(book.quantity.units() > 0 ? book.quantity.units() : -book.quantity.units());
    for (OpenPosition& lot : book.lots) {
        const auto part = Notional::of_units(share_of(rest.units(), lot.quantity, open));
        SPARK_TRY(lot.financing, sum(lot.financing, part));
        rest = Notional::of_units(rest.units() - part.units());
        open = Quantity::of_units(open.units() - lot.quantity.units());
    }
    return {};
}

bool Ledger::is_conserved() const {
    Int128 expected = starting_cash_.units();
    for (const ClosedTrade& trade : trades_) expected += static_cast<Int128>(trade.gross.units()) - trade.fees.units();
    for (const Book& book : books_) {
        Int128 held = 0;
        for (const OpenPosition& lot : book.lots) {
            const Int128 value = lot.entry_value.units();
            expected -= (lot.side == Side::buy ? value : -value) + lot.entry_fee.units() + lot.financing.units();
            held += lot.side == Side::buy ? lot.quantity.units() : -lot.quantity.units();
        }
        if (held != book.quantity.units()) return false;
    }
    return expected == cash_.units();
}

}  // namespace spark::portfolio
