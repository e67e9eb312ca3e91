#include "foundation/crypto/detail/sha256_sixteen.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "foundation/crypto/detail/sha256_constants.hpp"

// Vectors of the compilers, not intrinsics: g++ 12 warns of its own. Rotations and three-way logic are recognised.
#define SPARK_SIXTEEN __attribute__((target("avx512f,avx512bw"), always_inline)) inline

namespace spark::crypto::detail {
namespace {

using Words = std::uint32_t __attribute__((vector_size(64)));

template <int bits>
SPARK_SIXTEEN void rotate(Words& words) {
    words = (words >> bits) | (words << (32 - bits));
}

SPARK_SIXTEEN void swap_bytes(Words& words) {
    Words left = words;
    rotate<24>(left);
    rotate<8>(words);
    words = (left & 0x00ff00ffU) | (words & 0xff00ff00U);
}

template <std::size_t step, std::size_t... lane>
SPARK_SIXTEEN void exchange(Words& first, Words& second, std::index_sequence<lane...> /*lanes*/) {
    const Words a = first;
    const Words b = second;
    first = __builtin_shufflevector(a, b, ((lane & step) == 0 ? lane : 16 + lane - step)...);
    second = __builtin_shufflevector(a, b, ((lane & step) == 0 ? lane + step : 16 + lane)...);
}

/// Exchanges lanes and words that are `step` apart: after steps 8, 4, 2 and 1 rows are columns.
template <std::size_t step>
SPARK_SIXTEEN void exchange_all(Words* rows) {
#pragma GCC unroll 16
    for (std::size_t row = 0; row < 16; ++row) {
        if ((row & step) == 0) exchange<step>(rows[row], rows[row + step], std::make_index_sequence<16>());
    }
}

SPARK_SIXTEEN void load_words(const std::array<const unsigned char*, lanes_sixteen>& blocks, std::size_t offset,
                              Words* words) {
#pragma GCC unroll 16
    for (std::size_t lane = 0; lane < 16; ++lane) std::memcpy(&words[lane], blocks[lane] + offset, sizeof(Words));
    exchange_all<8>(words);
    exchange_all<4>(words);
    exchange_all<2>(words);
    exchange_all<1>(words);
#pragma GCC unroll 16
    for (std::size_t word = 0; word < 16; ++word) swap_bytes(words[word]);
}

template <int first, int second, int third>
SPARK_SIXTEEN void three_rotations(const Words& words, Words& sum) {
    Words a = words;
    Words b = words;
    Words c = words;
    rotate<first>(a);
    rotate<second>(b);
    rotate<third>(c);
    sum = a ^ b ^ c;
}

template <int first, int second, int shift>
SPARK_SIXTEEN void two_rotations_and_shift(const Words& words, Words& sum) {
    Words a = words;
    Words b = words;
    rotate<first>(a);
    rotate<second>(b);
    sum = a ^ b ^ (words >> shift);
}

/// Sixteen rounds (FIPS 180-4, 6.2.2); the state's letters move one place a round, back where they were after eight.
SPARK_SIXTEEN void sixteen_rounds(Words* state, const Words* words, const std::uint32_t* constants) {
#pragma GCC unroll 16
    for (unsigned round = 0; round < 16; ++round) {
        const auto place = [&](unsigned letter) { return (letter - round) & 7U; };
        const Words a = state[place(0)];
        const Words b = state[place(1)];
        const Words c = state[place(2)];
        const Words e = state[place(4)];
        const Words f = state[place(5)];
        const Words g = state[place(6)];
        Words sum_e;
        three_rotations<6, 11, 25>(e, sum_e);
        Words sum_a;
        three_rotations<2, 13, 22>(a, sum_a);
        const Words chosen = (e & f) | (~e & g);
        const Words most = (a & b) | (c & (a | b));
        const Words added = state[place(7)] + sum_e + chosen + (words[round] + constants[round]);
        state[place(3)] += added;
        state[place(7)] = added + sum_a + most;
    }
}

SPARK_SIXTEEN void next_words(Words* words) {
#pragma GCC unroll 16
    for (unsigned word = 0; word < 16; ++word) {
        Words back_15;
        two_rotations_and_shift<7, 18, 3>(words[(word + 1) & 15U], back_15);
        Words back_2;
        two_rotations_and_shift<17, 19, 10>(words[(word + 14) & 15U], back_2);
        words[word] += back_15 + words[(word + 9) & 15U] + back_2;
    }
}

}  // namespace

bool has_sixteen_lanes() { return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0; }

__attribute__((target("avx512f,avx512bw"))) void compress_sixteen(std::span<const ShaLane> lanes,
                                                                  std::size_t block_count) {
    std::array<const unsigned char*, lanes_sixteen> blocks{};
    alignas(64) std::array<std::array<std::uint32_t, lanes_sixteen>, 8> letters;
    for (std::size_t lane = 0; lane < lanes_sixteen; ++lane) {
        const ShaLane& from = lanes[lane < lanes.size() ? lane : 0];
        blocks[lane] = from.blocks;
        for (std::size_t letter = 0; letter < letters.size(); ++letter) letters[letter][lane] = from.state[letter];
    }
    Words state[8];
    std::memcpy(state, letters.data(), sizeof state);
    for (std::size_t block = 0; block < block_count; ++block) {
        Words words[16];
        Words before[8];
#pragma GCC unroll 8
        for (unsigned letter = 0; letter < 8; ++letter) before[letter] = state[letter];
        load_words(blocks, block * 64, words);
        sixteen_rounds(state, words, round_constants.data());
        for (std::size_t first = 16; first < 64; first += 16) {
            next_words(words);
            sixteen_rounds(state, words, round_constants.data() + first);
        }
#pragma GCC unroll 8
        for (unsigned letter = 0; letter < 8; ++letter) state[letter] += before[letter];
    }
    std::memcpy(letters.data(), state, sizeof state);
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
        for (std::size_t letter = 0; letter < letters.size(); ++letter)
            lanes[lane].state[letter] = letters[letter][lane];
}

}  // namespace spark::crypto::detail
