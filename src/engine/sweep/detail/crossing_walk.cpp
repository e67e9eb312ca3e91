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

using ListEdges = void (*)(TileEvents& events);

template <class Money, ListEdges list_edges>
__attribute__((always_inline)) inline void walk(const WalkTile& tile, const TileWork& work) {
    const bool latched = work.sign_state.latched;
    EventFinder(work.sign_state, work.events).find(work.signs, work.bounds);
    list_edges(work.events);
    // A rejected entry leaves the set latched without holding.
    const bool may_pay = tile.amounts_are_small && latched == work.account.holding && !work.account.out_of_range;
    if (!may_pay || !PaidWalk<Money>(tile, work, latched).run(work.day_equity)) [[unlikely]]
        walk_checked<Money>(tile, work, latched);
}

template <class Money>
void walk_plain(const WalkTile& tile, const TileWork& work) {
    walk<Money, edge_bars_plain>(tile, work);
}
template <class Money>
__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void walk_bits(const WalkTile& tile, const TileWork& work) {
    walk<Money, edge_bars_bits>(tile, work);
}
template <class Money>
__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void walk_compress(const WalkTile& tile, const TileWork& work) {
    walk<Money, edge_bars_compress>(tile, work);
}

template <class Money>
WalkKernel kernel_of(BitWays ways) {
    switch (ways) {
        case BitWays::plain: return walk_plain<Money>;
        case BitWays::bits: return walk_bits<Money>;
        case BitWays::compress: return walk_compress<Money>;
    }
    return walk_plain<Money>;
}

}  // namespace

WalkKernel walk_kernel(bool is_sized, BitWays ways) {
    return is_sized ? kernel_of<SizedMoney>(ways) : kernel_of<FlatMoney>(ways);
}

double deepest_fall(const AccountState& account) {
    return std::max(account.fall_deepest, fall_of(account.peak, account.trough));
}

}  // namespace spark::sweep::detail
