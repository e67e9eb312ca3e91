#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/falls.hpp"
#include "engine/sweep/detail/money.hpp"

namespace spark::sweep::detail {

/// Sums over the trades closed on a tile.
struct Closed {
    std::int64_t fees = 0;
    std::uint64_t won = 0;
    std::int64_t wins = 0;

    __attribute__((always_inline)) void add(std::int64_t net, std::int64_t trade_fees) {
        fees += trade_fees;
        won += static_cast<std::uint64_t>(std::max<std::int64_t>(net, 0));
        wins += net > 0 ? 1 : 0;
    }
};

/// A tile on which every entry can be paid: entries and exits just take turns.
template <class Money>
class PaidWalk {
  public:
    PaidWalk(const WalkTile& tile, const TileWork& work, bool latched)
        : tile_(tile),
          money_(tile),
          account_(work.account),
          events_(work.events),
          cash_after_(work.cash),
          records_(work.records),
          latched_(latched) {}

    /// False, and nothing is changed, when an entry could not be paid after all or the cash leaves its bounds.
    __attribute__((always_inline)) bool run(std::int64_t* day_equity) {
        const std::uint16_t* edge = events_.edges.data();
        const std::uint16_t* const end = edge + events_.edge_count;
        Position open = account_.position;
        Falls falls{account_.peak, account_.trough, account_.fall_deepest};
        Closed closed;
        std::int64_t* after = cash_after_.data();
        std::int64_t cash = account_.cash + (latched_ ? open.paid : 0);
        std::int64_t held_least = cash;
        *after = cash;
        if (latched_ && edge != end) {
            cash = trade(open, {0, *edge}, cash, falls, closed);
            *++after = cash;
            ++edge;
        }
        for (; edge + 1 < end; edge += 2) {
            const Position entry = money_.entry(edge[0]);
            held_least = std::min(held_least, cash - entry.paid);
            cash = trade(entry, {edge[0] + std::size_t{1}, edge[1]}, cash, falls, closed);
            *++after = cash;
        }
        const bool holds = edge != end || (latched_ && events_.edge_count == 0);
        Bars open_bars{0, tile_.bars - 1};
        if (edge != end) {
            open = money_.entry(*edge);
            open_bars.first = *edge + std::size_t{1};
            held_least = std::min(held_least, cash - open.paid);
        }
        if (held_least < 0 || falls.peak > cash_most) [[unlikely]]
            return false;
        if (holds && open_bars.first <= open_bars.last) add_held(open, open_bars, cash - open.paid, falls);
        note_days(day_equity);
        if (records_.out != nullptr) write_records();
        commit(cash, holds, open, falls, closed, after - cash_after_.data());
        return true;
    }

  private:
    /// At whose closes the position is held; the last is the bar of the exit's signal, or the tile's.
    struct Bars {
        std::size_t first;
        std::size_t last;
    };

    __attribute__((always_inline)) Range held_range(const Position& position, const Bars& bars,
                                                    std::int64_t cash) const {
        const Range range = tile_.ranges.of(bars.first, bars.last);
        return {cash + money_.value(position.quantity, range.low), cash + money_.value(position.quantity, range.high)};
    }

    __attribute__((noinline)) void add_held(const Position& position, const Bars& bars, std::int64_t cash,
                                            Falls& falls) const {
        falls.add_bars(held_range(position, bars, cash), bars.first, bars.last,
                       [&](std::size_t bar) { return cash + money_.value(position.quantity, tile_.values[bar]); });
    }

    __attribute__((always_inline)) std::int64_t trade(const Position& position, const Bars& bars, std::int64_t cash,
                                                      Falls& falls, Closed& closed) const {
        const Proceeds exit = money_.exit(position.quantity, bars.last);
        const std::int64_t held = cash - position.paid;
        const Range range = held_range(position, bars, held);
        const std::int64_t after = held + exit.got;
        if (std::max(range.high, after) > falls.peak) [[unlikely]] {
            add_held(position, bars, held, falls);
            falls.add(after);
        } else {
            falls.trough = std::min(falls.trough, std::min(range.low, after));
        }
        closed.add(exit.got - position.paid, position.paid_fee + exit.fee);
        return after;
    }

    /// Equity at the days' ends, from the edges before them; without a branch on whether something was held.
    __attribute__((always_inline)) void note_days(std::int64_t* day_equity) const {
        for (const std::uint16_t day_end : tile_.day_ends) {
            const std::size_t edges = events_.before(day_end);
            const std::size_t turns = edges + (latched_ ? 1 : 0);
            const Position position = edges == 0 ? account_.position : money_.entry(events_.edges[edges - 1]);
            const std::int64_t held = -static_cast<std::int64_t>(turns % 2);
            const std::int64_t value = money_.value(position.quantity, tile_.values[day_end]);
            *day_equity++ = cash_after_[turns / 2] + (held & (value - position.paid));
        }
    }

    /// Every trade's record, from the edges and the cash after them.
    __attribute__((always_inline)) void write_records() const {
        const TradeRecords<Money> records(tile_, money_);
        const std::uint16_t* edge = events_.edges.data();
        const std::uint16_t* const end = edge + events_.edge_count;
        const std::int64_t* after = cash_after_.data() + 1;
        std::byte* out = records_.out;
        if (latched_ && edge != end) out = records.put(out, records_.open, *edge++, *after++);
        for (; edge + 1 < end; edge += 2) out = records.put(out, records.entry(edge[0]), edge[1], *after++);
        if (edge != end) records_.open = records.entry(*edge);
        records_.out = out;
    }

    __attribute__((always_inline)) void commit(std::int64_t cash, bool holds, const Position& open, const Falls& falls,
                                               const Closed& closed, std::ptrdiff_t trades) {
        account_.cash = cash - (holds ? open.paid : 0);
        account_.position = open;
        account_.holding = holds;
        account_.fees += closed.fees;
        account_.won += closed.won;
        account_.wins += closed.wins;
        account_.trades += trades;
        account_.peak = falls.peak;
        account_.trough = falls.trough;
        account_.fall_deepest = falls.deepest;
    }

    const WalkTile& tile_;
    Money money_;
    AccountState& account_;
    const TileEvents& events_;
    CashAfterExits& cash_after_;
    RecordWriter& records_;
    bool latched_;
};

}  // namespace spark::sweep::detail
