#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace spark::intake::detail {

/// What a row's time is written in.
enum class ClockUnit : std::uint8_t { s, ms, us, ns, date };

struct ClockScale {
    ClockUnit unit;
    std::string_view name;
    std::int64_t least;  ///< First whole number that is read in this unit…
    std::int64_t
        past;  ///< …and the first that no longer is, or would lie past 2262-04-11, where nanoseconds leave int64.
    std::int64_t unit_ns;
};

/// Sources: REST klines of Binance are in ms, files of data.binance.vision from 2025-01 on in µs (data/MANIFEST.md of
/// the shared data). Numbers below 1e8 (1973-03-03 in seconds) are taken for no time at all: dates such as 20240131 and
/// row numbers lie there.
inline constexpr std::array clock_scales{
    ClockScale{ClockUnit::s, "s", 100'000'000, 9'223'372'036, 1'000'000'000},
    ClockScale{ClockUnit::ms, "ms", 100'000'000'000, 9'223'372'036'854, 1'000'000},
    ClockScale{ClockUnit::us, "us", 100'000'000'000'000, 9'223'372'036'854'775, 1'000},
    ClockScale{ClockUnit::ns, "ns", 100'000'000'000'000'000, std::numeric_limits<std::int64_t>::max(), 1},
};

constexpr const ClockScale& scale_of(ClockUnit unit) { return clock_scales[static_cast<std::size_t>(unit)]; }

/// The scale that a whole number is read in; none when it is no time.
constexpr const ClockScale* scale_for(std::int64_t time) {
    for (const ClockScale& scale : clock_scales) {
        if (time >= scale.least && time < scale.past) return &scale;
    }
    return nullptr;
}

}  // namespace spark::intake::detail
