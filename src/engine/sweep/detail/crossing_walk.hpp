#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/sweep/detail/fill_columns.hpp"
#include "engine/sweep/detail/tile_events.hpp"
#include "engine/sweep/detail/tile_ranges.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::sweep::detail {

/// One set's account between two tiles.
struct AccountState {
    explicit AccountState(std::int64_t starting_cash)
        : cash(starting_cash), peak(starting_cash), trough(starting_cash) {}

    std::int64_t cash;
    std::int64_t paid = 0;  ///< For what is held.
    std::int64_t paid_fee = 0;
    std::int64_t fees = 0;  ///< Of closed trades.
    UInt128 won = 0;        ///< Sum of the nets above 0.
    std::int64_t trades = 0;
    std::int64_t wins = 0;
    std::int64_t rejected = 0;
    std::int64_t peak;        ///< Highest equity so far.
    std::int64_t trough;      ///< Lowest since, as far as it may be the deepest fall.
    double fall_deepest = 0;  ///< Fraction of its peak; of falls that are over.
    bool holding = false;
    bool out_of_range = false;  ///< The cash left its bounds: nothing here holds, the plain run decides.
};

/// A tile as every set sees it. `day_ends` are its bars that are the last of their UTC day.
struct WalkTile {
    const FillAmounts* fills;    ///< At the tile's first bar.
    const std::int64_t* values;  ///< Likewise.
    const TileRanges& ranges;
    std::span<const std::uint16_t> day_ends;
    std::size_t bars;
    bool amounts_are_small;  ///< A tile's sum of them stays in 64 bits.
};

/// Cash while nothing is held: before the tile's first exit, after it, after the second, …
using CashAfterExits = std::array<std::int64_t, tile_bars + 2>;

struct TileWork {
    const TileSigns& signs;
    TileBounds bounds;
    SignState& sign_state;
    AccountState& account;
    TileEvents& events;        ///< Scratch.
    CashAfterExits& cash;      ///< Scratch.
    std::int64_t* day_equity;  ///< One a day end.
};

/// Carries one set over one tile: crossings, fills, equity at the days' ends, drawdown.
using WalkKernel = void (*)(const WalkTile& tile, const TileWork& work);
WalkKernel best_walk_kernel();
/// For processors without bit instructions; the same results.
void walk_plain(const WalkTile& tile, const TileWork& work);

/// Settles the last fall.
double deepest_fall(const AccountState& account);

}  // namespace spark::sweep::detail
