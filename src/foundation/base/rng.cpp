#include "foundation/base/rng.hpp"

#include <sys/random.h>

#include <bit>
#include <cerrno>
#include <cmath>
#include <cstddef>

#include "foundation/base/assert.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark {

namespace {

constexpr std::uint64_t golden_gamma = 0x9E37'79B9'7F4A'7C15U;

/// The output function of SplitMix64 (Steele, Lea, Flood 2014): a bijection whose every input bit reaches every output
/// bit.
std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31U);
}

}  // namespace

Rng::Rng(std::uint64_t seed) : key_(seed) {
    std::uint64_t counter = seed;
    for (std::uint64_t& word : state_) {
        counter += golden_gamma;
        word = mix(counter);
    }
}

Rng Rng::split(std::uint64_t stream) const {
    // Mixed twice with different offsets, so that neither split(a).split(b) and split(b).split(a) nor a child and a
    // parent meet.
    return Rng(mix(mix(key_ + golden_gamma) + 2 * golden_gamma * stream + golden_gamma));
}

std::uint64_t Rng::bits() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::int64_t Rng::uniform(std::int64_t least, std::int64_t most) {
    SPARK_ASSERT(least <= most);
    const std::uint64_t count = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
    if (count == 0) return static_cast<std::int64_t>(bits());  // The whole range of int64.
    // Lemire 2019: the high half of a product, and the few low halves that would favour some numbers are drawn again.
    UInt128 product = static_cast<UInt128>(bits()) * count;
    if (static_cast<std::uint64_t>(product) < count) {
        const std::uint64_t unfair = (0 - count) % count;
        while (static_cast<std::uint64_t>(product) < unfair) product = static_cast<UInt128>(bits()) * count;
    }
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + static_cast<std::uint64_t>(product >> 64U));
}

double Rng::uniform_real() { return static_cast<double>(bits() >> 11U) * 0x1p-53; }

double Rng::open_uniform() { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52; }

double Rng::normal() { return normal_quantile_stable(open_uniform()); }

double Rng::exponential() { return -log_stable(open_uniform()); }

double Rng::student_t(double degrees) {
    SPARK_ASSERT(degrees > 0);
    // Bailey 1994: the polar method for t.
    while (true) {
        const double u = 2.0 * open_uniform() - 1.0;
        const double v = 2.0 * open_uniform() - 1.0;
        const double w = u * u + v * v;
        if (w <= 1.0) return u * std::sqrt(degrees * (pow_stable(w, -2.0 / degrees) - 1.0) / w);
    }
}

std::uint64_t seed_from_system() {
    std::uint64_t seed = 0;
    ssize_t count = -1;
    do {
        count = ::getrandom(&seed, sizeof seed, 0);
    } while (count < 0 && errno == EINTR);
    SPARK_ASSERT(count == static_cast<ssize_t>(sizeof seed));
    return seed;
}

}  // namespace spark
