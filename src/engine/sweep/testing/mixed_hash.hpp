#pragma once

#include <bit>
#include <cstdint>

#include "engine/sweep/sweep.hpp"

namespace spark::sweep::testing {

inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) { return (hash ^ value) * 0x9e3779b97f4a7c15ULL; }

inline std::uint64_t mixed(std::uint64_t hash, const SetFigures& set) {
    for (const std::int64_t number : {set.trades, set.wins, set.rejected, set.net.units(), set.gross.units(),
                                      set.fees.units(), set.final_equity.units()})
        hash = std::rotl(mixed(hash, static_cast<std::uint64_t>(number)), 23);
    for (const double number : {set.max_drawdown_pct, set.profit_factor.value_or(0), set.sharpe.value_or(0)})
        hash = std::rotl(mixed(hash, std::bit_cast<std::uint64_t>(number)), 23);
    return hash;
}

}  // namespace spark::sweep::testing
