#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/order.hpp"

namespace spark {

/// What ended a trade. order: a strategy's own order; reverse: the entry of the other side; liquidation: the margin was
/// used up; end_of_data: closed because the data ends and the run asked for it;
/// risk_limit: a limit of the strategy was reached.
enum class TradeExit : std::uint8_t {
    signal,
    stop_loss,
    take_profit,
    trailing_stop,
    time_stop,
    reverse,
    order,
    liquidation,
    end_of_data,
    risk_limit
};
inline constexpr std::size_t trade_exit_count = 10;
std::string_view to_text(TradeExit exit);
Result<TradeExit> parse_trade_exit(std::string_view text);

/// A closed trade: a position from its opening to its end.
struct Trade {
    Side side = Side::buy;  ///< Of the entry: buy is a long trade, sell a short one.
    WallTime entry_time;
    Price entry_price;
    WallTime exit_time;
    Price exit_price;
    Quantity quantity;
    Notional gross;  ///< Profit before fees.
    Notional fees;   ///< Of entry and exit together.
    Notional net;    ///< gross - fees.
    TradeExit exit = TradeExit::signal;

    bool operator==(const Trade&) const = default;
};

/// What opening and closing a position says; the rest of a Trade follows from it.
struct RoundTrip {
    Side side = Side::buy;
    WallTime entry_time;
    Price entry_price;
    WallTime exit_time;
    Price exit_price;
    Quantity quantity;
    Notional fees;
    TradeExit exit = TradeExit::signal;
};

/// The closed trade with its profit: value at exit - value at entry (the other way round for a short), each value
/// rounded once, half to even. Errors: invalid_input when the quantity or a price is not positive, the exit lies before
/// the entry, or an amount leaves the range.
Result<Trade> close_trade(const RoundTrip& trip);

}  // namespace spark
