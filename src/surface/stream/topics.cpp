#include "surface/stream/topics.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace spark::stream {

namespace {

using Words = std::vector<std::string_view>;

bool is_topic_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

bool is_topic_text(std::string_view text) {
    return !text.empty() && text.size() <= topic_bytes_max && std::ranges::all_of(text, is_topic_character) &&
           text.front() != '.' && text.back() != '.' && !text.contains("..");
}

Words split(std::string_view text) {
    Words words;
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
        words.push_back(text.substr(0, dot));
        text.remove_prefix(dot + 1);
    }
    words.push_back(text);
    return words;
}

bool is_hole(std::string_view word) { return word.starts_with('{'); }

/// What stands in the pattern's holes where the name fits; `{symbol}` takes what the others leave.
std::optional<std::vector<std::pair<std::string_view, std::string>>> match(std::string_view pattern,
                                                                           std::string_view name) {
    const Words wanted = split(pattern);
    const Words found = split(name);
    const bool stretches = std::ranges::find(wanted, "{symbol}") != wanted.end();
    if (found.size() < wanted.size() || (found.size() > wanted.size() && !stretches)) return std::nullopt;
    std::vector<std::pair<std::string_view, std::string>> holes;
    std::size_t at = 0;
    for (const std::string_view word : wanted) {
        if (!is_hole(word)) {
            if (found[at++] != word) return std::nullopt;
            continue;
        }
        std::string value(found[at++]);
        if (word == "{symbol}") {
            for (std::size_t more = found.size() - wanted.size(); more > 0; --more) {
                value += '.';
                value += found[at++];
            }
        }
        holes.emplace_back(word, std::move(value));
    }
    return holes;
}

}  // namespace

const Topic* find_topic(std::string_view name) {
    if (!is_topic_text(name)) return nullptr;
    for (const Topic& topic : topic_table) {
        if (match(topic.pattern, name)) return &topic;
    }
    return nullptr;
}

bool is_subscription(std::string_view text) {
    if (!text.ends_with(".*")) return find_topic(text) != nullptr;
    text.remove_suffix(2);
    if (!is_topic_text(text)) return false;
    const Words begun = split(text);
    return std::ranges::any_of(topic_table, [&](const Topic& topic) {
        const Words pattern = split(topic.pattern);
        if (begun.size() >= pattern.size()) return false;
        for (std::size_t index = 0; index < begun.size(); ++index) {
            if (!is_hole(pattern[index]) && pattern[index] != begun[index]) return false;
        }
        return true;
    });
}

bool covers(std::string_view subscription, std::string_view topic) {
    if (!subscription.ends_with(".*")) return subscription == topic;
    subscription.remove_suffix(1);  // the dot stays
    return topic.size() > subscription.size() && topic.starts_with(subscription);
}

std::string refetch_of(const Topic& topic, std::string_view name) {
    std::string path(topic.refetch);
    const auto holes = match(topic.pattern, name);
    if (!holes) return path;
    for (const auto& [hole, value] : *holes) {
        const std::size_t at = path.find(hole);
        if (at != std::string::npos) path.replace(at, hole.size(), value);
    }
    return path;
}

}  // namespace spark::stream
