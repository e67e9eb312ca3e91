#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/market/detail/synth_factor.hpp"
#include "engine/market/detail/synth_symbol.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market::detail {

/// Log prices inside one bar: the open, the steps between, the close.
inline constexpr std::size_t walk_steps = 8;
using WalkPath = std::array<double, walk_steps + 1>;

struct WalkBar {
    WalkPath path{};
    double surprise = 0;  ///< Size of the bar's return in units of the usual standard deviation.
};

/// One symbol's log price, bar after bar. Called once for every trading slot of the common factor, in order.
class SynthWalk {
  public:
    SynthWalk(std::string_view name, std::uint64_t seed, Timeframe timeframe);
    WalkBar next(const FactorSlot& slot);
    double log_price() const { return log_price_; }

  private:
    double own_shock(double level);
    double gap(const FactorSlot& slot);
    double pull();

    SynthSymbol symbol_;
    Rng rng_;
    Rng inside_;
    double own_load_;
    double bar_deviation_;  ///< Usual standard deviation of a bar's log return.
    double bar_years_;
    double anchor_;
    double years_ = 0;
    double log_price_;
    double own_variance_ = 1;
    double own_shock_last_ = 0;
};

/// Traded volume of one symbol, in units of its quantity step.
class SynthVolume {
  public:
    SynthVolume(std::string_view name, std::uint64_t seed, Timeframe timeframe);
    /// At least one step. `surprise` as above; `open_s` seconds since the epoch.
    std::int64_t next(double surprise, std::int64_t open_s);

  private:
    Rng rng_;
    double steps_mean_;  ///< Steps traded in a usual bar.
    bool daily_shape_;
    bool weekend_shape_;
    double mood_ = 0;  ///< Log of the slow part; an autoregression.
};

}  // namespace spark::market::detail
