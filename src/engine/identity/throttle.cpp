#include "engine/identity/throttle.hpp"

#include <algorithm>
#include <utility>

namespace spark::identity {

std::optional<std::chrono::seconds> Throttle::wait_of(std::string_view name, WallTime now) const {
    const auto found = tries_.find(name);
    if (found == tries_.end() || found->second.size() < limits_.tries_max) return std::nullopt;
    // Of the newest tries_max the oldest decides: once it has left the window, one more fits in.
    const auto left = found->second.front() + limits_.window - now;
    if (left <= std::chrono::nanoseconds{0}) return std::nullopt;
    // A clock that was set back does not lock anybody out for longer than the window.
    return std::min(std::chrono::ceil<std::chrono::seconds>(left), limits_.window);
}

void Throttle::count(const std::string& name, WallTime now) {
    auto found = tries_.find(name);
    if (found == tries_.end()) {
        make_room(now);
        found = tries_.emplace(name, std::vector<WallTime>{}).first;
    }
    std::vector<WallTime>& times = found->second;
    if (times.size() == limits_.tries_max) times.erase(times.begin());
    times.push_back(now);
}

void Throttle::take_back(std::string_view name, WallTime counted_at) {
    const auto found = tries_.find(name);
    if (found == tries_.end()) return;
    const auto counted = std::ranges::find(found->second, counted_at);
    if (counted == found->second.end()) return;
    found->second.erase(counted);
    if (found->second.empty()) tries_.erase(found);
}

void Throttle::forget(std::string_view name) {
    if (const auto found = tries_.find(name); found != tries_.end()) tries_.erase(found);
}

void Throttle::make_room(WallTime now) {
    if (tries_.size() < limits_.names_max) return;
    std::erase_if(tries_, [&](const auto& row) { return row.second.back() + limits_.window <= now; });
    while (tries_.size() >= limits_.names_max) {
        // The one with the fewest tries goes, of those the one longest ago: a lock is given up last.
        const auto least = std::ranges::min_element(tries_, [](const auto& left, const auto& right) {
            return std::pair(left.second.size(), left.second.back()) <
                   std::pair(right.second.size(), right.second.back());
        });
        tries_.erase(least);
    }
}

}  // namespace spark::identity
