#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/instrument.hpp"

namespace spark {

enum class Side : std::uint8_t { buy, sell };

/// The plain `stop` and `take_profit` become market orders when triggered, the `_limit` ones limit orders.
enum class OrderType : std::uint8_t { market, limit, stop, stop_limit, take_profit, take_profit_limit };

/// gtc: until cancelled; day: until the session ends; ioc: what fills at once, the rest is cancelled; fok: all at once
/// or nothing.
enum class TimeInForce : std::uint8_t { gtc, day, ioc, fok };

/// Lower-case names as in JSON and files: "buy", "stop_limit", "gtc".
std::string_view to_text(Side side);
std::string_view to_text(OrderType type);
std::string_view to_text(TimeInForce time_in_force);

/// Read those names, ASCII case ignored. Errors: invalid_input, listing what is allowed.
Result<Side> parse_side(std::string_view text);
Result<OrderType> parse_order_type(std::string_view text);
Result<TimeInForce> parse_time_in_force(std::string_view text);

constexpr Side opposite(Side side) { return side == Side::buy ? Side::sell : Side::buy; }
constexpr bool has_limit_price(OrderType type) {
    return type == OrderType::limit || type == OrderType::stop_limit || type == OrderType::take_profit_limit;
}
constexpr bool has_stop_price(OrderType type) { return type != OrderType::market && type != OrderType::limit; }

/// What somebody wants to trade. Says nothing about being allowed.
struct Order {
    std::string client_order_id;  ///< Ours, unique; the key of every reconciliation.
    Venue venue;
    Symbol symbol;
    Side side = Side::buy;
    OrderType type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::gtc;
    Quantity quantity;
    std::optional<Price> limit_price{};  ///< There exactly when has_limit_price(type).
    std::optional<Price> stop_price{};   ///< There exactly when has_stop_price(type).

    bool operator==(const Order&) const = default;
};

/// An id, a quantity and prices above zero, and just the prices that the type has. Errors: invalid_input.
Result<void> check_shape(const Order& order);

}  // namespace spark
