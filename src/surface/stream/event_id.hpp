#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spark::stream {

/// `epoch.sequence`, the id of a stream event. A sequence counts lossless events within an epoch; a batch carries that
/// of the last lossless event its client was given.
struct EventId {
    std::int64_t epoch = 0;
    std::int64_t sequence = 0;

    bool operator==(const EventId&) const = default;
};

std::string to_text(EventId id);

/// None unless it is exactly two counts of 1 to 18 digits with a dot between: nothing else was ever given out.
std::optional<EventId> parse_event_id(std::string_view text);

}  // namespace spark::stream
