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
    const Taking buying{.buying = true};
    const Taking selling{.buying = false};

    EXPECT_EQ(to_text(*price_with_slippage(price("100"), buying, costs)), "100.01");
    EXPECT_EQ(to_text(*price_with_slippage(price("100"), selling, costs)), "99.99");
    EXPECT_EQ(to_text(*price_with_slippage(price("0.00000001"), buying, costs)), "0.00000002");
    EXPECT_FALSE(price_with_slippage(price("0.00000001"), selling, costs).has_value());
}

TEST(PriceWithSlippage, impact_grows_with_the_root_of_the_share_of_the_volume) {
    const CostModel costs{
        .maker_bps = 0, .taker_bps = 0, .half_spread_bps = units_per_one, .impact_bps = 100 * units_per_one};
    const Taking quarter{.buying = true, .quantity = quantity("1"), .bar_volume = 4 * units_per_one};
    const Taking more_than_all{.buying = false, .quantity = quantity("5"), .bar_volume = 4 * units_per_one};

    EXPECT_EQ(to_text(*price_with_slippage(price("100"), quarter, costs)), "100.51");
    EXPECT_EQ(to_text(*price_with_slippage(price("100"), more_than_all, costs)), "98.99");
}

TEST(RatesAt, take_the_tier_reached_and_the_discount_off_what_is_paid) {
    const CostModel costs{.maker_bps = 10 * units_per_one,
                          .taker_bps = 10 * units_per_one,
                          .discount_pct = 25 * units_per_one,
                          .tiers = {{Notional::of_whole(1000), 8 * units_per_one, 9 * units_per_one},
                                    {Notional::of_whole(5000), -1 * units_per_one, 4 * units_per_one}}};

    EXPECT_EQ(rates_at(costs, Notional::of_whole(999)).taker_bps, 750'000'000);
    EXPECT_EQ(rates_at(costs, Notional::of_whole(1000)).maker_bps, 600'000'000);
    EXPECT_EQ(rates_at(costs, Notional::of_whole(9999)).maker_bps, -1 * units_per_one);
    EXPECT_EQ(rates_at(costs, Notional::of_whole(9999)).taker_bps, 3 * units_per_one);
}

