#include "foundation/domain/fill.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace spark {
namespace {

Fill fill(Side side, Price price, Quantity quantity, Notional fee) {
    return {.client_order_id = "test-1",
            .trade_id = "7",
            .venue = Venue::parse("binance").value(),
            .symbol = Symbol::parse("BTCUSDT").value(),
            .side = side,
            .price = price,
            .quantity = quantity,
            .fee = fee,
            .event_time = wall_time_of_ms(0)};
}

TEST(CashChange, takes_value_and_fee_when_buying_and_brings_value_without_fee_when_selling) {
    const Price price = Price::of_whole(100);
    const Quantity two = Quantity::of_whole(2);
    const Notional fee = Notional::of_whole(3);

    EXPECT_EQ(cash_change(fill(Side::buy, price, two, fee)).value(), Notional::of_whole(-203));
    EXPECT_EQ(cash_change(fill(Side::sell, price, two, fee)).value(), Notional::of_whole(197));
    EXPECT_EQ(cash_change(fill(Side::sell, price, two, Notional::of_whole(-1))).value(), Notional::of_whole(201))
        << "a rebate";
}

TEST(CashChange, refuses_what_leaves_the_range) {
    const Price most = Price::of_units(std::numeric_limits<std::int64_t>::max());

    EXPECT_TRUE(cash_change(fill(Side::buy, most, Quantity::of_whole(1), Notional{})).has_value());
    EXPECT_EQ(cash_change(fill(Side::buy, most, Quantity::of_whole(1), Notional::of_units(1))).error().fault,
              Fault::invalid_input);
    EXPECT_EQ(cash_change(fill(Side::sell, most, Quantity::of_whole(2), Notional{})).error().fault,
              Fault::invalid_input);
}

TEST(FillRole, reads_back) {
    EXPECT_EQ(parse_fill_role(to_text(FillRole::maker)).value(), FillRole::maker);
    EXPECT_EQ(parse_fill_role("TAKER").value(), FillRole::taker);
    EXPECT_FALSE(parse_fill_role("both").has_value());
}

RC_GTEST_PROP(CashChange, of_buying_and_selling_at_one_price_costs_exactly_the_fees, ()) {
    const auto price = Price::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
    const auto quantity = Quantity::of_units(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000));
    const auto fee = Notional::of_units(*rc::gen::inRange<std::int64_t>(-1'000, 1'000'000));

    const Notional bought = cash_change(fill(Side::buy, price, quantity, fee)).value();
    const Notional sold = cash_change(fill(Side::sell, price, quantity, fee)).value();

    RC_ASSERT(sum(bought, sold).value().units() == -2 * fee.units());
}

}  // namespace
}  // namespace spark
