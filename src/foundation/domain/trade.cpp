#include "foundation/domain/trade.hpp"

#include "foundation/domain/detail/enum_names.hpp"

namespace spark {

namespace {

constexpr detail::EnumNames<trade_exit_count> exit_names{"signal",      "stop_loss", "take_profit", "trailing_stop",
                                                         "time_stop",   "reverse",   "order",       "liquidation",
                                                         "end_of_data", "risk_limit"};

Result<void> check(const RoundTrip& trip) {
    if (trip.quantity.units() <= 0)
        return fail(Fault::invalid_input, "quantity is " + to_text(trip.quantity) + ", allowed above 0");
    for (const Price price : {trip.entry_price, trip.exit_price}) {
        if (price.units() <= 0) return fail(Fault::invalid_input, "price is " + to_text(price) + ", allowed above 0");
    }
    if (trip.exit_time < trip.entry_time) {
        return fail(Fault::invalid_input, "exit at " + format_iso8601(trip.exit_time) + " lies before the entry at " +
                                              format_iso8601(trip.entry_time));
    }
    return {};
}

}  // namespace

std::string_view to_text(TradeExit exit) { return detail::name_of(exit_names, exit); }
Result<TradeExit> parse_trade_exit(std::string_view text) {
    return detail::value_of<TradeExit>(exit_names, "exit reason", text);
}

Result<Trade> close_trade(const RoundTrip& trip) {
    SPARK_TRY(check(trip));
    SPARK_TRY(const Notional entry_value, notional(trip.entry_price, trip.quantity, Rounding::half_even));
    SPARK_TRY(const Notional exit_value, notional(trip.exit_price, trip.quantity, Rounding::half_even));
    const bool is_long = trip.side == Side::buy;
    SPARK_TRY(const Notional gross,
              is_long ? difference(exit_value, entry_value) : difference(entry_value, exit_value));
    SPARK_TRY(const Notional net, difference(gross, trip.fees));
    return Trade{.side = trip.side,
                 .entry_time = trip.entry_time,
                 .entry_price = trip.entry_price,
                 .exit_time = trip.exit_time,
                 .exit_price = trip.exit_price,
                 .quantity = trip.quantity,
                 .gross = gross,
                 .fees = trip.fees,
                 .net = net,
                 .exit = trip.exit};
}

}  // namespace spark
