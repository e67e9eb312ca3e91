#pragma once

#include <cstdint>

#include "foundation/base/rng.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market::detail {

/// What all symbols of one seed share in one slot of the time grid.
struct FactorSlot {
    enum class State : std::uint8_t { trading, quiet, halted };
    State state = State::trading;
    std::int64_t slots_lost = 0;  ///< Halted slots just before this one.
    double level = 1;             ///< Standard deviation in force, 1 on average over time.
    double shock = 0;             ///< Return of the common factor, in units of a symbol's usual standard deviation.
};

/// The common factor: a Markov chain of regimes, GARCH(1,1) shocks with rare jumps, and the venue's halts. One call a
/// slot, in order.
class SynthFactor {
  public:
    SynthFactor(std::uint64_t seed, Timeframe timeframe);
    FactorSlot next();

  private:
    struct Halt {
        std::int64_t quiet_slots = 0;
        std::int64_t lost_slots = 0;
    };
    void maybe_halt();
    void maybe_switch();

    Rng regimes_;
    Rng shocks_;
    Rng halts_;
    double halt_chance_ = 0;
    double slots_a_minute_ = 0;
    std::size_t regime_ = 0;
    double variance_ = 1;
    double shock_last_ = 0;
    Halt halt_;
    std::int64_t lost_ = 0;
};

/// One step of GARCH(1,1) with mean variance 1: what the clustering of volatility is made of.
double garch_next(double variance, double shock);

}  // namespace spark::market::detail
