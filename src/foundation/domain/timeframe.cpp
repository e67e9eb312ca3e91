#include "foundation/domain/timeframe.hpp"

#include <array>
#include <limits>

#include "foundation/base/assert.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

struct Unit {
    char letter;
    std::int64_t seconds;
};

/// Longest first: the canonical text uses the first that divides the length.
constexpr std::array units{Unit{'w', 604'800}, Unit{'d', 86'400}, Unit{'h', 3'600}, Unit{'m', 60}, Unit{'s', 1}};
constexpr std::int64_t count_max = 1'000;
constexpr std::int64_t week_seconds = units[0].seconds;

/// Where bucket number 0 begins, in seconds after the epoch: 1970-01-05, the first Monday, for whole weeks.
std::int64_t origin_seconds(std::chrono::seconds length) {
    return length.count() % week_seconds == 0 ? 4 * std::int64_t{86'400} : 0;
}

}  // namespace

Result<Timeframe> Timeframe::parse(std::string_view text) {
    const auto refused = [&] {
        return fail(Fault::invalid_input,
                    "found timeframe '" + shown(text) +
                        "', allowed a count from 1 to 1000 and a unit of s, m, h, d or w, such as 1m, 15m, 4h, 1d");
    };
    if (text.size() < 2 || text.size() > 5 || text.front() == '0') return refused();
    std::int64_t count = 0;
    for (const char c : text.substr(0, text.size() - 1)) {
        if (c < '0' || c > '9') return refused();
        count = count * 10 + (c - '0');
    }
    if (count > count_max) return refused();
    for (const Unit& unit : units) {
        if (unit.letter == text.back()) return Timeframe(std::chrono::seconds{count * unit.seconds});
    }
    return refused();
}

Timeframe Timeframe::of(std::chrono::seconds length) {
    SPARK_ASSERT(length.count() > 0 && length.count() <= count_max * week_seconds);
    return Timeframe(length);
}

std::string Timeframe::text() const {
    for (const Unit& unit : units) {
        if (length_.count() % unit.seconds == 0) return std::to_string(length_.count() / unit.seconds) + unit.letter;
    }
    SPARK_ASSERT(false);
}

WallTime Timeframe::bucket_start(WallTime time) const {
    const std::int64_t length = length_ns();
    const std::int64_t origin =
        std::chrono::nanoseconds(std::chrono::seconds{origin_seconds(length_)}).count() % length;
    std::int64_t into = ns_of(time) % length - origin;
    if (into < 0) into += length;
    if (into < 0) into += length;
    // A bucket that begins before the least WallTime (year 1677) is said to begin there.
    std::int64_t start = 0;
    if (__builtin_sub_overflow(ns_of(time), into, &start)) start = std::numeric_limits<std::int64_t>::min();
    return wall_time_of_ns(start);
}

bool Timeframe::is_multiple_of(Timeframe finer) const {
    const std::int64_t fine = finer.length_.count();
    const std::int64_t shift = origin_seconds(length_) - origin_seconds(finer.length_);
    return length_.count() % fine == 0 && shift % fine == 0;
}

}  // namespace spark
