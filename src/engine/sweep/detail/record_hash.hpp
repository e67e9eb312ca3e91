#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/backtest/result_records.hpp"
#include "engine/sweep/detail/lead_sums.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::sweep::detail {

/// The head of the hashed bytes is no whole block, so that every block ends inside a record: what the last whole block
/// has left over is kept.
inline constexpr std::size_t head_bytes = backtest::result_head.size();
inline constexpr std::size_t record_bytes = sizeof(backtest::TradeRecord);

/// Trade records of one set on one tile, after those the tiles before have left over.
class RecordBuffer {
  public:
    std::byte* records() { return bytes_.data() + head_bytes; }

  private:
    friend class RecordHash;
    static constexpr std::size_t left_max = 8;
    /// Every second bar a trade, one carried from the tile before, and room for a wide store past the last.
    alignas(64) std::array<std::byte, head_bytes + (left_max + tile_bars / 2 + 2) * record_bytes> bytes_;
};

/// The result hash of one set while its trades come, tile by tile.
class RecordHash {
  public:
    RecordHash();

    /// Puts what is left into the buffer; records go to the answer. Then one of the two below, with as many as were
    /// put.
    std::byte* open(RecordBuffer& buffer) const;
    /// Two sets side by side: SHA instructions wait for their own results. What one has more is left for the next tile.
    struct Put {
        RecordHash& hash;
        RecordBuffer& buffer;
        std::size_t records;
    };
    static void add_two(const Put& first, const Put& second);
    static void add(const Put& put);

    crypto::Sha256Digest finish(const backtest::EndRecord& end) const;

  private:
    void add_rest(const Put& put, std::size_t hashed, std::size_t left_max);

    crypto::Sha256 hash_{};
    std::size_t left_ = 0;  ///< Records.
    std::array<std::byte, head_bytes + RecordBuffer::left_max * record_bytes> rest_;
};

}  // namespace spark::sweep::detail
