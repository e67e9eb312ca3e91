#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark {

/// The length of a candle: a count of seconds, minutes, hours, days or weeks (`1m`, `15m`, `1h`, `4h`, `1d`, `1w`).
/// Calendar months are not timeframes. Weeks begin on Monday 00:00 UTC, everything else at the epoch.
class Timeframe {
  public:
    constexpr Timeframe() = default;

    /// Reads `<count><s|m|h|d|w>`, count 1 to 1000 without leading zero. `60m` reads as `1h` (canonical).
    /// Errors: invalid_input, with the text found and examples of what is allowed.
    static Result<Timeframe> parse(std::string_view text);

    /// Precondition (asserted): a positive whole number of seconds.
    static Timeframe of(std::chrono::seconds length);

    std::string text() const;  ///< Canonical: the largest unit that divides the length (`1w` only for whole weeks).
    constexpr std::chrono::seconds length() const { return length_; }
    constexpr std::int64_t length_ns() const { return std::chrono::nanoseconds(length_).count(); }

    /// Start of the bucket that holds `time`.
    WallTime bucket_start(WallTime time) const;

    /// True when buckets of this timeframe are made of whole buckets of `finer`.
    bool is_multiple_of(Timeframe finer) const;

    constexpr auto operator<=>(const Timeframe&) const = default;

  private:
    constexpr explicit Timeframe(std::chrono::seconds length) : length_(length) {}
    std::chrono::seconds length_{60};
};

}  // namespace spark
