#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/wall_time.hpp"

namespace spark::identity {

struct ThrottleLimits {
    std::size_t tries_max = 5;
    std::chrono::seconds window{15 * 60};
    std::size_t names_max = 10'000;  ///< Remembered at once: bounds the memory (about 200 bytes each).
};

/// Counts tries that have failed, by name: no more than `tries_max` within any window. Forgotten by itself; nothing is
/// kept on disk. One thread at a time.
class Throttle {
  public:
    explicit Throttle(const ThrottleLimits& limits) : limits_(limits) {}

    /// How long until the next try of this name; none: now.
    std::optional<std::chrono::seconds> wait_of(std::string_view name, WallTime now) const;

    /// Counts a try before its end is known, so that many at once are not more than the limit.
    void count(const std::string& name, WallTime now);

    /// Takes back one try counted at that time: it did not fail.
    void take_back(std::string_view name, WallTime counted_at);

    /// All tries of this name: who has the right password starts afresh.
    void forget(std::string_view name);

    std::size_t size() const { return tries_.size(); }

  private:
    void make_room(WallTime now);

    ThrottleLimits limits_;
    std::map<std::string, std::vector<WallTime>, std::less<>> tries_;  ///< Oldest first, at most tries_max.
};

}  // namespace spark::identity
