#pragma once

#include "foundation/domain/order.hpp"

namespace spark::testing {

/// An order for BTCUSDT on binance, without prices.
inline Order order(OrderType type, Quantity quantity) {
    return Order{.client_order_id = "test-1",
                 .venue = Venue::parse("binance").value(),
                 .symbol = Symbol::parse("BTCUSDT").value(),
                 .type = type,
                 .quantity = quantity};
}

inline Order limit_order(Side side, Price price, Quantity quantity) {
    Order made = order(OrderType::limit, quantity);
    made.side = side;
    made.limit_price = price;
    return made;
}

}  // namespace spark::testing
