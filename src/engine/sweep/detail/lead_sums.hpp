#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/base/column.hpp"

namespace spark::sweep::detail {

inline constexpr std::size_t word_bars = 64;
inline constexpr std::size_t tile_words = 64;
inline constexpr std::size_t tile_bars = tile_words * word_bars;

/// Running sums of closes for the signs of fast average − slow average on every bar, in two widths.
///
/// The lead, sum_fast × slow − sum_slow × fast, does not change when every price of the slow window moves by the same
/// amount. It is therefore at most fast × slow × (highest − lowest close of the window), however high the prices are,
/// and so it may be computed modulo 2^32 wherever that bound is under 2^31, and modulo 2^64 where it is under 2^63.
/// Closes are counted in their greatest common divisor, which for prices in cents makes a million smaller numbers.
class LeadSums {
  public:
    /// Lengths up to `slow_max`. The closes may go afterwards.
    LeadSums(std::span<const std::int64_t> closes, std::size_t slow_max);

    std::size_t bars() const { return bars_; }
    std::size_t slow_max() const { return halo_; }
    /// Whether modulo 2^64 is exact on every bar.
    bool is_exact(std::size_t fast, std::size_t slow) const;

    /// Entry `bar` is the sum of the closes before it. Readable from −slow_max (zeros) to the end of the last tile.
    const std::uint32_t* narrow() const { return narrow_.data() + halo_; }
    const std::uint64_t* wide() const { return wide_.data() + halo_; }

    /// Highest − lowest close over the windows of length `slow` that end in a word of 64 bars.
    std::uint64_t spread(std::size_t word, std::size_t slow) const;

  private:
    std::size_t bars_;
    std::size_t halo_;
    Column<std::uint32_t> narrow_;
    Column<std::uint64_t> wide_;
    Column<std::int64_t> word_low_;
    Column<std::int64_t> word_high_;
    std::uint64_t spread_most_ = 0;
};

/// Signs on a tile: one bit a bar, from the tile's first bar on. Bars before both averages exist have any bits.
struct TileSigns {
    std::uint64_t above[tile_words];  ///< fast > slow.
    std::uint64_t ties[tile_words];   ///< fast = slow.
};

/// The processor's way to do it; all give the same bits.
enum class Lanes : std::uint8_t { scalar, avx2, avx512 };
bool is_supported(Lanes lanes);
Lanes widest_lanes();

/// As many lengths as signs are asked for: first, first + step, …
struct FastLengths {
    std::size_t first;
    std::size_t step = 0;
};
/// Asked for together, so many lengths share most of the work.
inline constexpr std::size_t lengths_together = 4;

/// One tile of bars with one slow length, made ready for any fast one: the lead is then Q[bar] − Q[bar − fast] −
/// D[bar] × fast with Q = sums × slow and D = sum_slow. Belongs to one thread.
class LeadTile {
  public:
    explicit LeadTile(const LeadSums& sums, Lanes lanes = widest_lanes());

    void prepare(std::size_t first_bar, std::size_t slow);
    /// Signs for fast lengths that rise by one `step`. Precondition: prepared, every fast < slow and exact with it.
    void signs(const FastLengths& lengths, std::span<TileSigns> signs) const;

  private:
    void mend(std::size_t fast, TileSigns& signs) const;
    std::uint64_t wide_word(std::size_t word, std::size_t fast, std::uint64_t& ties) const;

    const LeadSums& sums_;
    Lanes lanes_;
    std::size_t first_ = 0;
    std::size_t slow_ = 0;
    std::size_t halo_;                           ///< Entries of Q before the tile.
    Column<std::uint32_t> scaled_;               ///< Q.
    Column<std::uint32_t> slow_sums_;            ///< D.
    std::uint64_t narrow_fast_max_[tile_words];  ///< Longest fast length that is exact modulo 2^32, of each word.
    std::uint64_t narrow_fast_least_ = 0;        ///< Of all words.
};

}  // namespace spark::sweep::detail
