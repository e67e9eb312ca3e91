#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/falls.hpp"
#include "engine/sweep/detail/money.hpp"

namespace spark::sweep::detail {

/// Any tile, day by day: entries that cannot be paid are counted and tried again.
template <class Money>
class CheckedWalk {
  public:
    CheckedWalk(const WalkTile& tile, const TileWork& work, bool latched)
        : tile_(tile),
          money_(tile),
          account_(work.account),
          events_(work.events),
          records_(work.records),
          latched_(latched) {}

    void run(std::int64_t* day_equity) {
        for (const std::uint16_t day_end : tile_.day_ends) {
            go_to(day_end);
            *day_equity++ = account_.cash + (account_.holding ? value_at(day_end) : 0);
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
        const Position position = money_.entry(bar);
        if (account_.cash < position.paid) {
            ++account_.rejected;
            return;
        }
        account_.cash -= position.paid;
        account_.position = position;
        account_.holding = true;
        from_ = bar + 1;
        if (records_.out != nullptr) records_.open = TradeRecords(tile_, money_).entry(bar);
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
        const Proceeds exit = money_.exit(account_.position.quantity, bar);
        const std::int64_t net = exit.got - account_.position.paid;
        value_held(bar);
        account_.cash += exit.got;
        falls_.add(account_.cash);
        keep_falls();
        account_.fees += account_.position.paid_fee + exit.fee;
        account_.won += static_cast<std::uint64_t>(std::max<std::int64_t>(net, 0));
        account_.wins += net > 0 ? 1 : 0;
        ++account_.trades;
        account_.holding = false;
        if (records_.out != nullptr)
            records_.out = TradeRecords(tile_, money_).put(records_.out, records_.open, bar, account_.cash);
        if (account_.cash <= cash_most) return;
        account_.out_of_range = true;
        account_.cash = 0;
    }

    std::int64_t value_at(std::size_t bar) const { return money_.value(account_.position.quantity, tile_.values[bar]); }

    void value_held(std::size_t last) {
        const Range range = tile_.ranges.of(from_, last);
        const std::int64_t quantity = account_.position.quantity;
        const Range equity{account_.cash + money_.value(quantity, range.low),
                           account_.cash + money_.value(quantity, range.high)};
        falls_.add_bars(equity, from_, last, [&](std::size_t bar) { return account_.cash + value_at(bar); });
        keep_falls();
    }

    void keep_falls() {
        account_.peak = falls_.peak;
        account_.trough = falls_.trough;
        account_.fall_deepest = falls_.deepest;
    }

    const WalkTile& tile_;
    Money money_;
    AccountState& account_;
    const TileEvents& events_;
    RecordWriter& records_;
    Falls falls_{account_.peak, account_.trough, account_.fall_deepest};
    bool latched_;
    std::size_t next_ = 0;  ///< Edge not acted on yet.
    std::size_t seen_ = 0;  ///< Bars before it have been acted on.
    std::size_t from_ = 0;  ///< First bar at whose close the position is not valued yet.
};

}  // namespace spark::sweep::detail
