#include "foundation/domain/order.hpp"

#include "foundation/domain/detail/enum_names.hpp"

namespace spark {

namespace {

constexpr detail::EnumNames<2> side_names{"buy", "sell"};
constexpr detail::EnumNames<7> type_names{
    "market", "limit", "stop", "stop_limit", "take_profit", "take_profit_limit", "trailing_stop"};
constexpr detail::EnumNames<5> time_in_force_names{"gtc", "day", "ioc", "fok", "gtd"};

Result<void> check_price(const char* name, const std::optional<Price>& price, bool wanted, OrderType type) {
    const std::string which = std::string(name) + " of a " + std::string(to_text(type)) + " order";
    if (wanted && !price) return fail(Fault::invalid_input, which + " is missing");
    if (!wanted && price) return fail(Fault::invalid_input, which + " is " + to_text(*price) + ", allowed none");
    if (price && price->units() <= 0)
        return fail(Fault::invalid_input, which + " is " + to_text(*price) + ", allowed above 0");
    return {};
}

}  // namespace

std::string_view to_text(Side side) { return detail::name_of(side_names, side); }
std::string_view to_text(OrderType type) { return detail::name_of(type_names, type); }
std::string_view to_text(TimeInForce time_in_force) { return detail::name_of(time_in_force_names, time_in_force); }

Result<Side> parse_side(std::string_view text) { return detail::value_of<Side>(side_names, "side", text); }
Result<OrderType> parse_order_type(std::string_view text) {
    return detail::value_of<OrderType>(type_names, "order type", text);
}
Result<TimeInForce> parse_time_in_force(std::string_view text) {
    return detail::value_of<TimeInForce>(time_in_force_names, "time in force", text);
}

Result<void> check_shape(const Order& order) {
    if (order.client_order_id.empty()) return fail(Fault::invalid_input, "client order id is missing");
    if (order.quantity.units() <= 0)
        return fail(Fault::invalid_input, "quantity is " + to_text(order.quantity) + ", allowed above 0");
    SPARK_TRY(check_price("limit price", order.limit_price, has_limit_price(order.type), order.type));
    SPARK_TRY(check_price("stop price", order.stop_price, has_stop_price(order.type), order.type));
    SPARK_TRY(check_price("trail", order.trail, order.type == OrderType::trailing_stop, order.type));
    if (order.good_till.has_value() != (order.time_in_force == TimeInForce::gtd))
        return fail(Fault::invalid_input, "an end time and time in force gtd go together");
    const bool at_once = order.time_in_force == TimeInForce::ioc || order.time_in_force == TimeInForce::fok;
    if (order.post_only && (order.type != OrderType::limit || at_once))
        return fail(Fault::invalid_input, "post_only goes with a resting limit order only");
    return {};
}

}  // namespace spark
