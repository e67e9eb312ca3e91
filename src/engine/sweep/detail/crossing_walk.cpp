#include "engine/sweep/detail/crossing_walk.hpp"

#include <algorithm>

namespace spark::sweep::detail {
namespace {

/// A computed bound on a fall may be some roundings under the fall it bounds.
constexpr double rounding_slack = 1 + 1e-12;

double fall(std::int64_t peak, std::int64_t trough) {
    return static_cast<double>(peak - trough) / static_cast<double>(peak);
}

/// The highest equity, the lowest since, the deepest fall before.
struct Falls {
    std::int64_t peak;
    std::int64_t trough;
    double deepest;

    void settle() { deepest = std::max(deepest, fall(peak, trough)); }

    void add(std::int64_t equity) {
        if (equity <= peak) {
            trough = std::min(trough, equity);
            return;
        }
        settle();
        peak = equity;
        trough = equity;
    }

    /// Cash and the values `first` to `last`, whose extremes are `range`.
    __attribute__((noinline)) void add_held(std::int64_t cash, const Range& range, const std::int64_t* first,
                                            const std::int64_t* last) {
        const std::int64_t high = cash + range.high;
        const std::int64_t low = cash + range.low;
        if (high <= peak) {
            trough = std::min(trough, low);
            return;
        }
        settle();
        // No fall on these bars is deeper than from their highest to their lowest.
        if (fall(high, low) * rounding_slack <= deepest) {
            peak = high;
            trough = high;
            return;
        }
        for (const std::int64_t* value = first; value <= last; ++value) add(cash + *value);
    }
};

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
class PaidWalk {
  public:
    PaidWalk(const WalkTile& tile, const TileWork& work, bool latched)
        : tile_(tile), account_(work.account), events_(work.events), cash_after_(work.cash), latched_(latched) {}

    /// False, and nothing is changed, when an entry could not be paid after all or the cash leaves its bounds.
    __attribute__((always_inline)) bool run(std::int64_t* day_equity) {
        const std::uint16_t* edge = events_.edges.data();
        const std::uint16_t* const end = edge + events_.edge_count;
        Falls falls{account_.peak, account_.trough, account_.fall_deepest};
        Closed closed;
        std::int64_t* after = cash_after_.data();
        std::int64_t cash = account_.cash + (latched_ ? account_.paid : 0);
        std::int64_t held_least = cash;
        *after = cash;
        if (latched_ && edge != end) {
            cash = trade({account_.paid, account_.paid_fee, 0, *edge}, cash, falls, closed);
            *++after = cash;
            ++edge;
        }
        const FillAmounts* const fills = tile_.fills;
        for (; edge + 1 < end; edge += 2) {
            const FillAmounts& entry = fills[edge[0]];
            held_least = std::min(held_least, cash - entry.paid);
            cash = trade({entry.paid, entry.paid_fee, edge[0] + std::size_t{1}, edge[1]}, cash, falls, closed);
            *++after = cash;
        }
        const bool holds = edge != end || (latched_ && events_.edge_count == 0);
        Position open{account_.paid, account_.paid_fee, 0, tile_.bars - 1};
        if (edge != end) {
            const FillAmounts& entry = fills[*edge];
            held_least = std::min(held_least, cash - entry.paid);
            open = {entry.paid, entry.paid_fee, *edge + std::size_t{1}, tile_.bars - 1};
        }
        if (held_least < 0 || falls.peak > cash_most) [[unlikely]]
            return false;
        if (holds && open.first <= open.last) {
            falls.add_held(cash - open.paid, tile_.ranges.of(open.first, open.last), tile_.values + open.first,
                           tile_.values + open.last);
        }
        note_days(day_equity);
        commit(cash, holds, open, falls, closed, after - cash_after_.data());
        return true;
    }

  private:
    struct Position {
        std::int64_t paid;
        std::int64_t paid_fee;
        std::size_t first;  ///< Held at the closes first to last.
        std::size_t last;   ///< The bar of the exit's signal, or of the tile's end.
    };

    __attribute__((always_inline)) std::int64_t trade(const Position& position, std::int64_t cash, Falls& falls,
                                                      Closed& closed) const {
        const FillAmounts& exit = tile_.fills[position.last];
        const Range range = tile_.ranges.of(position.first, position.last);
        const std::int64_t held = cash - position.paid;
        const std::int64_t after = held + exit.got;
        if (std::max(held + range.high, after) > falls.peak) [[unlikely]] {
            falls.add_held(held, range, tile_.values + position.first, tile_.values + position.last);
            falls.add(after);
        } else {
            falls.trough = std::min(falls.trough, std::min(held + range.low, after));
        }
        closed.add(exit.got - position.paid, position.paid_fee + exit.got_fee);
        return after;
    }

    /// Equity at the days' ends, from the edges before them; without a branch on whether something was held.
    __attribute__((always_inline)) void note_days(std::int64_t* day_equity) const {
        for (const std::uint16_t day_end : tile_.day_ends) {
            const std::size_t edges = events_.before(day_end);
            const std::size_t turns = edges + (latched_ ? 1 : 0);
            const std::int64_t* const paid = edges == 0 ? &account_.paid : &tile_.fills[events_.edges[edges - 1]].paid;
            const std::int64_t held = -static_cast<std::int64_t>(turns % 2);
            *day_equity++ = cash_after_[turns / 2] + (held & (tile_.values[day_end] - *paid));
        }
    }

