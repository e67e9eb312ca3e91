#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/fixed_point.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/order.hpp"

namespace spark::statistics {

/// A closed trade, as its result needs it. Times are nanoseconds since the epoch, UTC; bars 0-based rows of the data
/// set, where known. gross − fees = net.
struct TradeFacts {
    std::int64_t entry_time_ns = 0;
    std::int64_t exit_time_ns = 0;
    std::optional<std::int64_t> entry_bar;
    std::optional<std::int64_t> exit_bar;
    Side side = Side::buy;  ///< Of the entry: buy is a long trade, sell a short one.
    Price entry_price;
    Price exit_price;
    Quantity quantity;  ///< Above 0; 0 where not known.
    std::optional<Notional> gross;
    std::optional<Notional> fees;
    Notional net;
    std::optional<double> net_approx;       ///< Where the source has more digits than 1e-8; statistics then use it.
    std::optional<double> return_fraction;  ///< Where the source says it; else net ÷ value at entry.
    std::string reason;                     ///< Of the exit; may be empty.
    std::string symbol;                     ///< May be empty.
    std::optional<double> adverse;          ///< MAE: the furthest the price went against the trade, 0 or negative.
    std::optional<double> favourable;       ///< MFE: the furthest it went for the trade, 0 or positive; fractions.
};

/// Result in quote currency as a number for statistics.
double net_number(const TradeFacts& trade);

/// Result as a fraction of the value at entry; absent where neither is known.
std::optional<double> return_of(const TradeFacts& trade);

/// The trades by the time of their exits, earlier rows first among equals. They live as long as the span's owner.
std::vector<const TradeFacts*> in_order_of_exit(std::span<const TradeFacts> trades);

/// Exact sums in units of 1e-8. Gross and fees are absent when a trade lacks them.
struct TradeMoney {
    std::optional<Int128> gross_units;
    std::optional<Int128> fees_units;
    Int128 net_units = 0;
    Int128 won_units = 0;     ///< Sum of the net results above 0.
    Int128 lost_units = 0;    ///< Sum of those below 0, as a positive amount.
    Int128 volume_units = 0;  ///< Value bought and sold: quantity × (entry + exit price), each rounded down once.
};
TradeMoney money_of(std::span<const TradeFacts> trades);

/// Sum of net as decimal text: exact, or, where a source has more digits than 1e-8, the shortest text of the sum of
/// doubles.
std::string net_text(std::span<const TradeFacts> trades);

}  // namespace spark::statistics
