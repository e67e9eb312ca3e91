#include "adapters/synthetic/detail/fair_prices.hpp"

#include <algorithm>
#include <cmath>

namespace spark::synthetic::detail {

namespace {

constexpr double pulses_a_year = 365.25 * 86'400 * 10;

/// Calm, usual, wild: the level of volatility and how likely the regime ends with a pulse (mean lengths of 20, 15 and
/// 3 minutes).
struct Regime {
    double level;
    double end_chance;
};
constexpr std::array regimes{Regime{0.6, 1.0 / 12'000}, Regime{1.0, 1.0 / 9'000}, Regime{2.5, 1.0 / 1'800}};

// GARCH(1,1) with mean variance 1; a half-life of about half a minute of pulses.
constexpr double garch_shock = 0.04;
constexpr double garch_kept = 0.94;

constexpr double jump_chance = 1.0 / 36'000;  // one an hour
constexpr double jump_least = 25;
constexpr double jump_mean = 25;

constexpr double deviation_kept = 0.995;
constexpr double deviation_step = 0.00004;
constexpr double deviation_max = 0.003;

}  // namespace

FairPrices::FairPrices(std::uint64_t seed, const Logs& log_first)
    : regimes_(Rng(seed).split(11)),
      shocks_(Rng(seed).split(12)),
      own_(Rng(seed).split(13)),
      logs_(log_first),
      deviation_(
          std::clamp(logs_[btctry_row] - logs_[btcusdt_row] - logs_[usdttry_row], -deviation_max, deviation_max)) {}

void FairPrices::maybe_switch_regime() {
    if (!regimes_.chance(regimes[regime_].end_chance)) return;
    // From the usual one up or down, from the others back.
    regime_ = regime_ == 1 ? (regimes_.chance(0.7) ? 0U : 2U) : 1U;
}

double FairPrices::common_shock() {
    variance_ = 1 - garch_shock - garch_kept + garch_shock * shock_last_ * shock_last_ + garch_kept * variance_;
    shock_last_ = std::sqrt(variance_) * shocks_.normal();
    level_ = regimes[regime_].level * std::sqrt(variance_);
    double shock = regimes[regime_].level * shock_last_;
    if (shocks_.chance(jump_chance)) {
        const double size = jump_least + jump_mean * shocks_.exponential();
        shock += shocks_.chance(0.5) ? size : -size;
    }
    return shock;
}

void FairPrices::pulse() {
    maybe_switch_regime();
    const double common = common_shock();
    for (std::size_t row = 0; row < instrument_rows.size(); ++row) {
        const double load = instrument_rows[row].common_load;
        const double own = level_ * std::sqrt(1 - load * load) * own_.normal();
        if (row == btctry_row) continue;
        logs_[row] += instrument_rows[row].volatility_annual / std::sqrt(pulses_a_year) * (load * common + own);
    }
    deviation_ =
        std::clamp(deviation_kept * deviation_ + deviation_step * own_.normal(), -deviation_max, deviation_max);
    logs_[btctry_row] = logs_[btcusdt_row] + logs_[usdttry_row] + deviation_;
}

}  // namespace spark::synthetic::detail
