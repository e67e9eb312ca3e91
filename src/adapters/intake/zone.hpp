#pragma once

#include <chrono>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::intake {

/// The zone that times without one were written in: a fixed offset from UTC, or Istanbul.
/// Istanbul is +03:00 without a break since 2016-03-27 01:00 UTC (that summer's time was made permanent on 2016-09-07);
/// older local times would need the rules of every year before and are refused.
/// Source: IANA time zone database 2024a, zone Europe/Istanbul (background knowledge, not fetched).
class Zone {
  public:
    constexpr Zone() = default;

    /// Reads `UTC`, `Z`, `+03:00` (up to ±14:00) and `Europe/Istanbul`. Errors: invalid_input, naming what is allowed.
    static Result<Zone> parse(std::string_view text);

    /// The moment that a clock in this zone shows as `local` (a local time dressed as UTC).
    /// Errors: invalid_input for Istanbul before 2016-03-27 04:00.
    Result<WallTime> to_utc(WallTime local) const;

  private:
    constexpr Zone(std::chrono::minutes offset, bool istanbul) : offset_(offset), istanbul_(istanbul) {}
    std::chrono::minutes offset_{0};
    bool istanbul_ = false;
};

}  // namespace spark::intake
