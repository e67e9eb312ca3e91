#pragma once

#include <array>
#include <cstdint>

namespace spark {

/// Seeded random numbers with the same bits everywhere: xoshiro256++ (Blackman and Vigna 2019), seeded through
/// SplitMix64. Not for secrets. Never std::*_distribution: their numbers differ between libraries. One thread at a
/// time; give each its own split.
class Rng {
  public:
    explicit Rng(std::uint64_t seed);

    /// An independent generator, fixed by this one's seed and `stream` alone: what was drawn from this one before does
    /// not matter.
    Rng split(std::uint64_t stream) const;

    /// 64 random bits.
    std::uint64_t bits();

    /// A whole number from `least` to `most`, both included, each equally likely. Precondition (asserted): least ≤
    /// most.
    std::int64_t uniform(std::int64_t least, std::int64_t most);

    /// From 0 (included) to 1 (excluded), a multiple of 2^-53.
    double uniform_real();

    /// True with this probability (0 or less: never; 1 or more: always).
    bool chance(double probability) { return uniform_real() < probability; }

    /// Mean 0, variance 1. One draw of bits a number; the tails end at ±8.2.
    double normal();

    /// Mean 1, above 0.
    double exponential();

    /// Student's t: heavy tails for market returns; the variance is degrees / (degrees - 2) above 2. Precondition
    /// (asserted): degrees > 0.
    double student_t(double degrees);

  private:
    double open_uniform();

    std::uint64_t key_;
    std::array<std::uint64_t, 4> state_{};
};

/// A seed from the kernel, for ids. The only source of randomness that is not an argument: call it in app code only.
std::uint64_t seed_from_system();

}  // namespace spark
