#include <algorithm>

#include "engine/backtest/checks.hpp"

namespace spark::backtest {
namespace {

/// What a trade or a lot does to cash and position at one tick.
struct Flow {
    std::size_t tick = 0;
    std::uint16_t book = 0;
    std::int64_t quantity = 0;
    Int128 cash = 0;
};

Int128 value_at(std::int64_t price, std::int64_t quantity) {
    if (quantity % units_per_one == 0) return static_cast<Int128>(price) * (quantity / units_per_one);
    return divide(static_cast<Int128>(price) * quantity, units_per_one, Rounding::half_even);
}

std::vector<Flow> flows_of(const CheckInput& input, const Timeline& timeline) {
    std::vector<Flow> flows;
    const auto tick = [&](std::uint16_t book, std::uint32_t row) {
        return timeline.tick(book, row - input.asked.books[book].first_bar);
    };
    const auto enter = [&](const auto& lot) {
        const bool buys = lot.side == Side::buy;
        const Int128 value = lot.entry_value.units();
        flows.push_back({tick(lot.book, lot.entry_bar), lot.book, buys ? lot.quantity.units() : -lot.quantity.units(),
                         (buys ? -value : value) - lot.entry_fee.units()});
    };
    for (const portfolio::ClosedTrade& trade : input.outcome.trades) {
        enter(trade);
        const bool sells = trade.side == Side::buy;
        const Int128 value = static_cast<Int128>(trade.entry_value.units()) +
                             (sells ? trade.gross.units() : -static_cast<Int128>(trade.gross.units()));
        const Int128 fee = static_cast<Int128>(trade.fees.units()) - trade.entry_fee.units() - trade.financing.units();
        flows.push_back({tick(trade.book, trade.exit_bar), trade.book,
                         sells ? -trade.quantity.units() : trade.quantity.units(), (sells ? value : -value) - fee});
    }
    for (const portfolio::OpenPosition& lot : input.outcome.open_lots) enter(lot);
    for (const Charge& charge : input.outcome.charges) {
        flows.push_back(
            {timeline.tick(charge.book, charge.bar), charge.book, 0, -static_cast<Int128>(charge.amount.units())});
    }
    std::ranges::sort(flows, {}, &Flow::tick);
    return flows;
}

}  // namespace

ConservationCheck check_conservation(const CheckInput& input, const Timeline& timeline, const EquityCurve& curve) {
    ConservationCheck check;
    const std::vector<Flow> flows = flows_of(input, timeline);
    const std::size_t ticks = timeline.open_time_ns.size();
    Int128 cash = input.outcome.starting_cash.units();
    std::vector<std::int64_t> held(input.asked.books.size(), 0);
    std::vector<std::size_t> bar(input.asked.books.size(), 0);
    std::size_t open_books = 0;
    std::size_t next = 0;
    for (std::size_t tick = 0; tick < ticks; ++tick) {
        for (; next < flows.size() && flows[next].tick == tick; ++next) {
            std::int64_t& quantity = held[flows[next].book];
            if (quantity != 0) --open_books;
            quantity += flows[next].quantity;
            if (quantity != 0) ++open_books;
            cash += flows[next].cash;
        }
        Int128 equity = cash;
        for (std::size_t book = 0; open_books > 0 && book < held.size(); ++book) {
            if (held[book] == 0) continue;
            const market::CandleColumns& candles = input.asked.books[book].candles;
            while (bar[book] + 1 < candles.size() && timeline.tick(book, bar[book] + 1) <= tick) ++bar[book];
            equity += value_at(candles.close[bar[book]], held[book]);
        }
        ++check.bars;
        if (equity == curve.equity[tick]) continue;
        check.first_difference = tick;
        break;
    }
    return check;
}

}  // namespace spark::backtest
