#pragma once

#include <cstdint>

#include "engine/sweep/detail/tile_events.hpp"

namespace spark::sweep::detail {

/// Which instructions of the processor list set bits; all give the same lists.
enum class BitWays : std::uint8_t { plain, bits, compress };
bool is_supported(BitWays ways);
BitWays best_bit_ways();

/// Fills edges, edge_count and edges_before from edge_words.
void edge_bars_plain(TileEvents& events);
void edge_bars_bits(TileEvents& events);      ///< With BMI and POPCNT.
void edge_bars_compress(TileEvents& events);  ///< With AVX-512 VBMI2: the bars of a word in one instruction.

}  // namespace spark::sweep::detail
