#include "engine/sweep/detail/lead_sums.hpp"

#include <immintrin.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "foundation/base/fixed_point.hpp"

namespace spark::sweep::detail {
namespace {

constexpr std::size_t line_numbers = 16;  ///< A cache line has so many 32-bit numbers.
constexpr std::uint64_t narrow_most = std::numeric_limits<std::int32_t>::max();

/// The first number of the memory that begins a cache line: vectors of a tile then lie in one line each.
template <class Numbers>
auto on_line(Numbers& numbers) {
    const auto past = reinterpret_cast<std::uintptr_t>(numbers.data()) / sizeof(std::uint32_t) % line_numbers;
    return numbers.data() + (line_numbers - past) % line_numbers;
}

struct Word {
    const std::uint32_t* scaled;     ///< Q at the word's first bar.
    const std::uint32_t* slow_sums;  ///< D at the same.
    std::size_t fast;
};

struct Signs {
    std::uint64_t above = 0;
    std::uint64_t ties = 0;
};

Signs word_scalar(const Word& word) {
    Signs signs;
    for (std::size_t j = 0; j < word_bars; ++j) {
        const std::uint32_t* scaled = word.scaled + j;
        const std::uint32_t lead =
            *scaled - *(scaled - word.fast) - word.slow_sums[j] * static_cast<std::uint32_t>(word.fast);
        signs.above |= static_cast<std::uint64_t>(static_cast<std::int32_t>(lead) > 0) << j;
        signs.ties |= static_cast<std::uint64_t>(lead == 0) << j;
    }
    return signs;
}

__attribute__((target("avx2"))) inline __m256i load_8(const std::uint32_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

__attribute__((target("avx2"))) inline Signs word_avx2(const Word& word) {
    const __m256i fast = _mm256_set1_epi32(static_cast<int>(word.fast));
    const __m256i zero = _mm256_setzero_si256();
    Signs signs;
    for (std::size_t j = 0; j < word_bars; j += 8) {
        const __m256i sum_fast = _mm256_sub_epi32(load_8(word.scaled + j), load_8(word.scaled + j - word.fast));
        const __m256i lead = _mm256_sub_epi32(sum_fast, _mm256_mullo_epi32(load_8(word.slow_sums + j), fast));
        const int above = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(lead, zero)));
        const int tie = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(lead, zero)));
        signs.above |= static_cast<std::uint64_t>(static_cast<unsigned>(above)) << j;
        signs.ties |= static_cast<std::uint64_t>(static_cast<unsigned>(tie)) << j;
    }
    return signs;
}

/// The smaller of each pair, unsigned. The masked form, because g++ 12 warns of its own plain one.
__attribute__((target("avx512f"))) inline __m512i least_of(__m512i a, __m512i b) {
    return _mm512_maskz_min_epu32(0xFFFF, a, b);
}

/// Ties are rare: one smallest number says whether a word has any.
__attribute__((target("avx512f"))) inline Signs word_avx512(const Word& word) {
    const __m512i fast = _mm512_set1_epi32(static_cast<int>(word.fast));
    const __m512i zero = _mm512_setzero_si512();
    __m512i leads[4];
    Signs signs;
    for (std::size_t part = 0; part < 4; ++part) {
        const __m512i now = _mm512_loadu_si512(word.scaled + part * 16);
        const __m512i then = _mm512_loadu_si512(word.scaled + part * 16 - word.fast);
        const __m512i product = _mm512_mullo_epi32(_mm512_loadu_si512(word.slow_sums + part * 16), fast);
        leads[part] = _mm512_sub_epi32(_mm512_sub_epi32(now, then), product);
        signs.above |= static_cast<std::uint64_t>(_mm512_cmpgt_epi32_mask(leads[part], zero)) << (part * 16);
    }
    const __m512i least = least_of(least_of(leads[0], leads[1]), least_of(leads[2], leads[3]));
    if (_mm512_testn_epi32_mask(least, least) == 0) [[likely]]
        return signs;
    for (std::size_t part = 0; part < 4; ++part)
        signs.ties |= static_cast<std::uint64_t>(_mm512_testn_epi32_mask(leads[part], leads[part])) << (part * 16);
    return signs;
}

/// The tile's words that are exact modulo 2^32; the others are left.
struct TileView {
    const std::uint32_t* scaled;
    const std::uint32_t* slow_sums;
    std::size_t fast;
    TileSigns& signs;
};

void tile_scalar(const TileView& tile) {
    for (std::size_t word = 0; word < tile_words; ++word) {
        const Signs signs = word_scalar({tile.scaled + word * word_bars, tile.slow_sums + word * word_bars, tile.fast});
        tile.signs.above[word] = signs.above;
        tile.signs.ties[word] = signs.ties;
    }
}

__attribute__((target("avx2"))) void tile_avx2(const TileView& tile) {
    for (std::size_t word = 0; word < tile_words; ++word) {
        const Signs signs = word_avx2({tile.scaled + word * word_bars, tile.slow_sums + word * word_bars, tile.fast});
        tile.signs.above[word] = signs.above;
        tile.signs.ties[word] = signs.ties;
    }
}

