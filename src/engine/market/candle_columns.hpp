#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/base/fixed_point.hpp"

namespace spark::market {

/// Candles as columns, one entry a bar, oldest first, all spans of one size. Views: the owner (a mapped data set or
/// a CandleTable) outlives them. Times are nanoseconds since the epoch, UTC, the bar's open. Prices, volume: 1e-8.
struct CandleColumns {
    std::span<const std::int64_t> open_time_ns;
    std::span<const std::int64_t> open;
    std::span<const std::int64_t> high;
    std::span<const std::int64_t> low;
    std::span<const std::int64_t> close;
    std::span<const std::int64_t> volume;       ///< Low 64 bits in units (read as unsigned when volume_high is there).
    std::span<const std::int64_t> volume_high;  ///< High 64 bits; empty when every volume fits in 63 bits.

    std::size_t size() const { return open_time_ns.size(); }
    CandleColumns slice(std::size_t first, std::size_t count) const;
    Int128 volume_at(std::size_t bar) const {
        if (volume_high.empty()) return volume[bar];
        return (static_cast<Int128>(volume_high[bar]) << 64) |
               static_cast<Int128>(static_cast<std::uint64_t>(volume[bar]));
    }
};

/// Candles that own their memory: what readers, the resampler and the generator make.
struct CandleTable {
    std::vector<std::int64_t> open_time_ns;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;
    std::vector<std::int64_t> volume_high;  ///< Empty, or as long as the others.

    std::size_t size() const { return open_time_ns.size(); }
    void reserve(std::size_t bars);
    /// Appends a bar; creates volume_high when the volume first leaves 63 bits.
    void push_back(std::int64_t time_ns, std::int64_t o, std::int64_t h, std::int64_t l, std::int64_t c,
                   Int128 volume_units);
    CandleColumns columns() const;
};

}  // namespace spark::market
