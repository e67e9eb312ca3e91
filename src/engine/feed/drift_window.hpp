#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "foundation/base/wall_time.hpp"

namespace spark::feed {

/// Percentiles of drifts over the last 10 seconds, in memory of fixed size: ten slots of a second, each a histogram
/// that is exact below 16 ms and at most 1/16 too high above. Drifts from 131 seconds on count as that.
class DriftWindow {
  public:
    static constexpr std::size_t slots = 10;

    /// A drift below zero (our clock is behind the venue's) counts as zero.
    void add(WallTime now, std::int64_t drift_ms);

    /// The upper bound of the bucket that holds the percentile (0 to 1); none where the window is empty.
    std::optional<std::int64_t> percentile_ms(WallTime now, double share) const;

    /// Drifts in the window.
    std::uint64_t count(WallTime now) const;

  private:
    static constexpr std::size_t exact = 16;  ///< Buckets of one ms, and of each octave after them.
    static constexpr std::size_t octaves = 13;
    static constexpr std::size_t buckets = exact + octaves * exact;

    struct Slot {
        std::int64_t second = -1;
        std::array<std::uint32_t, buckets> counts{};
    };

    static std::size_t bucket_of(std::int64_t drift_ms);
    static std::int64_t bound_of(std::size_t bucket);
    static bool holds(const Slot& slot, std::int64_t second);

    std::array<Slot, slots> slots_{};
};

}  // namespace spark::feed
