#pragma once

#include <string>

#include "foundation/base/wall_time.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/order.hpp"

namespace spark {

/// How an order met the market: a resting limit order makes, everything else takes.
enum class FillRole : std::uint8_t { maker, taker };
std::string_view to_text(FillRole role);
Result<FillRole> parse_fill_role(std::string_view text);

/// A part of an order, or all of it, that was traded. (venue, account, symbol, trade id) names it once and for ever.
struct Fill {
    std::string client_order_id;
    std::string trade_id;  ///< The venue's.
    Venue venue;
    Symbol symbol;
    Side side = Side::buy;
    FillRole role = FillRole::taker;
    Price price;
    Quantity quantity;
    Notional fee;  ///< In quote currency; negative is a rebate.
    WallTime event_time;

    bool operator==(const Fill&) const = default;
};

/// What the fill does to the cash: minus value minus fee when buying, value minus fee when selling; the value is
/// rounded once, half to even. Errors: invalid_input when it leaves the range.
Result<Notional> cash_change(const Fill& fill);

}  // namespace spark
