#include <algorithm>
#include <array>

#include "surface/http/route.hpp"
#include "surface/http/routes/topics.hpp"

namespace spark::http {

std::span<const Route> routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> rows;
        for (const std::span<const Route> topic :
             {topics::system(), topics::data(), topics::uploads(), topics::strategies(), topics::generations(),
              topics::promotion(), topics::backtests(), topics::optimizations(), topics::jobs(), topics::evidence(),
              topics::identity(), topics::audit(), topics::settings(), topics::markets(), topics::stream(),
              topics::pages()})
            rows.insert(rows.end(), topic.begin(), topic.end());
        return rows;
    }();
    return all;
}

const Route* find_operation(std::string_view operation) {
    const auto found = std::ranges::find(routes(), operation, &Route::operation);
    return found == routes().end() ? nullptr : &*found;
}

std::string_view to_text(Method method) {
    constexpr std::array<std::string_view, 5> names{"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<std::size_t>(method)];
}

std::string_view to_text(Group group) {
    constexpr std::array<std::string_view, 13> names{"system", "pages",    "identity",   "settings",  "markets",
                                                     "stream", "data",     "strategies", "backtests", "optimizations",
                                                     "jobs",   "evidence", "audit"};
    return names[static_cast<std::size_t>(group)];
}

std::string_view to_text(Who who) {
    constexpr std::array<std::string_view, 3> names{"anybody", "somebody", "holder"};
    return names[static_cast<std::size_t>(who)];
}

std::string_view to_text(RateClass rate) {
    constexpr std::array<std::string_view, 6> names{"probe", "read", "write", "compute", "login", "upload"};
    return names[static_cast<std::size_t>(rate)];
}

std::string_view right_text(const Route& route) {
    return route.who == Who::holder ? identity::to_text(route.right) : to_text(route.who);
}

namespace {

bool fits(std::string_view pattern, std::span<const std::string> segments) {
    for (pattern.remove_prefix(1); !pattern.empty(); segments = segments.subspan(1)) {
        if (segments.empty()) return false;
        const std::size_t slash = pattern.find('/');
        const std::string_view wanted = pattern.substr(0, slash);
        if (!wanted.starts_with('{') && wanted != segments.front()) return false;
        pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    }
    return segments.empty();
}

}  // namespace

std::optional<std::vector<std::string>> match(std::string_view pattern, std::span<const std::string> segments) {
    // Most patterns fail at their first words: nothing is kept before one fits.
    if (!fits(pattern, segments)) return std::nullopt;
    std::vector<std::string> captured;
    std::size_t at = 0;
    for (const std::string& segment : segments) {
        const std::size_t begin = at + 1;
        at = std::min(pattern.find('/', begin), pattern.size());
        if (pattern[begin] == '{') captured.push_back(segment);
    }
    return captured;
}

std::vector<std::string_view> captured_names(std::string_view pattern) {
    std::vector<std::string_view> names;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1))
        names.push_back(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
    return names;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t blank = text.find(' ');
        words.push_back(text.substr(0, blank));
        text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    }
    return words;
}

}  // namespace spark::http
