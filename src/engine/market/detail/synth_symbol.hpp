#pragma once

#include <cstdint>
#include <string_view>

namespace spark::market::detail {

/// What makes one synthetic symbol differ from another.
struct SynthSymbol {
    std::string_view name;         ///< Empty for a symbol without a row of its own.
    double price_first = 0;        ///< Before the seed moves it a little.
    double volatility_annual = 0;  ///< Standard deviation of the log return of a year in the calm mix of regimes.
    double common_load = 0;        ///< Share of the common shock in the symbol's own, -1 to 1.
    double drift_annual = 0;       ///< Of the level the price is drawn back to.
    double jump_up_share = 0;      ///< Of the symbol's own jumps.
    double turnover_annual = 0;    ///< Base units traded in a year.
    std::int64_t tick_units = 0;   ///< Prices are whole multiples.
    std::int64_t quantity_step_units = 0;
};

/// The symbol's row, or one drawn from the seed and the name.
SynthSymbol synth_symbol(std::string_view name, std::uint64_t seed);

/// A number fixed by the name alone (FNV-1a): names random streams.
std::uint64_t stream_of(std::string_view name);

}  // namespace spark::market::detail
