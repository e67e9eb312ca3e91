#include "foundation/domain/trade.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace spark {
namespace {

RoundTrip trip(Side side, Price entry, Price exit) {
    return {.side = side,
            .entry_time = wall_time_of_ms(1),
            .entry_price = entry,
            .exit_time = wall_time_of_ms(2),
            .exit_price = exit,
            .quantity = Quantity::of_whole(2),
            .fees = Notional::of_whole(1),
            .exit = TradeExit::stop_loss};
}

TEST(CloseTrade, earns_the_rise_when_long_and_the_fall_when_short) {
    const Trade bought = close_trade(trip(Side::buy, Price::of_whole(10), Price::of_whole(13))).value();
    EXPECT_EQ(bought.gross, Notional::of_whole(6));
    EXPECT_EQ(bought.net, Notional::of_whole(5));
    EXPECT_EQ(bought.exit, TradeExit::stop_loss);

    const Trade sold = close_trade(trip(Side::sell, Price::of_whole(10), Price::of_whole(13))).value();
    EXPECT_EQ(sold.gross, Notional::of_whole(-6));
    EXPECT_EQ(sold.net, Notional::of_whole(-7));
}

TEST(CloseTrade, refuses_what_cannot_have_happened) {
    RoundTrip backwards = trip(Side::buy, Price::of_whole(10), Price::of_whole(13));
    backwards.exit_time = wall_time_of_ms(0);
    EXPECT_EQ(close_trade(backwards).error().message,
              "exit at 1970-01-01T00:00:00Z lies before the entry at 1970-01-01T00:00:00.001Z");

    RoundTrip nothing = trip(Side::buy, Price::of_whole(10), Price::of_whole(13));
    nothing.quantity = Quantity{};
    EXPECT_FALSE(close_trade(nothing).has_value());
    EXPECT_FALSE(close_trade(trip(Side::buy, Price{}, Price::of_whole(13))).has_value());
    EXPECT_FALSE(close_trade(trip(Side::buy, Price::of_whole(10), Price::of_units(-1))).has_value());
    EXPECT_FALSE(
        close_trade(trip(Side::buy, Price::of_units(std::numeric_limits<std::int64_t>::max()), Price::of_whole(1)))
            .has_value());
}

TEST(TradeExit, reads_back) {
    for (std::size_t index = 0; index < trade_exit_count; ++index) {
        const auto exit = static_cast<TradeExit>(index);
        EXPECT_EQ(parse_trade_exit(to_text(exit)).value(), exit);
    }
    EXPECT_FALSE(parse_trade_exit("fear").has_value());
}

RC_GTEST_PROP(CloseTrade, long_and_short_mirror_each_other, ()) {
    const auto entry = Price::of_units(*rc::gen::inRange<std::int64_t>(1, 10'000'000'000'000));
    const auto exit = Price::of_units(*rc::gen::inRange<std::int64_t>(1, 10'000'000'000'000));

    const Trade bought = close_trade(trip(Side::buy, entry, exit)).value();
    const Trade sold = close_trade(trip(Side::sell, entry, exit)).value();

    RC_ASSERT(bought.gross.units() == -sold.gross.units());
    RC_ASSERT(bought.net.units() + sold.net.units() == -2 * bought.fees.units());
}

}  // namespace
}  // namespace spark