TEST(Ledger, a_round_trip_is_exact_to_the_last_digit) {
    Ledger ledger(Notional::of_whole(1'000'000), CostModel{});
    ASSERT_TRUE(ledger.open({40, price("3778.17")}, Side::buy, quantity("1")).has_value());
    ASSERT_TRUE(ledger.close({59, price("3823.97")}, quantity("1"), TradeExit::signal).has_value());

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

    const auto denied = short_by_one.open({0, price("100")}, Side::buy, quantity("1"));

    ASSERT_FALSE(denied.has_value());
    EXPECT_EQ(denied.error().fault, Fault::denied);
    EXPECT_EQ(short_by_one.cash().units(), 10'009'999'999);
    EXPECT_TRUE(short_by_one.lots().empty());
    EXPECT_TRUE(enough.open({0, price("100")}, Side::buy, quantity("1")).has_value());
    EXPECT_EQ(enough.cash().units(), 0);
}

RC_GTEST_PROP(Ledger, conserves_money_over_any_row_of_fills_and_charges, ()) {
    const CostModel costs{.maker_bps = *rc::gen::inRange<std::int64_t>(-100 * units_per_one, 100 * units_per_one),
                          .taker_bps = *rc::gen::inRange<std::int64_t>(0, 100 * units_per_one)};
    Ledger ledger(Notional::of_whole(2'000'000'000), costs, {.books = 2, .leverage = leverage_max});
    const int fills = *rc::gen::inRange(0, 30);
    for (int index = 0; index < fills; ++index) {
        const auto book = *rc::gen::element<std::uint16_t>(0, 1);
        const auto side = *rc::gen::element(Side::buy, Side::sell);
        const LedgerFill fill{0, Price::of_units(*rc::gen::inRange<std::int64_t>(1, 100'000'000'000)),
                              *rc::gen::element(FillRole::maker, FillRole::taker), book};
        const auto amount = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
        const std::int64_t held = ledger.position(book).units();
        const bool closes = side == Side::buy ? held < 0 : held > 0;
        if (closes) {
            const auto part = Quantity::of_units(std::min(amount, held < 0 ? -held : held));
            RC_ASSERT(ledger.close(fill, part, TradeExit::signal).has_value());
        } else {
            const auto opened = ledger.open(fill, side, Quantity::of_units(amount));
            RC_ASSERT(opened.has_value() || opened.error().fault == Fault::denied);
        }
        if (!ledger.lots(book).empty() && *rc::gen::inRange(0, 3) == 0) {
            RC_ASSERT(
                ledger.charge(book, Notional::of_units(*rc::gen::inRange<std::int64_t>(-1000, 1000))).has_value());
        }
        RC_ASSERT(ledger.is_conserved());
    }
    Int128 expected = ledger.starting_cash().units();
    for (const ClosedTrade& trade : ledger.trades()) {
        const std::int64_t gain = trade.gross.units() - trade.fees.units();
        RC_ASSERT(trade.net.units() == gain);
        expected += trade.net.units();
    }
    if (ledger.lots(0).empty() && ledger.lots(1).empty()) RC_ASSERT(expected == ledger.cash().units());
}

TEST(Ledger, a_short_earns_what_the_price_falls_and_lots_close_oldest_first) {
    const CostModel free{.maker_bps = 0, .taker_bps = 0};
    Ledger ledger(Notional::of_whole(1000), free);
    ASSERT_TRUE(ledger.open({1, price("100")}, Side::sell, quantity("2")).has_value());
    ASSERT_TRUE(ledger.open({2, price("110")}, Side::sell, quantity("1")).has_value());

    ASSERT_TRUE(ledger.close({3, price("90")}, quantity("2.5"), TradeExit::order).has_value());

    ASSERT_EQ(ledger.trades().size(), 2U);
    EXPECT_EQ(to_text(ledger.trades()[0].gross), "20");
    EXPECT_EQ(ledger.trades()[0].side, Side::sell);
    EXPECT_EQ(to_text(ledger.trades()[1].gross), "10");
    EXPECT_EQ(to_text(ledger.position()), "-0.5");
    ledger.set_mark(0, price("90"));
    EXPECT_EQ(to_text(*ledger.equity()), "1040");
}

TEST(Ledger, leverage_carries_so_much_and_not_one_unit_more) {
    const CostModel free{.maker_bps = 0, .taker_bps = 0};
    Ledger ledger(Notional::of_whole(100), free, {.books = 1, .leverage = 3 * units_per_one});

    EXPECT_EQ(ledger.open({0, price("100")}, Side::buy, quantity("3.00000001")).error().fault, Fault::denied);
    EXPECT_EQ(ledger.open({0, price("100")}, Side::sell, quantity("3.00000001")).error().fault, Fault::denied);
    EXPECT_TRUE(ledger.open({0, price("100")}, Side::buy, quantity("3")).has_value());
    EXPECT_EQ(to_text(ledger.cash()), "-200");
}

TEST(Ledger, a_short_at_leverage_one_is_carried_by_equity) {
    const CostModel free{.maker_bps = 0, .taker_bps = 0};
    Ledger ledger(Notional::of_whole(100), free);

    EXPECT_FALSE(ledger.open({0, price("100")}, Side::sell, quantity("1.00000001")).has_value());
    EXPECT_TRUE(ledger.open({0, price("100")}, Side::sell, quantity("1")).has_value());
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
    EXPECT_FALSE(check_costs({.discount_pct = 100 * units_per_one + 1}).has_value());
    EXPECT_FALSE(check_costs({.tiers = {{Notional::of_whole(2), 0, 0}, {Notional::of_whole(2), 0, 0}}}).has_value());
}

}  // namespace
}  // namespace spark::portfolio
