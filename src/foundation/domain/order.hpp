#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/instrument.hpp"

namespace spark {

enum class Side : std::uint8_t { buy, sell };

/// The plain `stop` and `take_profit` become market orders when triggered, the `_limit` ones limit orders. A
/// `trailing_stop` is a stop that follows the best price since it rests, at a distance.
enum class OrderType : std::uint8_t { market, limit, stop, stop_limit, take_profit, take_profit_limit, trailing_stop };

/// gtc: until cancelled; day: until the session ends; ioc: what fills at once, the rest is cancelled; fok: all at once
/// or nothing; gtd: until a given time.
enum class TimeInForce : std::uint8_t { gtc, day, ioc, fok, gtd };

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
constexpr bool has_stop_price(OrderType type) {
    return type != OrderType::market && type != OrderType::limit && type != OrderType::trailing_stop;
}

/// What somebody wants to trade. Says nothing about being allowed.
struct Order {
    std::string client_order_id;  ///< Ours, unique; the key of every reconciliation.
    Venue venue;
    Symbol symbol;
    Side side = Side::buy;
    OrderType type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::gtc;
    Quantity quantity;
    std::optional<Price> limit_price{};   ///< There exactly when has_limit_price(type).
    std::optional<Price> stop_price{};    ///< There exactly when has_stop_price(type).
    std::optional<Price> trail{};         ///< Distance; there exactly for a trailing stop.
    std::optional<WallTime> good_till{};  ///< There exactly for gtd.
    bool post_only = false;               ///< Refused when it would take; only for `limit`, not with ioc or fok.

    bool operator==(const Order&) const = default;
};

/// An id, a quantity and prices above zero, and just the prices and times that the type has. Errors: invalid_input.
Result<void> check_shape(const Order& order);

}  // namespace spark