    __attribute__((always_inline)) void commit(std::int64_t cash, bool holds, const Position& open, const Falls& falls,
                                               const Closed& closed, std::ptrdiff_t trades) {
        account_.cash = cash - (holds ? open.paid : 0);
        account_.paid = open.paid;
        account_.paid_fee = open.paid_fee;
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
    AccountState& account_;
    const TileEvents& events_;
    CashAfterExits& cash_after_;
    bool latched_;
};

/// Any tile, day by day: entries that cannot be paid are counted and tried again.
class CheckedWalk {
  public:
    CheckedWalk(const WalkTile& tile, const TileWork& work, bool latched)
        : tile_(tile), account_(work.account), events_(work.events), latched_(latched) {}

    void run(std::int64_t* day_equity) {
        for (const std::uint16_t day_end : tile_.day_ends) {
            go_to(day_end);
            *day_equity++ = account_.cash + (account_.holding ? tile_.values[day_end] : 0);
        }
        go_to(tile_bars);
        if (account_.holding && from_ < tile_.bars) value_held(tile_.bars - 1);
    }

  private:
    /// Acts on the edges before `bar`.
    void go_to(std::size_t bar) {
        const std::size_t end = events_.before(bar);
        while (true) {
            const std::size_t until = next_ < end ? events_.edges[next_] : bar;
            if (latched_ && !account_.holding) enter_again(until);
            seen_ = until;
            if (next_ == end) return;
            if (!latched_)
                enter(until);
            else if (account_.holding)
                leave(until);
            latched_ = !latched_;
            ++next_;
        }
    }

    void enter(std::size_t bar) {
        const FillAmounts& fill = tile_.fills[bar];
        if (account_.cash < fill.paid) {
            ++account_.rejected;
            return;
        }
        account_.cash -= fill.paid;
        account_.paid = fill.paid;
        account_.paid_fee = fill.paid_fee;
        account_.holding = true;
        from_ = bar + 1;
    }

    /// Tries the overs of a rejected entry's stretch that have not been seen, before `end`.
    void enter_again(std::size_t end) {
        for (const std::uint16_t bar : events_.overs_again) {
            if (bar < seen_ || bar >= end) continue;
            enter(bar);
            if (account_.holding) return;
        }
    }

    void leave(std::size_t bar) {
        const FillAmounts& fill = tile_.fills[bar];
        const std::int64_t net = fill.got - account_.paid;
        value_held(bar);
        account_.cash += fill.got;
        falls_.add(account_.cash);
        keep_falls();
        account_.fees += account_.paid_fee + fill.got_fee;
        account_.won += static_cast<std::uint64_t>(std::max<std::int64_t>(net, 0));
        account_.wins += net > 0 ? 1 : 0;
        ++account_.trades;
        account_.holding = false;
        if (account_.cash <= cash_most) return;
        account_.out_of_range = true;
        account_.cash = 0;
    }

    void value_held(std::size_t last) {
        falls_.add_held(account_.cash, tile_.ranges.of(from_, last), tile_.values + from_, tile_.values + last);
        keep_falls();
    }

    void keep_falls() {
        account_.peak = falls_.peak;
        account_.trough = falls_.trough;
        account_.fall_deepest = falls_.deepest;
    }

    const WalkTile& tile_;
    AccountState& account_;
    const TileEvents& events_;
    Falls falls_{account_.peak, account_.trough, account_.fall_deepest};
    bool latched_;
    std::size_t next_ = 0;  ///< Edge not acted on yet.
    std::size_t seen_ = 0;  ///< Bars before it have been acted on.
    std::size_t from_ = 0;  ///< First bar at whose close the position is not valued yet.
};

__attribute__((noinline)) void walk_checked(const WalkTile& tile, const TileWork& work, bool latched) {
    CheckedWalk(tile, work, latched).run(work.day_equity);
}

__attribute__((always_inline)) inline void walk(const WalkTile& tile, const TileWork& work) {
    const bool latched = work.sign_state.latched;
    EventFinder(work.sign_state, work.events).find(work.signs, work.bounds);
    // A rejected entry leaves the set latched without holding.
    const bool may_pay = tile.amounts_are_small && latched == work.account.holding && !work.account.out_of_range;
    if (!may_pay || !PaidWalk(tile, work, latched).run(work.day_equity)) [[unlikely]]
        walk_checked(tile, work, latched);
}

__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void walk_bits(const WalkTile& tile, const TileWork& work) {
    walk(tile, work);
}

}  // namespace

void walk_plain(const WalkTile& tile, const TileWork& work) { walk(tile, work); }

WalkKernel best_walk_kernel() {
    static const bool has_bits = __builtin_cpu_supports("popcnt") != 0 && __builtin_cpu_supports("lzcnt") != 0 &&
                                 __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
    return has_bits ? walk_bits : walk_plain;
}

double deepest_fall(const AccountState& account) {
    return std::max(account.fall_deepest, fall(account.peak, account.trough));
}

}  // namespace spark::sweep::detail
