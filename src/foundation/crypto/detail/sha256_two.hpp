#pragma once

#include <cstddef>
#include <cstdint>

namespace spark::crypto::detail {

/// True when this processor has the SHA instructions.
bool has_sha_instructions();

/// The state of one SHA-256 (FIPS 180-4, a to h) and the whole 64-byte blocks it takes next.
struct ShaLane {
    std::uint32_t* state;
    const unsigned char* blocks;
};

/// Compresses `block_count` blocks of two independent hashes side by side: the SHA instructions wait for their own
/// results, so two hashes take little longer than one. Precondition: has_sha_instructions().
void compress_two(const ShaLane& first, const ShaLane& second, std::size_t block_count);

}  // namespace spark::crypto::detail
