#include "surface/stream/event_id.hpp"

#include <algorithm>
#include <charconv>

namespace spark::stream {

namespace {

constexpr std::size_t digits_max = 18;  // always fits in int64

std::optional<std::int64_t> parse_count(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > digits_max || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

}  // namespace

std::string to_text(EventId id) { return std::to_string(id.epoch) + "." + std::to_string(id.sequence); }

std::optional<EventId> parse_event_id(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto epoch = parse_count(text.substr(0, dot));
    const auto sequence = parse_count(text.substr(dot + 1));
    if (!epoch || !sequence) return std::nullopt;
    return EventId{.epoch = *epoch, .sequence = *sequence};
}

}  // namespace spark::stream
