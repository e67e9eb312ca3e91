#include "foundation/domain/instrument_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

#include "foundation/domain/testing/orders.hpp"

namespace spark {
namespace {

Price price(std::string_view text) { return parse_amount<Price>(text).value(); }
Quantity quantity(std::string_view text) { return parse_amount<Quantity>(text).value(); }
Notional money(std::string_view text) { return parse_amount<Notional>(text).value(); }

/// Rules of the kind Binance has for BTCUSDT.
InstrumentRules rules() {
    return {.tick = price("0.01"),
            .lot = quantity("0.001"),
            .quantity_min = quantity("0.002"),
            .quantity_max = quantity("9"),
            .notional_min = money("10"),
            .price_band = PriceBand{.factor_up_max = 5 * units_per_one, .factor_down_min = units_per_one / 5}};
}

std::string denial(const Order& order, Price reference = price("100")) {
    const auto checked = check_order(order, rules(), reference);
    if (checked) return "allowed";
    EXPECT_EQ(checked.error().fault, Fault::denied);
    return checked.error().message;
}

TEST(RoundDown, takes_the_largest_multiple_of_the_lot) {
    EXPECT_EQ(round_down(quantity("1.2349"), rules()).value(), quantity("1.234"));
    EXPECT_EQ(round_down(quantity("1.234"), rules()).value(), quantity("1.234"));
    EXPECT_EQ(round_down(quantity("0.002"), rules()).value(), quantity("0.002"));
    EXPECT_EQ(round_down(quantity("9.0009"), rules()).value(), quantity("9"));
}

TEST(RoundDown, denies_what_is_too_little_or_too_much) {
    EXPECT_EQ(round_down(quantity("0.00199999"), rules()).error().message,
              "quantity_min: found 0.00199999, allowed 0.002 or more");
    EXPECT_EQ(round_down(quantity("9.001"), rules()).error().message, "quantity_max: found 9.001, allowed 9 or less");
    EXPECT_EQ(round_down(Quantity{}, rules()).error().fault, Fault::denied);
    EXPECT_EQ(round_down(quantity("-5"), rules()).error().fault, Fault::denied);
    EXPECT_EQ(round_down(Quantity::of_units(std::numeric_limits<std::int64_t>::min()), rules()).error().fault,
              Fault::denied);
}

TEST(RoundPrice, is_never_worse_than_wanted) {
    EXPECT_EQ(round_price(price("100.019"), Side::buy, rules()).value(), price("100.01"));
    EXPECT_EQ(round_price(price("100.011"), Side::sell, rules()).value(), price("100.02"));
    EXPECT_EQ(round_price(price("100.01"), Side::buy, rules()).value(), price("100.01"));
    EXPECT_EQ(round_price(price("100.01"), Side::sell, rules()).value(), price("100.01"));
    EXPECT_EQ(round_price(price("0.001"), Side::sell, rules()).value(), price("0.01"));
}

TEST(RoundPrice, denies_when_nothing_is_left_and_refuses_past_the_range) {
    EXPECT_EQ(round_price(price("0.009"), Side::buy, rules()).error().message,
              "tick: found 0.009, allowed 0.01 or more");
    EXPECT_EQ(round_price(price("-1"), Side::sell, rules()).error().fault, Fault::denied);
    EXPECT_EQ(round_price(Price::of_units(std::numeric_limits<std::int64_t>::max()), Side::sell, rules()).error().fault,
              Fault::invalid_input);
}

TEST(CheckOrder, allows_both_sides_of_every_limit_and_denies_one_past_it) {
    const auto buy = [](std::string_view p, std::string_view q) {
        return testing::limit_order(Side::buy, price(p), quantity(q));
    };

    EXPECT_EQ(denial(buy("100", "0.1")), "allowed") << "exactly the least notional";
    EXPECT_EQ(denial(buy("99.99", "0.1")), "notional_min: found 9.999, allowed 10 or more");
    EXPECT_EQ(denial(buy("100.001", "1")), "tick: found 100.001, allowed a multiple of 0.01");
    EXPECT_EQ(denial(buy("100", "1.0005")), "lot: found 1.0005, allowed a multiple of 0.001");
    EXPECT_EQ(denial(buy("100", "0.001")), "quantity_min: found 0.001, allowed 0.002 or more");
    EXPECT_EQ(denial(buy("100", "9")), "allowed");
    EXPECT_EQ(denial(buy("100", "9.001")), "quantity_max: found 9.001, allowed 9 or less");
    EXPECT_EQ(denial(buy("500", "1")), "allowed");
    EXPECT_EQ(denial(buy("500.01", "1")), "price_up: found 500.01, allowed 500 or less");
    EXPECT_EQ(denial(buy("20", "1")), "allowed");
    EXPECT_EQ(denial(buy("19.99", "1")), "price_down: found 19.99, allowed 20 or more");
}

TEST(CheckOrder, values_a_market_order_at_the_reference_and_a_stop_at_its_trigger) {
    EXPECT_EQ(denial(testing::order(OrderType::market, quantity("0.1"))), "allowed");
    EXPECT_EQ(denial(testing::order(OrderType::market, quantity("0.099"))),
              "notional_min: found 9.9, allowed 10 or more");

    Order stop = testing::order(OrderType::stop, quantity("0.1"));
    stop.stop_price = price("99.99");
    EXPECT_EQ(denial(stop), "notional_min: found 9.999, allowed 10 or more");
    stop.stop_price = price("99.995");
    EXPECT_EQ(denial(stop), "tick: found 99.995, allowed a multiple of 0.01");
}

TEST(CheckOrder, refuses_a_shape_or_a_reference_that_cannot_be) {
    const Order good = testing::limit_order(Side::buy, price("100"), quantity("1"));
    EXPECT_EQ(check_order(good, rules(), Price{}).error().fault, Fault::invalid_input);

    Order bad = good;
    bad.limit_price.reset();
    EXPECT_EQ(check_order(bad, rules(), price("100")).error().fault, Fault::invalid_input);
}

TEST(CheckOrder, asks_nothing_by_default) {
    const Order smallest = testing::limit_order(Side::sell, Price::of_units(1), Quantity::of_units(1));
    const Order largest = testing::limit_order(Side::sell, Price::of_units(std::numeric_limits<std::int64_t>::max()),
                                               Quantity::of_units(std::numeric_limits<std::int64_t>::max()));

    EXPECT_TRUE(check_order(smallest, InstrumentRules{}, price("1")).has_value());
    EXPECT_TRUE(check_order(largest, InstrumentRules{}, price("1")).has_value());
}

TEST(CheckRules, wants_steps_above_zero_and_bounds_in_order) {
    EXPECT_TRUE(check_rules(rules()).has_value());
    EXPECT_TRUE(check_rules(InstrumentRules{}).has_value());
    const auto broken = [](auto&& change) {
        InstrumentRules changed = rules();
        change(changed);
        return !check_rules(changed).has_value();
    };
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.tick = Price{}; }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.lot = Quantity::of_units(-1); }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.quantity_min = Quantity{}; }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.quantity_max = quantity("0.001"); }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.notional_min = money("-1"); }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.price_band->factor_up_max = units_per_one - 1; }));
    EXPECT_TRUE(broken([](InstrumentRules& r) { r.price_band->factor_down_min = units_per_one + 1; }));
}

