#include "engine/market/detail/synth_factor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/market/detail/synth_symbol.hpp"

namespace spark::market::detail {

namespace {

struct Regime {
    double level;   ///< Standard deviation.
    double drift;   ///< A slot's mean return in units of the usual standard deviation; small, so that returns stay
                    ///< nearly uncorrelated.
    double weight;  ///< Share among the regimes when one ends.
};

constexpr std::array regimes{
    Regime{.level = 0.65, .drift = 0.0, .weight = 0.40},    // range
    Regime{.level = 0.90, .drift = 0.07, .weight = 0.25},   // trend up
    Regime{.level = 1.00, .drift = -0.07, .weight = 0.22},  // trend down
    Regime{.level = 1.90, .drift = -0.01, .weight = 0.13},  // storm
};

constexpr double switch_chance = 1.0 / 180;
constexpr double jump_chance = 1.0 / 800;
constexpr double jump_least = 3.0;
constexpr double jump_most = 9.0;
constexpr double variance_max = 20.0;

constexpr double halt_chance = 1.0 / 10'000;
/// Outages last minutes to hours; candles longer than this hide them.
constexpr std::chrono::hours halt_timeframe_max{4};
constexpr double halt_minutes_mean = 45;
constexpr double halt_minutes_max = 480;

}  // namespace

double garch_next(double variance, double shock) {
    return std::min(0.03 + 0.09 * shock * shock + 0.88 * variance, variance_max);
}

SynthFactor::SynthFactor(std::uint64_t seed, Timeframe timeframe)
    : regimes_(Rng(seed).split(stream_of("regimes"))),
      shocks_(Rng(seed).split(stream_of("shocks"))),
      halts_(Rng(seed).split(stream_of("halts"))),
      halt_chance_(timeframe.length() <= halt_timeframe_max ? halt_chance : 0),
      slots_a_minute_(60.0 / static_cast<double>(timeframe.length().count())) {}

void SynthFactor::maybe_switch() {
    const double drawn = regimes_.uniform_real();
    if (drawn >= switch_chance) return;
    // The draw is uniform below switch_chance: its place there picks the next regime.
    double place = drawn / switch_chance;
    for (regime_ = 0; regime_ + 1 < regimes.size() && place >= regimes[regime_].weight; ++regime_)
        place -= regimes[regime_].weight;
}

/// A halt is a run of quiet bars (open, nothing trades), then of missing ones; either may be empty, not both.
void SynthFactor::maybe_halt() {
    if (halt_chance_ <= 0 || !halts_.chance(halt_chance_)) return;
    const auto slots = [this] {
        const double minutes = std::min(halt_minutes_mean * halts_.exponential(), halt_minutes_max);
        return 1 + static_cast<std::int64_t>(minutes * slots_a_minute_);
    };
    const double kind = halts_.uniform_real();
    halt_ = {.quiet_slots = kind < 0.7 ? slots() : 0, .lost_slots = kind > 0.4 ? slots() : 0};
}

FactorSlot SynthFactor::next() {
    if (halt_.quiet_slots > 0) {
        --halt_.quiet_slots;
        return {.state = FactorSlot::State::quiet, .slots_lost = 0, .level = 0, .shock = 0};
    }
    if (halt_.lost_slots > 0) {
        --halt_.lost_slots;
        ++lost_;
        return {.state = FactorSlot::State::halted, .slots_lost = 0, .level = 0, .shock = 0};
    }
    maybe_switch();
    variance_ = garch_next(variance_, shock_last_);
    shock_last_ = std::sqrt(variance_) * shocks_.normal();
    const Regime& regime = regimes[regime_];
    FactorSlot slot{.state = FactorSlot::State::trading,
                    .slots_lost = lost_,
                    .level = regime.level * std::sqrt(variance_),
                    .shock = 0};
    slot.shock = regime.level * shock_last_ + regime.drift;
    if (shocks_.chance(jump_chance)) {
        const double jump = std::min(jump_least + 2.0 * shocks_.exponential(), jump_most);
        slot.shock += shocks_.chance(0.5) ? jump : -jump;
    }
    lost_ = 0;
    maybe_halt();
    return slot;
}

}  // namespace spark::market::detail
