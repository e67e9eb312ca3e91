#include "engine/feed/events.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace spark::feed {

namespace {

template <class T>
constexpr bool is_feed_state = std::is_same_v<std::remove_cvref_t<T>, FeedState>;

}  // namespace

std::string_view to_text(FeedStatus status) {
    constexpr std::array<std::string_view, 6> names{"connecting", "live", "delayed", "stale", "down", "closed"};
    return names[static_cast<std::size_t>(status)];
}

std::string_view to_text(SessionPhase phase) {
    constexpr std::array<std::string_view, 4> names{"opening", "continuous", "closing", "closed"};
    return names[static_cast<std::size_t>(phase)];
}

const Venue& venue_of(const Event& event) {
    return std::visit(
        [](const auto& one) -> const Venue& {
            if constexpr (is_feed_state<decltype(one)>) {
                return one.venue;
            } else {
                return one.origin.instrument.venue;
            }
        },
        event);
}

WallTime event_time_of(const Event& event) {
    return std::visit(
        [](const auto& one) {
            if constexpr (is_feed_state<decltype(one)>) {
                return one.event_time;
            } else {
                return one.origin.event_time;
            }
        },
        event);
}

WallTime received_at_of(const Event& event) {
    return std::visit(
        [](const auto& one) {
            if constexpr (is_feed_state<decltype(one)>) {
                return one.received_at;
            } else {
                return one.origin.received_at;
            }
        },
        event);
}

bool is_synthetic(const Event& event) {
    return std::visit(
        [](const auto& one) {
            if constexpr (is_feed_state<decltype(one)>) {
                return one.is_synthetic;
            } else {
                return one.origin.is_synthetic;
            }
        },
        event);
}

const InstrumentId* instrument_of(const Event& event) {
    return std::visit(
        [](const auto& one) -> const InstrumentId* {
            if constexpr (is_feed_state<decltype(one)>) {
                return nullptr;
            } else {
                return &one.origin.instrument;
            }
        },
        event);
}

void set_received_at(Event& event, WallTime received_at) {
    std::visit(
        [&](auto& one) {
            if constexpr (is_feed_state<decltype(one)>) {
                one.received_at = received_at;
            } else {
                one.origin.received_at = received_at;
            }
        },
        event);
}

}  // namespace spark::feed
