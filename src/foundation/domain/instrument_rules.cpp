#include "foundation/domain/instrument_rules.hpp"

#include <string>

#include "foundation/base/assert.hpp"

namespace spark {

namespace {

std::unexpected<Error> denied(const char* rule, const std::string& found, const std::string& allowed) {
    return fail(Fault::denied, std::string(rule) + ": found " + found + ", allowed " + allowed);
}

Result<void> check_quantity_bounds(Quantity quantity, const InstrumentRules& rules, Quantity said) {
    if (quantity < rules.quantity_min)
        return denied("quantity_min", to_text(said), to_text(rules.quantity_min) + " or more");
    if (rules.quantity_max && quantity > *rules.quantity_max) {
        return denied("quantity_max", to_text(said), to_text(*rules.quantity_max) + " or less");
    }
    return {};
}

/// price ÷ reference against the factors, in 128 bits.
Result<void> check_band(Price price, Price reference, const PriceBand& band) {
    const Int128 scaled = static_cast<Int128>(price.units()) * units_per_one;
    const Int128 most = static_cast<Int128>(reference.units()) * band.factor_up_max;
    const Int128 least = static_cast<Int128>(reference.units()) * band.factor_down_min;
    if (scaled > most) return denied("price_up", to_text(price), format_wide_units(most / units_per_one) + " or less");
    if (scaled < least) {
        return denied("price_down", to_text(price),
                      format_wide_units(divide(least, units_per_one, Rounding::up)) + " or more");
    }
    return {};
}

Result<void> check_notional(Price price, Quantity quantity, Notional least) {
    const Int128 value = static_cast<Int128>(price.units()) * quantity.units();
    if (value >= static_cast<Int128>(least.units()) * units_per_one) return {};
    return denied("notional_min", format_wide_units(value / units_per_one), to_text(least) + " or more");
}

}  // namespace

Result<void> check_rules(const InstrumentRules& rules) {
    if (rules.tick.units() <= 0)
        return fail(Fault::invalid_input, "tick is " + to_text(rules.tick) + ", allowed above 0");
    if (rules.lot.units() <= 0) return fail(Fault::invalid_input, "lot is " + to_text(rules.lot) + ", allowed above 0");
    if (rules.quantity_min.units() <= 0) {
        return fail(Fault::invalid_input, "quantity_min is " + to_text(rules.quantity_min) + ", allowed above 0");
    }
    if (rules.quantity_max && *rules.quantity_max < rules.quantity_min) {
        return fail(Fault::invalid_input, "quantity_max is " + to_text(*rules.quantity_max) + ", allowed " +
                                              to_text(rules.quantity_min) + " or more");
    }
    if (rules.notional_min && rules.notional_min->units() < 0) {
        return fail(Fault::invalid_input, "notional_min is " + to_text(*rules.notional_min) + ", allowed 0 or more");
    }
    if (rules.price_band) {
        const PriceBand& band = *rules.price_band;
        if (band.factor_down_min < 0 || band.factor_down_min > units_per_one || band.factor_up_max < units_per_one) {
            return fail(Fault::invalid_input, "price band is " + format_units(band.factor_down_min) + " to " +
                                                  format_units(band.factor_up_max) + ", allowed a band around 1");
        }
    }
    return {};
}

Result<Quantity> round_down(Quantity wanted, const InstrumentRules& rules) {
    SPARK_ASSERT(rules.lot.units() > 0 && rules.quantity_min.units() > 0);
    const std::int64_t units =
        wanted.units() <= 0 ? wanted.units() : wanted.units() - wanted.units() % rules.lot.units();
    const auto rounded = Quantity::of_units(units);
    SPARK_TRY(check_quantity_bounds(rounded, rules, wanted));
    return rounded;
}

Result<Price> round_price(Price wanted, Side side, const InstrumentRules& rules) {
    SPARK_ASSERT(rules.tick.units() > 0);
    const std::int64_t tick = rules.tick.units();
    const std::int64_t rest = wanted.units() % tick;
    const bool away = side == Side::sell && rest > 0;
    SPARK_TRY(const std::int64_t units, checked_add(wanted.units() - rest, away ? tick : 0));
    if (units <= 0) return denied("tick", to_text(wanted), to_text(rules.tick) + " or more");
    return Price::of_units(units);
}

Result<void> check_order(const Order& order, const InstrumentRules& rules, Price reference) {
    SPARK_ASSERT(rules.tick.units() > 0 && rules.lot.units() > 0);
    SPARK_TRY(check_shape(order));
    if (reference.units() <= 0)
        return fail(Fault::invalid_input, "reference price is " + to_text(reference) + ", allowed above 0");
    for (const std::optional<Price>& price : {order.limit_price, order.stop_price}) {
        if (price && price->units() % rules.tick.units() != 0)
            return denied("tick", to_text(*price), "a multiple of " + to_text(rules.tick));
    }
    if (order.quantity.units() % rules.lot.units() != 0) {
        return denied("lot", to_text(order.quantity), "a multiple of " + to_text(rules.lot));
    }
    SPARK_TRY(check_quantity_bounds(order.quantity, rules, order.quantity));
    for (const std::optional<Price>& price : {order.limit_price, order.stop_price}) {
        if (price && rules.price_band) SPARK_TRY(check_band(*price, reference, *rules.price_band));
    }
    // What it will be worth: at its limit, else at its trigger, else at the market.
    const Price valued_at = order.limit_price.value_or(order.stop_price.value_or(reference));
    if (rules.notional_min) return check_notional(valued_at, order.quantity, *rules.notional_min);
    return {};
}

}  // namespace spark
