#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/sweep/detail/edge_bars.hpp"
#include "engine/sweep/detail/fill_columns.hpp"
#include "engine/sweep/detail/tile_events.hpp"
#include "engine/sweep/detail/tile_ranges.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::sweep::detail {

/// What is held and what it cost.
struct Position {
    std::int64_t paid;  ///< Fee included.
    std::int64_t paid_fee;
    std::int64_t quantity;  ///< Where it is not the same for every entry.
};

/// The entry of a position that is open, as its trade's record has it.
struct OpenEntry {
    std::uint32_t bar = 0;  ///< Of the fill, in the data set.
    std::int64_t price = 0;
    std::int64_t quantity = 0;
    std::int64_t fee = 0;
};

/// Where a tile's trades of one set are written down for its result hash.
struct RecordWriter {
    std::byte* out = nullptr;  ///< The next record; null: nobody wants them.
    OpenEntry& open;
};

/// One set's account between two tiles.
struct AccountState {
    explicit AccountState(std::int64_t starting_cash)
        : cash(starting_cash), peak(starting_cash), trough(starting_cash) {}

    std::int64_t cash;
    Position position{};    ///< The last one.
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

/// A tile as every set sees it, its columns from the tile's first bar on.
struct WalkTile {
    const FillAmounts* fills;                 ///< One quantity for all entries, or null.
    const SizedFill* sized_fills;             ///< A quantity for each entry, or null.
    const FillPrices* prices;                 ///< Of either.
    std::int64_t quantity;                    ///< Of every entry where it is the same.
    std::uint32_t first_fill;                 ///< Row of the data set on which a signal of the first bar fills.
    FeeRate fee_rate;                         ///< Of sized fills.
    const std::int64_t* values;               ///< At every close: of the quantity; with sized fills of one.
    const TileRanges& ranges;                 ///< Of those.
    std::span<const std::uint16_t> day_ends;  ///< Bars that are the last of their UTC day.
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
    RecordWriter& records;
};

/// Carries one set over one tile: crossings, fills, equity at the days' ends, drawdown.
using WalkKernel = void (*)(const WalkTile& tile, const TileWork& work);
/// For fills of one size or of sizes of their own.
WalkKernel walk_kernel(bool is_sized, BitWays ways);

/// Settles the last fall.
double deepest_fall(const AccountState& account);

}  // namespace spark::sweep::detail