__attribute__((target("avx512f"))) void tile_avx512(const TileView& tile) {
    for (std::size_t word = 0; word < tile_words; ++word) {
        const Signs signs = word_avx512({tile.scaled + word * word_bars, tile.slow_sums + word * word_bars, tile.fast});
        tile.signs.above[word] = signs.above;
        tile.signs.ties[word] = signs.ties;
    }
}

/// Four lengths at once: Q − D × fast goes on from one length to the next by subtracting D × step.
struct TogetherView {
    const std::uint32_t* scaled;
    const std::uint32_t* slow_sums;
    FastLengths lengths;
    TileSigns* signs;
};

__attribute__((target("avx512f"))) void together_avx512(const TogetherView& tile) {
    const __m512i first = _mm512_set1_epi32(static_cast<int>(tile.lengths.first));
    const __m512i step = _mm512_set1_epi32(static_cast<int>(tile.lengths.step));
    const __m512i zero = _mm512_setzero_si512();
    const __m512i most = _mm512_set1_epi32(-1);
    for (std::size_t word = 0; word < tile_words; ++word) {
        std::uint64_t above[lengths_together] = {};
        __m512i least[lengths_together] = {most, most, most, most};
        for (std::size_t part = 0; part < word_bars; part += 16) {
            const std::uint32_t* const scaled = tile.scaled + word * word_bars + part;
            const __m512i slow_sum = _mm512_loadu_si512(tile.slow_sums + word * word_bars + part);
            const __m512i step_sum = _mm512_mullo_epi32(slow_sum, step);
            __m512i rest = _mm512_sub_epi32(_mm512_loadu_si512(scaled), _mm512_mullo_epi32(slow_sum, first));
#pragma GCC unroll 4
            for (std::size_t length = 0; length < lengths_together; ++length) {
                const std::uint32_t* const then = scaled - tile.lengths.first - length * tile.lengths.step;
                const __m512i lead = _mm512_sub_epi32(rest, _mm512_loadu_si512(then));
                above[length] |= static_cast<std::uint64_t>(_mm512_cmpgt_epi32_mask(lead, zero)) << part;
                least[length] = least_of(least[length], lead);
                rest = _mm512_sub_epi32(rest, step_sum);
            }
        }
#pragma GCC unroll 4
        for (std::size_t length = 0; length < lengths_together; ++length) {
            const std::size_t fast = tile.lengths.first + length * tile.lengths.step;
            tile.signs[length].above[word] = above[length];
            tile.signs[length].ties[word] = 0;
            if (_mm512_testn_epi32_mask(least[length], least[length]) == 0) [[likely]]
                continue;
            tile.signs[length].ties[word] =
                word_avx512({tile.scaled + word * word_bars, tile.slow_sums + word * word_bars, fast}).ties;
        }
    }
}

/// Q over the tile and the bars before it, D over the tile. `sums` is at the tile's first bar + 1.
struct Scaling {
    const std::uint32_t* sums;
    std::size_t slow;
    std::uint32_t* scaled;
    std::uint32_t* slow_sums;
};

__attribute__((always_inline)) inline void scale(const Scaling& scaling) {
    const auto slow = static_cast<std::ptrdiff_t>(scaling.slow);
    const auto factor = static_cast<std::uint32_t>(scaling.slow);
    for (std::ptrdiff_t j = -slow; j < static_cast<std::ptrdiff_t>(tile_bars); ++j)
        scaling.scaled[j] = scaling.sums[j] * factor;
    for (std::ptrdiff_t j = 0; j < static_cast<std::ptrdiff_t>(tile_bars); ++j)
        scaling.slow_sums[j] = scaling.sums[j] - scaling.sums[j - slow];
}
void scale_plain(const Scaling& scaling) { scale(scaling); }
__attribute__((target("avx2"))) void scale_avx2(const Scaling& scaling) { scale(scaling); }

}  // namespace

