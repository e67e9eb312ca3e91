#include "engine/portfolio/ledger.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace spark::portfolio {
namespace {

Price price(const char* text) { return *parse_amount<Price>(text); }
Quantity quantity(const char* text) { return *parse_amount<Quantity>(text); }

/// Long-hand: the exact fraction price × quantity × rate ÷ (1e8 × 1e12), rounded half to even once.
Int128 fee_by_hand(std::int64_t p, std::int64_t q, std::int64_t rate) {
    const Int128 divisor = static_cast<Int128>(units_per_one) * 10'000 * units_per_one;
    return divide(static_cast<Int128>(p) * q * rate, divisor, Rounding::half_even);
}

RC_GTEST_PROP(FeeCalculator, equals_the_long_hand_fraction_for_any_amounts, ()) {
    const auto rate = *rc::gen::inRange<std::int64_t>(0, 100 * units_per_one);
    FeeCalculator calculator(rate);
    for (int fill = 0; fill < 3; ++fill) {
        const auto p = *rc::gen::inRange<std::int64_t>(1, 20'000'000'000'000);
        const auto q = *rc::gen::oneOf(rc::gen::elementOf(std::vector<std::int64_t>{units_per_one, 25'000'000, 1}),
                                       rc::gen::inRange<std::int64_t>(1, 500'000'000'000));

        const auto fee = calculator.fee(Price::of_units(p), Quantity::of_units(q));

        RC_ASSERT(fee.has_value());
        RC_ASSERT(static_cast<Int128>(fee->units()) == fee_by_hand(p, q, rate));
    }
}

TEST(FeeCalculator, refuses_a_fee_past_the_range) {
    FeeCalculator calculator(10'000 * units_per_one);

    const auto fee = calculator.fee(Price::of_units(std::numeric_limits<std::int64_t>::max()), quantity("10"));

    ASSERT_FALSE(fee.has_value());
    EXPECT_EQ(fee.error().fault, Fault::invalid_input);
}

TEST(FeeCalculator, a_rebate_is_a_negative_fee) {
    FeeCalculator calculator(-2 * units_per_one);

    EXPECT_EQ(calculator.fee(price("10000"), quantity("1"))->units(), -2 * units_per_one);
}

TEST(PriceWithSlippage, moves_against_the_trader_and_rounds_against_him) {
    const CostModel costs{.maker_bps = 0, .taker_bps = 0, .slippage_bps = units_per_one};

    EXPECT_EQ(to_text(*price_with_slippage(price("100"), true, costs)), "100.01");
    EXPECT_EQ(to_text(*price_with_slippage(price("100"), false, costs)), "99.99");
    EXPECT_EQ(to_text(*price_with_slippage(price("0.00000001"), true, costs)), "0.00000002");
    EXPECT_FALSE(price_with_slippage(price("0.00000001"), false, costs).has_value());
}

TEST(Ledger, a_round_trip_is_exact_to_the_last_digit) {
    Ledger ledger(Notional::of_whole(1'000'000), CostModel{});
    ASSERT_TRUE(ledger.open_long({40, price("3778.17")}, quantity("1")).has_value());
    ASSERT_TRUE(ledger.close({59, price("3823.97")}, TradeExit::signal).has_value());

    const ClosedTrade& trade = ledger.trades().front();

    EXPECT_EQ(to_text(trade.gross), "45.8");
    EXPECT_EQ(to_text(trade.fees), "7.60214");
    EXPECT_EQ(to_text(trade.net), "38.19786");
    EXPECT_EQ(to_text(ledger.cash()), "1000038.19786");
}

TEST(Ledger, denies_what_the_cash_does_not_cover_and_changes_nothing) {
    const CostModel ten_bps{};
    Ledger short_by_one(Notional::of_units(10'009'999'999), ten_bps);
    Ledger enough(Notional::of_units(10'010'000'000), ten_bps);

    const auto denied = short_by_one.open_long({0, price("100")}, quantity("1"));

    ASSERT_FALSE(denied.has_value());
    EXPECT_EQ(denied.error().fault, Fault::denied);
    EXPECT_EQ(short_by_one.cash().units(), 10'009'999'999);
    EXPECT_FALSE(short_by_one.position().has_value());
    EXPECT_TRUE(enough.open_long({0, price("100")}, quantity("1")).has_value());
    EXPECT_EQ(enough.cash().units(), 0);
}

RC_GTEST_PROP(Ledger, conserves_money_over_any_row_of_trades, ()) {
    const CostModel costs{.maker_bps = *rc::gen::inRange<std::int64_t>(0, 100 * units_per_one),
                          .taker_bps = *rc::gen::inRange<std::int64_t>(0, 100 * units_per_one)};
    Ledger ledger(Notional::of_whole(100'000'000), costs);
    const int trades = *rc::gen::inRange(0, 20);
    for (int index = 0; index < trades; ++index) {
        const auto any_price = [] { return Price::of_units(*rc::gen::inRange<std::int64_t>(1, 100'000'000'000)); };
        const auto amount = Quantity::of_units(*rc::gen::inRange<std::int64_t>(1, 10'000'000'000));
        RC_ASSERT(ledger.open_long({0, any_price(), FillRole::maker}, amount).has_value());
        RC_ASSERT(ledger.is_conserved());
        RC_ASSERT(ledger.close({1, any_price(), FillRole::taker}, TradeExit::signal).has_value());
        RC_ASSERT(ledger.is_conserved());
    }
    Int128 net = 0;
    for (const ClosedTrade& trade : ledger.trades()) net += trade.net.units();
    RC_ASSERT(static_cast<Int128>(ledger.cash().units()) - ledger.starting_cash().units() == net);
}

TEST(ValueOf, agrees_between_the_whole_and_the_128_bit_way) {
    EXPECT_EQ(value_of(price("3.00000001"), quantity("3"))->units(), 900'000'003);
    EXPECT_EQ(value_of(price("3.00000001"), quantity("0.5"))->units(), 150'000'000);
    EXPECT_EQ(value_of(price("3.00000003"), quantity("0.5"))->units(), 150'000'002);
    EXPECT_FALSE(value_of(Price::of_units(std::numeric_limits<std::int64_t>::max()), quantity("2")).has_value());
}

TEST(CheckCosts, takes_both_bounds_and_refuses_one_past) {
    EXPECT_TRUE(check_costs({.maker_bps = rebate_bps_min, .taker_bps = cost_bps_max, .slippage_bps = 0}).has_value());
    EXPECT_FALSE(check_costs({.maker_bps = rebate_bps_min - 1}).has_value());
    EXPECT_FALSE(check_costs({.taker_bps = -1}).has_value());
    EXPECT_FALSE(check_costs({.slippage_bps = cost_bps_max + 1}).has_value());
}

}  // namespace
}  // namespace spark::portfolio
