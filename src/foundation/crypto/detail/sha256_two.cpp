#include "foundation/crypto/detail/sha256_two.hpp"

#include <immintrin.h>

#include "foundation/crypto/detail/sha256_constants.hpp"

namespace spark::crypto::detail {
namespace {

/// One hash in registers: the state as the instructions want it, and the last sixteen words of the message schedule.
struct Lane {
    __m128i abef;
    __m128i cdgh;
    __m128i words[4];
};

__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void load_state(Lane& lane,
                                                                                  const std::uint32_t* state) {
    const __m128i dcba = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state));
    const __m128i hgfe = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1B);
    lane.abef = _mm_alignr_epi8(cdab, efgh, 8);
    lane.cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
}

__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void store_state(const Lane& lane,
                                                                                   std::uint32_t* state) {
    const __m128i feba = _mm_shuffle_epi32(lane.abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(lane.cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void load_words(Lane& lane,
                                                                                  const unsigned char* block) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    for (int index = 0; index < 4; ++index) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * index));
        lane.words[index] = _mm_shuffle_epi8(bytes, swap);
    }
}

/// Four rounds with the words of `group` (modulo four).
__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void four_rounds(Lane& lane, int group,
                                                                                   const std::uint32_t* constants) {
    __m128i sum = _mm_add_epi32(lane.words[group], _mm_load_si128(reinterpret_cast<const __m128i*>(constants)));
    lane.cdgh = _mm_sha256rnds2_epu32(lane.cdgh, lane.abef, sum);
    sum = _mm_shuffle_epi32(sum, 0x0E);
    lane.abef = _mm_sha256rnds2_epu32(lane.abef, lane.cdgh, sum);
}

/// The next four words of the schedule, in place of those sixteen back.
__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void next_words(Lane& lane, int group) {
    const __m128i back_7 = _mm_alignr_epi8(lane.words[(group + 3) & 3], lane.words[(group + 2) & 3], 4);
    const __m128i part = _mm_sha256msg1_epu32(lane.words[group], lane.words[(group + 1) & 3]);
    lane.words[group] = _mm_sha256msg2_epu32(_mm_add_epi32(part, back_7), lane.words[(group + 3) & 3]);
}

__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void both_rounds(Lane& a, Lane& b, int group,
                                                                                   const std::uint32_t* constants) {
    four_rounds(a, group, constants);
    four_rounds(b, group, constants);
}

__attribute__((target("sha,sse4.1,ssse3"), always_inline)) inline void both_rounds_after_words(
    Lane& a, Lane& b, int group, const std::uint32_t* constants) {
    next_words(a, group);
    next_words(b, group);
    both_rounds(a, b, group, constants);
}

}  // namespace

bool has_sha_instructions() {
    unsigned eax = 7;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    __asm__("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return ((ebx >> 29U) & 1U) != 0 && __builtin_cpu_supports("sse4.1") != 0;
}

__attribute__((target("sha,sse4.1,ssse3"))) void compress_two(const ShaLane& first, const ShaLane& second,
                                                              std::size_t block_count) {
    Lane a;
    Lane b;
    load_state(a, first.state);
    load_state(b, second.state);
    for (std::size_t block = 0; block < block_count; ++block) {
        const Lane a_before = a;
        const Lane b_before = b;
        load_words(a, first.blocks + 64 * block);
        load_words(b, second.blocks + 64 * block);
        const std::uint32_t* constants = round_constants.data();
        both_rounds(a, b, 0, constants);
        both_rounds(a, b, 1, constants + 4);
        both_rounds(a, b, 2, constants + 8);
        both_rounds(a, b, 3, constants + 12);
        for (int sixteen = 1; sixteen < 4; ++sixteen) {
            constants += 16;
            both_rounds_after_words(a, b, 0, constants);
            both_rounds_after_words(a, b, 1, constants + 4);
            both_rounds_after_words(a, b, 2, constants + 8);
            both_rounds_after_words(a, b, 3, constants + 12);
        }
        a.abef = _mm_add_epi32(a.abef, a_before.abef);
        a.cdgh = _mm_add_epi32(a.cdgh, a_before.cdgh);
        b.abef = _mm_add_epi32(b.abef, b_before.abef);
        b.cdgh = _mm_add_epi32(b.cdgh, b_before.cdgh);
    }
    store_state(a, first.state);
    store_state(b, second.state);
}

}  // namespace spark::crypto::detail
