#include "engine/sweep/detail/crossing_walk.hpp"

#include <algorithm>

namespace spark::sweep::detail {
namespace {

/// A computed bound on a fall may be some roundings under the fall it bounds.
constexpr double rounding_slack = 1 + 1e-12;

double fall(std::int64_t peak, std::int64_t trough) {
    return static_cast<double>(peak - trough) / static_cast<double>(peak);
}

class Walk {
  public:
    Walk(const WalkTile& tile, AccountState& account, const TileEvents& events)
        : tile_(tile), account_(account), at_(account), events_(events) {}

    __attribute__((always_inline)) void run(std::int64_t* day_equity, bool latched) {
        latched_ = latched;
        for (const std::uint16_t day_end : tile_.day_ends) {
            go_to(day_end);
            *day_equity++ = at_.cash + (at_.holding ? tile_.values[day_end] : 0);
        }
        go_to(tile_bars);
        if (at_.holding && from_ < tile_.bars) value_held(from_, tile_.bars - 1);
        account_ = at_;
    }

  private:
    /// Acts on the edges before `bar`.
    __attribute__((always_inline)) void go_to(std::size_t bar) {
        const std::uint16_t* const edges = events_.edges.data();
        const std::size_t end = events_.before(bar);
        if (latched_ && !at_.holding) [[unlikely]] enter_again(seen_, next_ < end ? edges[next_] : bar);
        if (latched_ && next_ < end) {
            if (at_.holding) leave(edges[next_]);
            ++next_;
            latched_ = false;
        }
        for (; next_ + 1 < end; next_ += 2) {
            enter(edges[next_]);
            if (!at_.holding) [[unlikely]] enter_again(edges[next_], edges[next_ + 1]);
            if (at_.holding) [[likely]] leave(edges[next_ + 1]);
        }
        if (next_ < end) {
            enter(edges[next_]);
            if (!at_.holding) [[unlikely]] enter_again(edges[next_], bar);
            ++next_;
            latched_ = true;
        }
        seen_ = bar;
    }

    __attribute__((always_inline)) void enter(std::size_t bar) {
        const FillAmounts& fill = tile_.fills[bar];
        if (at_.cash < fill.paid) [[unlikely]] {
            ++at_.rejected;
            return;
        }
        at_.cash -= fill.paid;
        at_.paid = fill.paid;
        at_.paid_fee = fill.paid_fee;
        at_.holding = true;
        from_ = bar + 1;
    }

    /// Tries the overs of a rejected entry's stretch that follow in [first, end).
    __attribute__((noinline)) void enter_again(std::size_t first, std::size_t end) {
        const std::size_t skipped = first;
        for (const std::uint16_t bar : events_.overs_again) {
            if (bar < skipped || bar >= end) continue;
            enter(bar);
            if (at_.holding) return;
        }
    }

    __attribute__((always_inline)) void leave(std::size_t bar) {
        const FillAmounts& fill = tile_.fills[bar];
        const Range range = tile_.ranges.of(from_, bar);
        const std::int64_t cash = at_.cash + fill.got;
        const std::int64_t net = fill.got - at_.paid;
        const std::int64_t low = at_.cash + range.low;
        const std::int64_t high = at_.cash + range.high;
        if (std::max(high, cash) > at_.peak) [[unlikely]] {
            value_held(from_, bar);
            value_flat(cash);
        } else {
            at_.trough = std::min(at_.trough, std::min(low, cash));
        }
        at_.cash = cash;
        if (cash > cash_most) [[unlikely]] {
            at_.out_of_range = true;
            at_.cash = 0;
        }
        at_.fees += at_.paid_fee + fill.got_fee;
        at_.won += static_cast<std::uint64_t>(std::max<std::int64_t>(net, 0));
        at_.wins += net > 0 ? 1 : 0;
        ++at_.trades;
        at_.holding = false;
    }

    void value_flat(std::int64_t equity) {
        if (equity <= at_.peak) {
            at_.trough = std::min(at_.trough, equity);
            return;
        }
        settle();
        at_.peak = equity;
        at_.trough = equity;
    }

    /// The closes first to last while holding.
    __attribute__((noinline)) void value_held(std::size_t first, std::size_t last) {
        const Range range = tile_.ranges.of(first, last);
        const std::int64_t low = at_.cash + range.low;
        const std::int64_t high = at_.cash + range.high;
        if (high <= at_.peak) {
            at_.trough = std::min(at_.trough, low);
            return;
        }
        settle();
        // No fall on these bars is deeper than from their highest to their lowest.
        if (fall(high, low) * rounding_slack <= at_.fall_deepest) {
            at_.peak = high;
            at_.trough = high;
            return;
        }
        for (std::size_t bar = first; bar <= last; ++bar) value_flat(at_.cash + tile_.values[bar]);
    }

    void settle() { at_.fall_deepest = std::max(at_.fall_deepest, fall(at_.peak, at_.trough)); }

    const WalkTile& tile_;
    AccountState& account_;
    AccountState at_;  ///< A copy, so that it can live in registers.
    const TileEvents& events_;
    bool latched_ = false;
    std::size_t next_ = 0;  ///< Edge not acted on yet.
    std::size_t seen_ = 0;  ///< Bars before it have been acted on.
    std::size_t from_ = 0;  ///< First bar at whose close the position is not valued yet.
};

__attribute__((always_inline)) inline void walk(const WalkTile& tile, const TileWork& work) {
    const bool latched = work.sign_state.latched;
    EventFinder(work.sign_state, work.events).find(work.signs, work.bounds);
    Walk(tile, work.account, work.events).run(work.day_equity, latched);
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
