#include "engine/portfolio/ledger.hpp"

#include <fmt/format.h>

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

}  // namespace

Result<Notional> value_of(Price price, Quantity quantity) {
    std::int64_t units = 0;
    if (!value_into(price.units(), quantity.units(), units)) return out_of_range();
    return Notional::of_units(units);
}

Ledger::Ledger(Notional cash, const CostModel& costs)
    : starting_cash_(cash), cash_(cash), maker_(costs.maker_bps), taker_(costs.taker_bps) {
    SPARK_ASSERT(cash.units() >= 0);
}

Result<void> Ledger::open_long(const LedgerFill& fill, Quantity quantity) {
    SPARK_ASSERT(!position_ && quantity.units() > 0);
    std::int64_t value = 0;
    std::int64_t fee = 0;
    std::int64_t cost = 0;
    const bool fits = value_into(fill.price.units(), quantity.units(), value) &&
                      calculator(fill.role).fee_into(fill.price.units(), quantity.units(), fee) &&
                      !__builtin_add_overflow(value, fee, &cost);
    if (!fits) return out_of_range();
    if (cost > cash_.units()) {
        return fail(Fault::denied,
                    fmt::format("cash {} does not cover {} with its fee", spark::to_text(cash_), format_units(cost)));
    }
    cash_ = Notional::of_units(cash_.units() - cost);
    position_ = OpenPosition{fill.bar, fill.price, quantity, Notional::of_units(value), Notional::of_units(fee)};
    return {};
}

Result<void> Ledger::close(const LedgerFill& fill, TradeExit reason) {
    SPARK_ASSERT(position_.has_value());
    const OpenPosition& held = *position_;
    std::int64_t value = 0;
    std::int64_t fee = 0;
    std::int64_t gross = 0;
    std::int64_t fees = 0;
    std::int64_t net = 0;
    std::int64_t proceeds = 0;
    std::int64_t cash = 0;
    const bool fits = value_into(fill.price.units(), held.quantity.units(), value) &&
                      calculator(fill.role).fee_into(fill.price.units(), held.quantity.units(), fee) &&
                      !__builtin_sub_overflow(value, held.entry_value.units(), &gross) &&
                      !__builtin_add_overflow(held.entry_fee.units(), fee, &fees) &&
                      !__builtin_sub_overflow(gross, fees, &net) && !__builtin_sub_overflow(value, fee, &proceeds) &&
                      !__builtin_add_overflow(cash_.units(), proceeds, &cash);
    if (!fits) return out_of_range();
    cash_ = Notional::of_units(cash);
    trades_.push_back({held.entry_bar, fill.bar, held.entry_price, fill.price, held.quantity, held.entry_value,
                       Notional::of_units(gross), held.entry_fee, Notional::of_units(fees), Notional::of_units(net),
                       reason});
    position_.reset();
    return {};
}

bool Ledger::is_conserved() const {
    Int128 expected = starting_cash_.units();
    for (const ClosedTrade& trade : trades_) expected += static_cast<Int128>(trade.gross.units()) - trade.fees.units();
    if (position_) expected -= static_cast<Int128>(position_->entry_value.units()) + position_->entry_fee.units();
    return expected == cash_.units();
}

}  // namespace spark::portfolio