RC_GTEST_PROP(RoundDown, result_passes_the_check_and_the_next_lot_would_be_too_much, ()) {
    const InstrumentRules made{.lot = Quantity::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000))};
    const auto wanted = Quantity::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));

    const auto rounded = round_down(wanted, made);

    RC_ASSERT(rounded.has_value() == (wanted >= made.lot));
    if (!rounded) return;
    RC_ASSERT(rounded->units() % made.lot.units() == 0);
    RC_ASSERT(*rounded <= wanted);
    RC_ASSERT(sum(*rounded, made.lot).value() > wanted);
    RC_ASSERT(check_order(testing::order(OrderType::market, *rounded), made, price("1")).has_value());
}

RC_GTEST_PROP(RoundPrice, result_is_the_nearest_tick_on_the_traders_side, ()) {
    const InstrumentRules made{.tick = Price::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000))};
    const auto wanted = Price::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));

    const auto sold = round_price(wanted, Side::sell, made).value();
    const auto bought = round_price(wanted, Side::buy, made);

    RC_ASSERT(sold >= wanted && sold.units() % made.tick.units() == 0 &&
              sold.units() - wanted.units() < made.tick.units());
    RC_ASSERT(bought.has_value() == (wanted >= made.tick));
    if (bought)
        RC_ASSERT(*bought <= wanted && bought->units() % made.tick.units() == 0 &&
                  wanted.units() - bought->units() < made.tick.units());
}

}  // namespace
}  // namespace spark
