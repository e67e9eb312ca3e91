#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/backtest/result_records.hpp"
#include "engine/sweep/detail/lead_sums.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::sweep::detail {

inline constexpr std::size_t record_bytes = sizeof(backtest::TradeRecord);

/// The result hash of one set while its trades come, tile by tile.
class RecordHash {
  public:
    RecordHash();

    crypto::Sha256Digest finish(const backtest::EndRecord& end) const;

  private:
    friend class RecordQueue;
    /// The head of the hashed bytes is no whole block, so every block ends inside a record: what the last whole block
    /// has left over is kept, and some whole ones that did not fill a group.
    static constexpr std::size_t head_bytes = backtest::result_head.size();
    static constexpr std::size_t left_max = 8;

    void keep(const std::byte* bytes, std::size_t records);

    crypto::Sha256 hash_{};
    std::size_t left_ = 0;  ///< Whole records.
    std::array<std::byte, head_bytes + left_max * record_bytes> rest_;
};

/// Records of many sets on their way into the sets' hashes, which are made side by side: one vector holds sixteen.
/// Belongs to one thread.
class RecordQueue {
  public:
    RecordQueue();

    /// Where the next records of a set go; room for those of one tile. Then `close` with as many as were put.
    std::byte* open(RecordHash& hash);
    void close(std::size_t records);
    /// Everything closed goes into its hash; before a set is opened again.
    void flush();

  private:
    static constexpr std::size_t sets_max = 64;
    /// Every second bar a trade, one carried from the tile before, what is left, and the head.
    static constexpr std::size_t tile_bytes_max = (tile_bars / 2 + 2 + RecordHash::left_max + 1) * record_bytes;
    static constexpr std::size_t arena_bytes = tile_bytes_max + sets_max * 32 * record_bytes;

    struct Entry {
        RecordHash* hash;
        std::byte* bytes;
        std::size_t records;
    };

    std::vector<std::byte> arena_;
    std::vector<Entry> entries_{};
    std::size_t used_ = 0;
};

}  // namespace spark::sweep::detail
