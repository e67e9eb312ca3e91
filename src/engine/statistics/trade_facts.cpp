#include "engine/statistics/trade_facts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/statistics/detail/sums.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::statistics {
namespace {

constexpr double per_unit = 1.0 / static_cast<double>(units_per_one);

void add(std::optional<Int128>& sum, const std::optional<Notional>& amount) {
    if (!amount)
        sum.reset();
    else if (sum)
        *sum += amount->units();
}

Int128 value_units(Price price, Quantity quantity) {
    return divide(static_cast<Int128>(price.units()) * quantity.units(), units_per_one, Rounding::down);
}

}  // namespace

double net_number(const TradeFacts& trade) {
    if (trade.net_approx) return *trade.net_approx;
    return static_cast<double>(trade.net.units()) / static_cast<double>(units_per_one);
}

std::optional<double> return_of(const TradeFacts& trade) {
    if (trade.return_fraction) return trade.return_fraction;
    const double at_entry = static_cast<double>(trade.entry_price.units()) * per_unit *
                            (static_cast<double>(trade.quantity.units()) * per_unit);
    return detail::ratio(net_number(trade), at_entry);
}

std::vector<const TradeFacts*> in_order_of_exit(std::span<const TradeFacts> trades) {
    std::vector<const TradeFacts*> order;
    order.reserve(trades.size());
    for (const TradeFacts& trade : trades) order.push_back(&trade);
    // All point into one span, so that their order is that of its rows.
    std::ranges::sort(order, [](const TradeFacts* a, const TradeFacts* b) {
        return a->exit_time_ns != b->exit_time_ns ? a->exit_time_ns < b->exit_time_ns : a < b;
    });
    return order;
}

TradeMoney money_of(std::span<const TradeFacts> trades) {
    TradeMoney money{.gross_units = Int128{0}, .fees_units = Int128{0}};
    for (const TradeFacts& trade : trades) {
        add(money.gross_units, trade.gross);
        add(money.fees_units, trade.fees);
        const std::int64_t net = trade.net.units();
        money.net_units += net;
        if (net > 0)
            money.won_units += net;
        else
            money.lost_units -= net;
        money.volume_units +=
            value_units(trade.entry_price, trade.quantity) + value_units(trade.exit_price, trade.quantity);
    }
    return money;
}

std::string net_text(std::span<const TradeFacts> trades) {
    const bool exact =
        std::ranges::none_of(trades, [](const TradeFacts& trade) { return trade.net_approx.has_value(); });
    if (exact) return format_wide_units(money_of(trades).net_units);
    detail::Sum sum;
    for (const TradeFacts& trade : trades) sum.add(net_number(trade));
    if (!std::isfinite(sum.value()) || sum.value() == 0) return "0";
    // The longest fixed text of a double: a sign, 309 digits before the point or 324 places and 17 digits after it.
    char text[400];
    const auto [end, code] = std::to_chars(text, text + sizeof text, sum.value(), std::chars_format::fixed);
    return {text, end};
}

}  // namespace spark::statistics
