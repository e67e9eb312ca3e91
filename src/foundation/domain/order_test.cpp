#include "foundation/domain/order.hpp"

#include <gtest/gtest.h>

#include "foundation/domain/testing/orders.hpp"

namespace spark {
namespace {

TEST(OrderText, reads_back_every_value_and_ignores_case) {
    for (const Side side : {Side::buy, Side::sell}) EXPECT_EQ(parse_side(to_text(side)).value(), side);
    for (const OrderType type : {OrderType::market, OrderType::limit, OrderType::stop, OrderType::stop_limit,
                                 OrderType::take_profit, OrderType::take_profit_limit, OrderType::trailing_stop}) {
        EXPECT_EQ(parse_order_type(to_text(type)).value(), type);
    }
    for (const TimeInForce time :
         {TimeInForce::gtc, TimeInForce::day, TimeInForce::ioc, TimeInForce::fok, TimeInForce::gtd}) {
        EXPECT_EQ(parse_time_in_force(to_text(time)).value(), time);
    }
    EXPECT_EQ(parse_side("BUY").value(), Side::buy);
    EXPECT_EQ(parse_order_type("Stop_Limit").value(), OrderType::stop_limit);
}

TEST(OrderText, lists_what_is_allowed_when_it_refuses) {
    EXPECT_EQ(parse_side("hold").error().message, "found side 'hold', allowed buy, sell");
    EXPECT_EQ(parse_time_in_force("").error().message, "found time in force '', allowed gtc, day, ioc, fok, gtd");
    EXPECT_FALSE(parse_order_type("stop limit").has_value());
}

TEST(OrderShape, wants_just_the_prices_of_its_type) {
    const auto price = Price::of_whole(10);
    struct Row {
        OrderType type;
        bool limit;
        bool stop;
    };
    for (const Row& row : {Row{OrderType::market, false, false}, Row{OrderType::limit, true, false},
                           Row{OrderType::stop, false, true}, Row{OrderType::stop_limit, true, true},
                           Row{OrderType::take_profit, false, true}, Row{OrderType::take_profit_limit, true, true}}) {
        for (const bool limit : {false, true}) {
            for (const bool stop : {false, true}) {
                Order order = testing::order(row.type, Quantity::of_whole(1));
                if (limit) order.limit_price = price;
                if (stop) order.stop_price = price;

                EXPECT_EQ(check_shape(order).has_value(), limit == row.limit && stop == row.stop) << to_text(row.type);
            }
        }
    }
}

TEST(OrderShape, wants_an_id_and_amounts_above_zero) {
    Order order = testing::limit_order(Side::buy, Price::of_whole(10), Quantity::of_whole(1));
    ASSERT_TRUE(check_shape(order).has_value());

    Order nameless = order;
    nameless.client_order_id.clear();
    EXPECT_EQ(check_shape(nameless).error().message, "client order id is missing");

    Order nothing = order;
    nothing.quantity = Quantity{};
    EXPECT_EQ(check_shape(nothing).error().message, "quantity is 0, allowed above 0");

    Order free = order;
    free.limit_price = Price{};
    EXPECT_EQ(check_shape(free).error().message, "limit price of a limit order is 0, allowed above 0");
}

TEST(OrderShape, a_trail_an_end_and_post_only_belong_to_their_kinds) {
    Order trailing = testing::order(OrderType::trailing_stop, Quantity::of_whole(1));
    EXPECT_FALSE(check_shape(trailing).has_value());
    trailing.trail = Price::of_whole(5);
    EXPECT_TRUE(check_shape(trailing).has_value());

    Order dated = testing::limit_order(Side::buy, Price::of_whole(10), Quantity::of_whole(1));
    dated.time_in_force = TimeInForce::gtd;
    EXPECT_FALSE(check_shape(dated).has_value());
    dated.good_till = wall_time_of_ms(1);
    EXPECT_TRUE(check_shape(dated).has_value());

    Order maker = testing::limit_order(Side::buy, Price::of_whole(10), Quantity::of_whole(1));
    maker.post_only = true;
    EXPECT_TRUE(check_shape(maker).has_value());
    maker.time_in_force = TimeInForce::ioc;
    EXPECT_FALSE(check_shape(maker).has_value());
}

TEST(Side, has_an_opposite) {
    EXPECT_EQ(opposite(Side::buy), Side::sell);
    EXPECT_EQ(opposite(Side::sell), Side::buy);
}

}  // namespace
}  // namespace spark
