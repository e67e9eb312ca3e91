#include "engine/indicators/detail/lead_signs.hpp"

#include <immintrin.h>

namespace spark::indicators::detail {
namespace {

/// The lead sum_fast × slow − sum_slow × fast, put in terms of the three running sums: end × (slow − fast) − at_fast ×
/// slow + at_slow × fast. Everything is modulo 2^64 and the lead itself fits in 63 bits, so the two's complement result
/// is exact.
struct Factors {
    std::uint64_t end;
    std::uint64_t at_fast;
    std::uint64_t at_slow;
};

inline Factors factors_of(const SumWindows& windows) {
    return {windows.slow - windows.fast, windows.slow, windows.fast};
}

/// a × k modulo 2^64 for k under 2^32, four lanes.
__attribute__((target("avx2"))) inline __m256i multiply_small(__m256i a, __m256i k) {
    const __m256i low = _mm256_mul_epu32(a, k);
    const __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), k);
    return _mm256_add_epi64(low, _mm256_slli_epi64(high, 32));
}

__attribute__((target("avx2"))) inline __m256i load_4(const std::uint64_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

}  // namespace

SignMasks signs_scalar(const SumWindows& windows, std::size_t first, std::size_t count) {
    const Factors factors = factors_of(windows);
    SignMasks masks;
    for (std::size_t j = 0; j < count; ++j) {
        const std::uint64_t* end = windows.sums + first + j + 1;
        const auto lead = static_cast<std::int64_t>(end[0] * factors.end - *(end - windows.fast) * factors.at_fast +
                                                    *(end - windows.slow) * factors.at_slow);
        masks.above |= static_cast<std::uint64_t>(lead > 0) << j;
        masks.below |= static_cast<std::uint64_t>(lead < 0) << j;
    }
    return masks;
}

SignMasks signs_64_scalar(const SumWindows& windows, std::size_t first) { return signs_scalar(windows, first, 64); }

__attribute__((target("avx2"))) SignMasks signs_64_avx2(const SumWindows& windows, std::size_t first) {
    const Factors factors = factors_of(windows);
    const __m256i k_end = _mm256_set1_epi64x(static_cast<long long>(factors.end));
    const __m256i k_fast = _mm256_set1_epi64x(static_cast<long long>(factors.at_fast));
    const __m256i k_slow = _mm256_set1_epi64x(static_cast<long long>(factors.at_slow));
    const __m256i zero = _mm256_setzero_si256();
    const std::uint64_t* end = windows.sums + first + 1;
    SignMasks masks;
    for (std::size_t j = 0; j < 64; j += 4) {
        const __m256i at_end = multiply_small(load_4(end + j), k_end);
        const __m256i at_fast = multiply_small(load_4(end + j - windows.fast), k_fast);
        const __m256i at_slow = multiply_small(load_4(end + j - windows.slow), k_slow);
        const __m256i lead = _mm256_add_epi64(_mm256_sub_epi64(at_end, at_fast), at_slow);
        const int above = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(lead, zero)));
        const int below = _mm256_movemask_pd(_mm256_castsi256_pd(lead));
        masks.above |= static_cast<std::uint64_t>(static_cast<unsigned>(above)) << j;
        masks.below |= static_cast<std::uint64_t>(static_cast<unsigned>(below)) << j;
    }
    return masks;
}

__attribute__((target("avx512f,avx512dq"))) SignMasks signs_64_avx512(const SumWindows& windows, std::size_t first) {
    const Factors factors = factors_of(windows);
    const __m512i k_end = _mm512_set1_epi64(static_cast<long long>(factors.end));
    const __m512i k_fast = _mm512_set1_epi64(static_cast<long long>(factors.at_fast));
    const __m512i k_slow = _mm512_set1_epi64(static_cast<long long>(factors.at_slow));
    const std::uint64_t* end = windows.sums + first + 1;
    SignMasks masks;
    for (std::size_t j = 0; j < 64; j += 8) {
        const __m512i at_end = _mm512_mullo_epi64(_mm512_loadu_si512(end + j), k_end);
        const __m512i at_fast = _mm512_mullo_epi64(_mm512_loadu_si512(end + j - windows.fast), k_fast);
        const __m512i at_slow = _mm512_mullo_epi64(_mm512_loadu_si512(end + j - windows.slow), k_slow);
        const __m512i lead = _mm512_add_epi64(_mm512_sub_epi64(at_end, at_fast), at_slow);
        masks.above |= static_cast<std::uint64_t>(_mm512_cmpgt_epi64_mask(lead, _mm512_setzero_si512())) << j;
        masks.below |= static_cast<std::uint64_t>(_mm512_movepi64_mask(lead)) << j;
    }
    return masks;
}

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }

bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0; }

SignKernel best_sign_kernel() {
    static const SignKernel best = has_avx512() ? signs_64_avx512 : (has_avx2() ? signs_64_avx2 : signs_64_scalar);
    return best;
}

}  // namespace spark::indicators::detail