LeadSums::LeadSums(std::span<const std::int64_t> closes, std::size_t slow_max) : bars_(closes.size()), halo_(slow_max) {
    const std::size_t tiles = (bars_ + tile_bars - 1) / tile_bars;
    const std::size_t entries = halo_ + tiles * tile_bars + 1;
    narrow_.resize(entries);
    wide_.resize(entries);
    std::int64_t divisor = 0;
    for (const std::int64_t close : closes) divisor = std::gcd(divisor, close);
    divisor = std::max<std::int64_t>(divisor, 1);
    std::fill(wide_.begin(), wide_.begin() + static_cast<std::ptrdiff_t>(halo_ + 1), 0);
    std::uint64_t running = 0;
    for (std::size_t bar = 0; bar < bars_; ++bar) {
        running += static_cast<std::uint64_t>(closes[bar] / divisor);
        wide_[halo_ + bar + 1] = running;
    }
    std::fill(wide_.begin() + static_cast<std::ptrdiff_t>(halo_ + bars_ + 1), wide_.end(), running);
    for (std::size_t entry = 0; entry < entries; ++entry) narrow_[entry] = static_cast<std::uint32_t>(wide_[entry]);
    for (std::size_t first = 0; first < bars_; first += word_bars) {
        const auto [low, high] =
            std::ranges::minmax(closes.subspan(first, std::min<std::size_t>(word_bars, bars_ - first)));
        word_low_.push_back(low / divisor);
        word_high_.push_back(high / divisor);
    }
    const auto low = *std::ranges::min_element(word_low_);
    const auto high = *std::ranges::max_element(word_high_);
    spread_most_ = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

bool LeadSums::is_exact(std::size_t fast, std::size_t slow) const {
    if (slow > halo_) return false;
    const auto scale_most = static_cast<Int128>(fast) * static_cast<Int128>(slow);
    return scale_most <= static_cast<Int128>(narrow_most) && fits_int64(scale_most * static_cast<Int128>(spread_most_));
}

std::uint64_t LeadSums::spread(std::size_t word, std::size_t slow) const {
    if (word >= word_low_.size()) return 0;
    const std::size_t back = (slow - 1 + word_bars - 1) / word_bars;
    std::int64_t low = word_low_[word];
    std::int64_t high = word_high_[word];
    for (std::size_t other = word - std::min(word, back); other < word; ++other) {
        low = std::min(low, word_low_[other]);
        high = std::max(high, word_high_[other]);
    }
    return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
}

bool is_supported(Lanes lanes) {
    switch (lanes) {
        case Lanes::scalar: return true;
        case Lanes::avx2: return __builtin_cpu_supports("avx2") != 0;
        case Lanes::avx512: return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx2") != 0;
    }
    return false;
}

Lanes widest_lanes() {
    static const Lanes widest =
        is_supported(Lanes::avx512) ? Lanes::avx512 : (is_supported(Lanes::avx2) ? Lanes::avx2 : Lanes::scalar);
    return widest;
}

LeadTile::LeadTile(const LeadSums& sums, Lanes lanes)
    : sums_(sums),
      lanes_(lanes),
      halo_((sums.slow_max() + line_numbers - 1) / line_numbers * line_numbers),
      scaled_(halo_ + tile_bars + line_numbers),
      slow_sums_(tile_bars + line_numbers) {}

void LeadTile::prepare(std::size_t first_bar, std::size_t slow) {
    first_ = first_bar;
    slow_ = slow;
    const Scaling scaling{sums_.narrow() + first_bar + 1, slow, on_line(scaled_) + halo_, on_line(slow_sums_)};
    if (lanes_ == Lanes::scalar)
        scale_plain(scaling);
    else
        scale_avx2(scaling);
    narrow_fast_least_ = slow;
    for (std::size_t word = 0; word < tile_words; ++word) {
        const std::uint64_t spread = sums_.spread(first_bar / word_bars + word, slow);
        narrow_fast_max_[word] = spread > narrow_most ? 0 : narrow_most / std::max<std::uint64_t>(1, spread) / slow;
        narrow_fast_least_ = std::min(narrow_fast_least_, narrow_fast_max_[word]);
    }
}

std::uint64_t LeadTile::wide_word(std::size_t word, std::size_t fast, std::uint64_t& ties) const {
    std::uint64_t above = 0;
    ties = 0;
    const std::uint64_t* const sums = sums_.wide() + first_ + word * word_bars + 1;
    for (std::size_t j = 0; j < word_bars; ++j) {
        const std::uint64_t sum_fast = sums[j] - *(sums + j - fast);
        const std::uint64_t sum_slow = sums[j] - *(sums + j - slow_);
        const auto lead = static_cast<std::int64_t>(sum_fast * slow_ - sum_slow * fast);
        above |= static_cast<std::uint64_t>(lead > 0) << j;
        ties |= static_cast<std::uint64_t>(lead == 0) << j;
    }
    return above;
}

void LeadTile::mend(std::size_t fast, TileSigns& signs) const {
    if (fast <= narrow_fast_least_) return;
    for (std::size_t word = 0; word < tile_words; ++word) {
        if (fast > narrow_fast_max_[word]) signs.above[word] = wide_word(word, fast, signs.ties[word]);
    }
}

void LeadTile::signs(const FastLengths& lengths, std::span<TileSigns> signs) const {
    const std::uint32_t* const scaled = on_line(scaled_) + halo_;
    const std::uint32_t* const slow_sums = on_line(slow_sums_);
    const bool together = lanes_ == Lanes::avx512 && signs.size() == lengths_together;
    if (together) together_avx512({scaled, slow_sums, lengths, signs.data()});
    for (std::size_t index = 0; index < signs.size(); ++index) {
        const std::size_t fast = lengths.first + index * lengths.step;
        const TileView view{scaled, slow_sums, fast, signs[index]};
        if (!together) {
            switch (lanes_) {
                case Lanes::scalar: tile_scalar(view); break;
                case Lanes::avx2: tile_avx2(view); break;
                case Lanes::avx512: tile_avx512(view); break;
            }
        }
        mend(fast, signs[index]);
    }
}

}  // namespace spark::sweep::detail
