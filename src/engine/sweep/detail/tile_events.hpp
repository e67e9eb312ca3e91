#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/sweep/detail/lead_sums.hpp"

namespace spark::sweep::detail {

/// What one set remembers of its signs from tile to tile.
struct SignState {
    bool latched = false;     ///< The last crossing was over.
    bool above_last = false;  ///< fast > slow on the last bar.
    bool starting = true;     ///< Every bar so far was undefined or above: such a start is no crossing.
};

/// The crossings of one set on one tile. Crossings over and under as the plain run takes them (the first over while
/// out, the first under while in) always take turns; `edges` are those, `overs_again` the overs in between, which come
/// back over after equal averages and matter only when an entry was rejected.
struct TileEvents {
    std::array<std::uint16_t, tile_bars + word_bars> edges;  ///< Bars of the tile, rising.
    std::size_t edge_count = 0;
    std::array<std::uint16_t, tile_words + 1> edges_before;  ///< Of each word.
    std::array<std::uint64_t, tile_words> edge_words;
    std::vector<std::uint16_t> overs_again;

    /// Edges on bars before `bar`.
    __attribute__((always_inline)) std::size_t before(std::size_t bar) const {
        const std::size_t word = bar / word_bars;
        if (word == tile_words) return edge_count;
        const std::uint64_t mask = (std::uint64_t{1} << (bar % word_bars)) - 1;
        return edges_before[word] + static_cast<std::size_t>(std::popcount(edge_words[word] & mask));
    }
};

/// Where the tile stands: signs on its bars before `undefined_end` are no signs, edges from `edge_end` on cannot fill.
struct TileBounds {
    std::size_t undefined_end;
    std::size_t edge_end;
};

/// Bits below `count`, for any count.
inline std::uint64_t low_bits(std::size_t count) {
    return count >= word_bars ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}
inline std::size_t past(std::size_t end, std::size_t word) {
    return end > word * word_bars ? end - word * word_bars : 0;
}

/// Finds edge_words and overs_again; the bars of the edges are listed afterwards (edge_bars.hpp).
class EventFinder {
  public:
    EventFinder(SignState& state, TileEvents& events) : state_(state), events_(events) {}

    __attribute__((always_inline)) void find(const TileSigns& signs, const TileBounds& bounds) {
        events_.overs_again.clear();
        bool latched = state_.latched;
        bool above_last = state_.above_last;
        for (std::size_t word = 0; word < tile_words; ++word) {
            std::uint64_t above = signs.above[word];
            std::uint64_t ties = signs.ties[word];
            if (state_.starting) [[unlikely]]
                start(above, ties, past(bounds.undefined_end, word));
            std::uint64_t latch = above;
            if (ties != 0 || latched != above_last) [[unlikely]] {
                state_.latched = latched;
                state_.above_last = above_last;
                latch = resolve(above, ties, word, bounds.edge_end);
            }
            std::uint64_t edges = latch ^ ((latch << 1) | (latched ? 1U : 0U));
            latched = (latch >> 63U) != 0;
            above_last = (above >> 63U) != 0;
            if ((word + 1) * word_bars > bounds.edge_end) [[unlikely]]
                edges &= low_bits(past(bounds.edge_end, word));
            events_.edge_words[word] = edges;
        }
        state_.latched = latched;
        state_.above_last = above_last;
    }

  private:
    /// While no bar was other than above, above is taken for below.
    void start(std::uint64_t& above, std::uint64_t& ties, std::size_t undefined) {
        const auto run = static_cast<std::size_t>(std::countr_one(above | low_bits(undefined)));
        above &= ~low_bits(run);
        ties &= ~low_bits(run);
        state_.starting = run == word_bars;
    }

    /// Equal averages keep the state before them.
    __attribute__((noinline)) std::uint64_t resolve(std::uint64_t above, std::uint64_t ties, std::size_t word,
                                                    std::size_t edge_end) {
        const std::uint64_t latched = state_.latched ? 1 : 0;
        const std::uint64_t seeds = ties & ((above << 1) | latched);
        const std::uint64_t latch = above | (ties & ~(ties + seeds));
        const std::uint64_t over = above & ~((above << 1) | (state_.above_last ? 1U : 0U));
        std::uint64_t again = over & ((latch << 1) | latched) & low_bits(past(edge_end, word));
        for (; again != 0; again &= again - 1) {
            events_.overs_again.push_back(
                static_cast<std::uint16_t>(word * word_bars + static_cast<std::size_t>(std::countr_zero(again))));
        }
        return latch;
    }

    SignState& state_;
    TileEvents& events_;
};

}  // namespace spark::sweep::detail
