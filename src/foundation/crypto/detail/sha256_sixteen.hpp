#pragma once

#include <cstddef>
#include <span>

#include "foundation/crypto/detail/sha256_two.hpp"

namespace spark::crypto::detail {

/// Hashes that fit into the lanes of one vector.
inline constexpr std::size_t lanes_sixteen = 16;

/// True when this processor has the vectors for it (AVX-512 F and BW).
bool has_sixteen_lanes();

/// Compresses `block_count` blocks of up to sixteen independent hashes, one in each 32-bit lane. Takes as long for one
/// as for all; from about six on it is faster than the SHA instructions. Precondition: has_sixteen_lanes(), 1 to 16
/// lanes.
void compress_sixteen(std::span<const ShaLane> lanes, std::size_t block_count);

}  // namespace spark::crypto::detail
