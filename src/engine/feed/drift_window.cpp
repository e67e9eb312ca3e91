#include "engine/feed/drift_window.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spark::feed {

namespace {

std::int64_t second_of(WallTime now) {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

}  // namespace

std::size_t DriftWindow::bucket_of(std::int64_t drift_ms) {
    const auto drift = static_cast<std::uint64_t>(std::max<std::int64_t>(drift_ms, 0));
    if (drift < exact) return static_cast<std::size_t>(drift);
    const auto octave = static_cast<std::size_t>(std::bit_width(drift)) - 5;  // 16 to 31 is octave 0
    if (octave >= octaves) return buckets - 1;
    return exact + octave * exact + static_cast<std::size_t>(drift >> octave) - exact;
}

std::int64_t DriftWindow::bound_of(std::size_t bucket) {
    if (bucket < exact) return static_cast<std::int64_t>(bucket);
    const std::size_t octave = (bucket - exact) / exact;
    const std::size_t part = exact + (bucket - exact) % exact;
    return static_cast<std::int64_t>(((part + 1) << octave) - 1);
}

bool DriftWindow::holds(const Slot& slot, std::int64_t second) {
    return slot.second >= 0 && slot.second <= second && second - slot.second < static_cast<std::int64_t>(slots);
}

void DriftWindow::add(WallTime now, std::int64_t drift_ms) {
    const std::int64_t second = second_of(now);
    if (second < 0) return;
    Slot& slot = slots_[static_cast<std::size_t>(second) % slots];
    if (slot.second != second) slot = {.second = second};
    ++slot.counts[bucket_of(drift_ms)];
}

std::uint64_t DriftWindow::count(WallTime now) const {
    std::uint64_t sum = 0;
    for (const Slot& slot : slots_) {
        if (!holds(slot, second_of(now))) continue;
        for (const std::uint32_t count : slot.counts) sum += count;
    }
    return sum;
}

std::optional<std::int64_t> DriftWindow::percentile_ms(WallTime now, double share) const {
    const std::uint64_t whole = count(now);
    if (whole == 0) return std::nullopt;
    const auto rank =
        std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(whole))), 1, whole);
    std::uint64_t below = 0;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        for (const Slot& slot : slots_) below += holds(slot, second_of(now)) ? slot.counts[bucket] : 0;
        if (below >= rank) return bound_of(bucket);
    }
    return bound_of(buckets - 1);
}

}  // namespace spark::feed
