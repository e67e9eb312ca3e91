#pragma once

#include <cstdint>
#include <optional>

#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/order.hpp"

namespace spark {

/// How far a price may lie from the reference price, as factors in units of 1e-8: 5 × and 0.2 × are 500'000'000 and
/// 20'000'000.
struct PriceBand {
    std::int64_t factor_up_max = 0;
    std::int64_t factor_down_min = 0;

    bool operator==(const PriceBand&) const = default;
};

/// What a venue asks of an order for one instrument. The defaults ask nothing beyond our own 8 decimals.
struct InstrumentRules {
    Price tick = Price::of_units(1);       ///< Prices are multiples of it.
    Quantity lot = Quantity::of_units(1);  ///< Quantities are multiples of it.
    Quantity quantity_min = Quantity::of_units(1);
    std::optional<Quantity> quantity_max{};
    std::optional<Notional> notional_min{};  ///< price × quantity.
    std::optional<PriceBand> price_band{};

    bool operator==(const InstrumentRules&) const = default;
};

/// Positive tick, lot and least quantity; bounds in order. Errors: invalid_input. The functions below assert what this
/// checks.
Result<void> check_rules(const InstrumentRules& rules);

/// The largest multiple of the lot that is not above `wanted`. Errors: denied (quantity_min, quantity_max).
Result<Quantity> round_down(Quantity wanted, const InstrumentRules& rules);

/// The nearest tick that is no worse for the trader than `wanted`: not above it when buying, not below it when selling.
/// Errors: denied (tick) when nothing above zero is left; invalid_input when it leaves the range.
Result<Price> round_price(Price wanted, Side side, const InstrumentRules& rules);

/// Every rule, in this order: tick, lot, quantity_min, quantity_max, price_up, price_down, notional_min. `reference` is
/// the last or average price: the band is measured from it, and it values an order that names no limit price. Compared
/// exactly, nothing is rounded. Errors: invalid_input from check_shape; denied, the message beginning with the rule's
/// name: `notional_min: found 9.5, allowed 10 or more`.
Result<void> check_order(const Order& order, const InstrumentRules& rules, Price reference);

}  // namespace spark
