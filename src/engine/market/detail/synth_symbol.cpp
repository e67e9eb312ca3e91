#include "engine/market/detail/synth_symbol.hpp"

#include <algorithm>
#include <array>

#include "foundation/base/fixed_point.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::market::detail {

namespace {

/// Levels and steps like the real ones of early 2024; XU100 has an index's smallest step. BTCTRY is made of two rows,
/// so only its steps and turnover are read.
constexpr std::array known{
    SynthSymbol{.name = "BTCUSDT",
                .price_first = 42'000,
                .volatility_annual = 0.55,
                .common_load = 0.95,
                .drift_annual = 0.10,
                .jump_up_share = 0.5,
                .turnover_annual = 12e6,
                .tick_units = 1'000'000,
                .quantity_step_units = 1'000},
    SynthSymbol{.name = "ETHUSDT",
                .price_first = 2'300,
                .volatility_annual = 0.70,
                .common_load = 0.85,
                .drift_annual = 0.10,
                .jump_up_share = 0.5,
                .turnover_annual = 130e6,
                .tick_units = 1'000'000,
                .quantity_step_units = 10'000},
    SynthSymbol{.name = "USDTTRY",
                .price_first = 30,
                .volatility_annual = 0.09,
                .common_load = -0.10,
                .drift_annual = 0.20,
                .jump_up_share = 0.9,
                .turnover_annual = 20e9,
                .tick_units = 100'000,
                .quantity_step_units = 100'000'000},
    SynthSymbol{.name = "BTCTRY",
                .price_first = 0,
                .volatility_annual = 0,
                .common_load = 0,
                .drift_annual = 0,
                .jump_up_share = 0,
                .turnover_annual = 80e3,
                .tick_units = 100'000'000,
                .quantity_step_units = 1'000},
    SynthSymbol{.name = "XU100",
                .price_first = 7'500,
                .volatility_annual = 0.28,
                .common_load = 0.20,
                .drift_annual = 0.15,
                .jump_up_share = 0.4,
                .turnover_annual = 900e9,
                .tick_units = 1'000'000,
                .quantity_step_units = 100'000'000},
};

/// A ten-thousandth of the price's decade, so that the price has five digits.
std::int64_t tick_for(double price) {
    std::int64_t tick = 1;
    while (static_cast<double>(tick) * 1e-8 * 1e5 <= price) tick *= 10;
    return tick;
}

}  // namespace

std::uint64_t stream_of(std::string_view name) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3U;
    return hash;
}

SynthSymbol synth_symbol(std::string_view name, std::uint64_t seed) {
    Rng rng = Rng(seed).split(stream_of("symbol")).split(stream_of(name));
    const double level = exp_stable(0.1 * rng.normal());
    const auto* row = std::ranges::find(known, name, &SynthSymbol::name);
    if (row != known.end()) {
        SynthSymbol symbol = *row;
        symbol.price_first *= level;
        return symbol;
    }
    const double price = exp_stable(-0.7 + 7.6 * rng.uniform_real());  // 0.5 to 1,000
    SynthSymbol symbol{.name = {}, .price_first = price};
    symbol.volatility_annual = 0.3 + 0.8 * rng.uniform_real();
    symbol.common_load = 0.3 + 0.6 * rng.uniform_real();
    symbol.drift_annual = 0.2 * rng.uniform_real();
    symbol.jump_up_share = 0.5;
    symbol.turnover_annual = 1e9 * exp_stable(4.0 * rng.uniform_real()) / price;
    symbol.tick_units = tick_for(price);
    symbol.quantity_step_units = price > 100 ? units_per_one / 1'000 : units_per_one;
    return symbol;
}

}  // namespace spark::market::detail
