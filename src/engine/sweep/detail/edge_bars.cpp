#include "engine/sweep/detail/edge_bars.hpp"

#include <immintrin.h>

#include <bit>
#include <numeric>

namespace spark::sweep::detail {
namespace {

/// Four at a time, without asking how many there are: what is written too much is written over.
__attribute__((always_inline)) inline void list_bits(TileEvents& events) {
    std::size_t count = 0;
    for (std::size_t word = 0; word < tile_words; ++word) {
        std::uint64_t edges = events.edge_words[word];
        std::uint16_t* const out = events.edges.data() + count;
        const auto found = static_cast<std::size_t>(std::popcount(edges));
        for (std::size_t written = 0; written == 0 || written < found; written += 4) {
            for (std::size_t j = 0; j < 4; ++j) {
                out[written + j] =
                    static_cast<std::uint16_t>(word * word_bars + static_cast<std::size_t>(std::countr_zero(edges)));
                edges &= edges - 1;
            }
        }
        events.edges_before[word] = static_cast<std::uint16_t>(count);
        count += found;
    }
    events.edge_count = count;
}

constexpr std::array<std::uint8_t, word_bars> bars_of_a_word = [] {
    std::array<std::uint8_t, word_bars> bars{};
    std::iota(bars.begin(), bars.end(), std::uint8_t{0});
    return bars;
}();

/// Half of a vector. The masked form, because g++ 12 warns of its own plain one.
__attribute__((target("avx512f,avx512vl"))) inline __m256i low_half(__m512i numbers) {
    return _mm512_maskz_extracti64x4_epi64(0xFF, numbers, 0);
}
__attribute__((target("avx512f,avx512vl"))) inline __m256i high_half(__m512i numbers) {
    return _mm512_maskz_extracti64x4_epi64(0xFF, numbers, 1);
}

}  // namespace

void edge_bars_plain(TileEvents& events) { list_bits(events); }

__attribute__((target("popcnt,lzcnt,bmi,bmi2"))) void edge_bars_bits(TileEvents& events) { list_bits(events); }

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt"))) void edge_bars_compress(TileEvents& events) {
    const __m512i bars = _mm512_loadu_si512(bars_of_a_word.data());
    __m512i first = _mm512_setzero_si512();
    std::size_t count = 0;
    for (std::size_t word = 0; word < tile_words; ++word) {
        const std::uint64_t edges = events.edge_words[word];
        const __m512i packed = _mm512_maskz_compress_epi8(edges, bars);
        std::uint16_t* const out = events.edges.data() + count;
        const __m256i low = _mm256_cvtepu8_epi16(_mm256_castsi256_si128(low_half(packed)));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_add_epi16(low, low_half(first)));
        const auto found = static_cast<std::size_t>(std::popcount(edges));
        if (found > 16) [[unlikely]] {
            const __m512i half = _mm512_cvtepu8_epi16(low_half(packed));
            _mm512_storeu_si512(out, _mm512_add_epi16(half, first));
            const __m512i rest = _mm512_cvtepu8_epi16(high_half(packed));
            _mm512_storeu_si512(out + word_bars / 2, _mm512_add_epi16(rest, first));
        }
        events.edges_before[word] = static_cast<std::uint16_t>(count);
        count += found;
        first = _mm512_add_epi16(first, _mm512_set1_epi16(word_bars));
    }
    events.edge_count = count;
}

bool is_supported(BitWays ways) {
    const bool has_bits = __builtin_cpu_supports("popcnt") != 0 && __builtin_cpu_supports("lzcnt") != 0 &&
                          __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
    switch (ways) {
        case BitWays::plain: return true;
        case BitWays::bits: return has_bits;
        case BitWays::compress:
            return has_bits && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                   __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vbmi2") != 0;
    }
    return false;
}

BitWays best_bit_ways() {
    static const BitWays best = is_supported(BitWays::compress)
                                    ? BitWays::compress
                                    : (is_supported(BitWays::bits) ? BitWays::bits : BitWays::plain);
    return best;
}

}  // namespace spark::sweep::detail
