#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark {

/// UTC wall-clock time. Istanbul and other zones exist only at the edges.
using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

constexpr WallTime wall_time_of_ns(std::int64_t since_epoch_ns) {
    return WallTime{std::chrono::nanoseconds{since_epoch_ns}};
}
constexpr WallTime wall_time_of_ms(std::int64_t since_epoch_ms) {
    return WallTime{std::chrono::milliseconds{since_epoch_ms}};
}
constexpr std::int64_t ns_of(WallTime time) { return time.time_since_epoch().count(); }
constexpr std::int64_t ms_of(WallTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

/// `2022-01-01T00:00:00Z`; a fraction of 3, 6 or 9 digits only where it is not zero.
std::string format_iso8601(WallTime time);

/// Reads `2022-01-01`, `2022-01-01T00:00[:00[.fraction]]`, a blank for the `T`, and an optional `Z` or `+03:00`;
/// without a zone it is UTC. Years 1678 to 2261. Errors: invalid_input, naming the text and an example.
Result<WallTime> parse_iso8601(std::string_view text);

}  // namespace spark
