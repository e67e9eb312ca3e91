#include "engine/sweep/detail/crossing_walk.hpp"

#include <algorithm>

#include "engine/sweep/detail/checked_walk.hpp"
#include "engine/sweep/detail/falls.hpp"
#include "engine/sweep/detail/money.hpp"
#include "engine/sweep/detail/paid_walk.hpp"

namespace spark::sweep::detail {
namespace {

template <class Money>
__attribute__((noinline)) void walk_checked(const WalkTile& tile, const TileWork& work, bool latched) {
    CheckedWalk<Money>(tile, work, latched).run(work.day_equity);
}

template <class Money>
__attribute__((always_inline)) inline void walk(const WalkTile& tile, const TileWork& work) {
    const bool latched = work.sign_state.latched;
    EventFinder(work.sign_state, work.events).find(work.signs, work.bounds);
    // A rejected entry leaves the set latched without holding.
    const bool may_pay = tile.amounts_are_small && latched == work.account.holding && !work.account.out_of_range;
    if (!may_pay || !PaidWalk<Money>(tile, work, latched).run(work.day_equity)) [[unlikely]]
        walk_checked<Money>(tile, work, latched);
}

__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void walk_flat_bits(const WalkTile& tile, const TileWork& work) {
    walk<FlatMoney>(tile, work);
}
__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void walk_sized_bits(const WalkTile& tile, const TileWork& work) {
    walk<SizedMoney>(tile, work);
}
void walk_flat_plain(const WalkTile& tile, const TileWork& work) { walk<FlatMoney>(tile, work); }
void walk_sized_plain(const WalkTile& tile, const TileWork& work) { walk<SizedMoney>(tile, work); }

}  // namespace

WalkKernel walk_kernel(bool is_sized, bool with_bits) {
    if (with_bits) return is_sized ? walk_sized_bits : walk_flat_bits;
    return is_sized ? walk_sized_plain : walk_flat_plain;
}

bool has_bit_instructions() {
    static const bool has = __builtin_cpu_supports("popcnt") != 0 && __builtin_cpu_supports("lzcnt") != 0 &&
                            __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
    return has;
}

double deepest_fall(const AccountState& account) {
    return std::max(account.fall_deepest, fall_of(account.peak, account.trough));
}

}  // namespace spark::sweep::detail
