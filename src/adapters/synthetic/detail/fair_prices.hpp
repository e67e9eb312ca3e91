#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "adapters/synthetic/options.hpp"
#include "foundation/base/rng.hpp"

namespace spark::synthetic::detail {

/// What each instrument is worth, moved by pulses of 100 ms: regimes and clustered volatility that all share, rare
/// jumps, own shocks. BTCTRY is the product of two others and a deviation that fades.
class FairPrices {
  public:
    using Logs = std::array<double, instrument_rows.size()>;

    FairPrices(std::uint64_t seed, const Logs& log_first);

    void pulse();
    double log_price(std::size_t row) const { return logs_[row]; }
    /// Standard deviation in force, 1 on average: volume and width follow it.
    double level() const { return level_; }

  private:
    void maybe_switch_regime();
    double common_shock();

    Rng regimes_;
    Rng shocks_;
    Rng own_;
    Logs logs_;
    std::size_t regime_ = 1;
    double variance_ = 1;
    double shock_last_ = 0;
    double level_ = 1;
    double deviation_ = 0;
};

}  // namespace spark::synthetic::detail
