#pragma once

// Decimal text to integers, sixteen characters at a time. x86-64 only; callers carry the same target attribute.
#if defined(__x86_64__)

#include <immintrin.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace spark::intake::detail {

using Shuffle = std::array<std::uint8_t, 16>;

/// Bytes with this bit give zero in a byte shuffle.
inline constexpr std::uint8_t shuffle_zero = 0x80;
inline constexpr std::size_t vector_bytes = 16;

/// For a text of `size` characters with its point at `point` (size: none): moves up to 8 whole digits to the right end
/// of the left half and up to 8 decimals to the left end of the right half, so that the sixteen digits count units of
/// 1e-8. Byte 7, the last whole digit, is shuffle_zero where that cannot be.
constexpr Shuffle make_units_shuffle(std::size_t size, std::size_t point) {
    Shuffle shuffle{};
    shuffle.fill(shuffle_zero);
    const bool has_point = point < size;
    const std::size_t decimals = has_point ? size - point - 1 : 0;
    if (point < 1 || point > 8 || decimals > 8 || (has_point && decimals == 0)) return shuffle;
    for (std::size_t digit = 0; digit < point; ++digit) shuffle[8 - point + digit] = static_cast<std::uint8_t>(digit);
    for (std::size_t digit = 0; digit < decimals; ++digit)
        shuffle[8 + digit] = static_cast<std::uint8_t>(point + 1 + digit);
    return shuffle;
}

struct UnitsShuffles {
    alignas(16) std::array<Shuffle, (vector_bytes + 1) * (vector_bytes + 1)> rows{};
    static constexpr std::size_t index(std::size_t size, std::size_t point) {
        return size * (vector_bytes + 1) + point;
    }
};

consteval UnitsShuffles make_units_shuffles() {
    UnitsShuffles shuffles;
    for (std::size_t size = 0; size <= vector_bytes; ++size) {
        for (std::size_t point = 0; point <= vector_bytes; ++point) {
            shuffles.rows[UnitsShuffles::index(size, point)] =
                point <= size ? make_units_shuffle(size, point) : make_units_shuffle(0, 0);
        }
    }
    return shuffles;
}
inline constexpr UnitsShuffles units_shuffles = make_units_shuffles();

/// Sixteen bytes from `size` on in this array shift `size` characters to the right end and fill with zeros before.
consteval std::array<std::uint8_t, 2 * vector_bytes> make_right_shifts() {
    std::array<std::uint8_t, 2 * vector_bytes> shifts{};
    for (std::size_t index = 0; index < vector_bytes; ++index) {
        shifts[index] = shuffle_zero;
        shifts[vector_bytes + index] = static_cast<std::uint8_t>(index);
    }
    return shifts;
}
inline constexpr std::array<std::uint8_t, 2 * vector_bytes> right_shifts = make_right_shifts();

/// Sixteen digit values (0 to 9), most significant first, as a number below 1e16.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline std::int64_t number_of_digits(__m128i digits) {
    const __m128i tens = _mm_set1_epi16(0x010A);          // bytes 10, 1
    const __m128i hundreds = _mm_set1_epi32(0x00010064);  // words 100, 1
    const __m128i myriads = _mm_set1_epi32(0x00012710);   // words 10000, 1
    const __m128i pairs = _mm_maddubs_epi16(digits, tens);
    const __m128i fours = _mm_madd_epi16(pairs, hundreds);
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), myriads);
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    return static_cast<std::int64_t>((both & 0xFFFFFFFFU) * 100'000'000U + (both >> 32U));
}

[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline __m128i load_text(const char* text) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

/// Up to sixteen digits as a number. The text holds digits only; 16 bytes of it are readable.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline std::int64_t read_whole(const char* text,
                                                                                           std::size_t size) {
    const __m128i values = _mm_sub_epi8(load_text(text), _mm_set1_epi8('0'));
    const __m128i shift = _mm_loadu_si128(reinterpret_cast<const __m128i*>(right_shifts.data() + size));
    return number_of_digits(_mm_shuffle_epi8(values, shift));
}

/// Offsets of points in up to 32 characters, as bits.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline std::uint32_t points_in(const char* text,
                                                                                           std::size_t size) {
    const __m256i characters = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const auto points =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(characters, _mm256_set1_epi8('.'))));
    return _bzhi_u32(points, static_cast<unsigned>(size));
}

/// The longer texts: up to 10 whole digits and 8 decimals, or 32 characters. False when it does not fit.
[[gnu::target("avx2,bmi,bmi2,popcnt")]] inline bool read_long_units(const char* text, std::size_t size,
                                                                    std::int64_t& units) {
    constexpr std::array<std::int64_t, 9> scales{100'000'000, 10'000'000, 1'000'000, 100'000, 10'000,
                                                 1'000,       100,        10,        1};
    if (size == 0 || size > 32) return false;
    const std::uint32_t points = points_in(text, size);
    const std::size_t point = points == 0 ? size : static_cast<std::size_t>(__builtin_ctz(points));
    const std::size_t decimals = points == 0 ? 0 : size - point - 1;
    if ((points & (points - 1)) != 0 || point == 0 || point > 10 || decimals > 8 || (points != 0 && decimals == 0))
        return false;
    units = read_whole(text, point) * 100'000'000;
    if (decimals > 0) units += read_whole(text + point + 1, decimals) * scales[decimals];
    return true;
}

/// A decimal text of digits and points as units of 1e-8. The text holds nothing else; 32 bytes of it are readable.
/// False when it is not `digits[.digits]`, or longer than this way of reading can take.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline bool read_units(const char* text, std::size_t size,
                                                                                   std::int64_t& units) {
    if (size > vector_bytes) [[unlikely]]
        return read_long_units(text, size, units);
    const __m128i characters = load_text(text);
    const auto all_points =
        static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(characters, _mm_set1_epi8('.'))));
    const std::uint32_t points = _bzhi_u32(all_points, static_cast<unsigned>(size));
    const auto point = static_cast<std::size_t>(__builtin_ctz(points | (1U << size)));
    const Shuffle& shuffle = units_shuffles.rows[UnitsShuffles::index(size, point)];
    if ((points & (points - 1)) != 0 || shuffle[7] == shuffle_zero) [[unlikely]]
        return read_long_units(text, size, units);
    const __m128i values = _mm_sub_epi8(characters, _mm_set1_epi8('0'));
    const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(shuffle.data()));
    units = number_of_digits(_mm_shuffle_epi8(values, order));
    return true;
}

/// A time of 9 to 19 digits. False when it is no whole number or leaves int64.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline bool read_time(const char* text, std::size_t size,
                                                                                  std::int64_t& time) {
    if (size == 0 || size > 19 || points_in(text, size) != 0) return false;
    if (size <= vector_bytes) {
        time = read_whole(text, size);
        return true;
    }
    const std::size_t front = size - vector_bytes;
    std::int64_t high = 0;
    return !__builtin_mul_overflow(read_whole(text, front), std::int64_t{10'000'000'000'000'000}, &high) &&
           !__builtin_add_overflow(high, read_whole(text + front, vector_bytes), &time);
}

}  // namespace spark::intake::detail

#endif
