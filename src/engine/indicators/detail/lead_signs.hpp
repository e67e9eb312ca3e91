#pragma once

#include <cstddef>
#include <cstdint>

namespace spark::indicators::detail {

/// Signs of fast average − slow average over up to 64 bars: bit j of `above` says fast > slow on the j-th, `below` fast
/// < slow.
struct SignMasks {
    std::uint64_t above = 0;
    std::uint64_t below = 0;
    bool operator==(const SignMasks&) const = default;
};

/// Running sums (entry i: sum of the first i values, modulo 2^64) and two window lengths, both under 2^31.
struct SumWindows {
    const std::uint64_t* sums;
    std::size_t fast;
    std::size_t slow;
};

/// Signs on the 64 bars from `first` on. Exact when value_max × fast × slow fits in 63 bits; every window must lie
/// inside the sums.
using SignKernel = SignMasks (*)(const SumWindows& windows, std::size_t first);

SignMasks signs_scalar(const SumWindows& windows, std::size_t first, std::size_t count);
SignMasks signs_64_scalar(const SumWindows& windows, std::size_t first);
SignMasks signs_64_avx2(const SumWindows& windows, std::size_t first);
SignMasks signs_64_avx512(const SumWindows& windows, std::size_t first);

bool has_avx2();
bool has_avx512();

/// The fastest kernel this processor runs; all give the same bits.
SignKernel best_sign_kernel();

}  // namespace spark::indicators::detail
