#include "engine/market/detail/calendar_words.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "foundation/base/shown_text.hpp"

namespace spark::market::detail {

using std::chrono::minutes;

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Exactly `pattern`, where `0` stands for a digit: the digits' values in a row of numbers, split at the other
/// characters.
std::optional<std::array<int, 3>> numbers_of(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return std::nullopt;
    std::array<int, 3> numbers{};
    std::size_t index = 0;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '0') {
            if (text[at] != pattern[at]) return std::nullopt;
            ++index;
        } else {
            if (text[at] < '0' || text[at] > '9') return std::nullopt;
            numbers[index] = numbers[index] * 10 + (text[at] - '0');
        }
    }
    return numbers;
}

std::unexpected<Error> found(std::string_view word, std::string_view allowed) {
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed {}", shown(word), allowed));
}

Result<minutes> clock_of(std::string_view word) {
    const auto numbers = numbers_of(word, "00:00");
    if (!numbers) return found(word, "a time such as 09:30");
    const minutes time{(*numbers)[0] * 60 + (*numbers)[1]};
    if ((*numbers)[1] > 59 || time > std::chrono::hours{24}) return found(word, "a time from 00:00 to 24:00");
    return time;
}

Result<std::size_t> weekday_of(std::string_view word) {
    const auto name = std::ranges::find(weekday_names, word);
    if (name == weekday_names.end()) return found(word, "days such as mon-fri or sun,mon,tue");
    return static_cast<std::size_t>(name - weekday_names.begin());
}

}  // namespace

CalendarWords::CalendarWords(std::string_view line) : rest_(trimmed(line.substr(0, line.find('#')))) {}

std::string_view CalendarWords::next() {
    const std::size_t size = std::min(rest_.find_first_of(blanks), rest_.size());
    const std::string_view word = rest_.substr(0, size);
    rest_ = trimmed(rest_.substr(size));
    return word;
}

bool CalendarWords::skip_if(std::string_view word) {
    CalendarWords ahead = *this;
    if (ahead.next() != word) return false;
    *this = ahead;
    return true;
}

Result<void> CalendarWords::expect(std::string_view word) {
    const std::string_view read = next();
    if (read != word) return found(read, fmt::format("'{}'", word));
    return {};
}

Result<void> CalendarWords::expect_end() const {
    if (!at_end()) return found(rest_, "the end of the line");
    return {};
}

Result<std::string> CalendarWords::name() {
    const std::string_view word = next();
    const bool good = std::ranges::all_of(
        word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/'; });
    if (!good || word.empty() || word.size() > 24)
        return found(word, "1 to 24 lower-case letters, digits, '-' and '/'");
    return std::string(word);
}

Result<Date> CalendarWords::date() {
    const std::string_view word = next();
    const auto numbers = numbers_of(word, "0000-00-00");
    if (!numbers) return found(word, "a date such as 2024-04-09");
    const std::chrono::year_month_day parts{std::chrono::year{(*numbers)[0]},
                                            std::chrono::month{static_cast<unsigned>((*numbers)[1])},
                                            std::chrono::day{static_cast<unsigned>((*numbers)[2])}};
    // WallTime reaches from 1678 to 2261.
    if (!parts.ok() || (*numbers)[0] < 1700 || (*numbers)[0] > 2250)
        return found(word, "a date of the years 1700 to 2250");
    return Date{parts};
}

Result<int> CalendarWords::year() {
    const std::string_view word = next();
    const auto numbers = numbers_of(word, "0000");
    if (!numbers) return found(word, "a year such as 1990");
    return (*numbers)[0];
}

Result<std::chrono::month_day> CalendarWords::month_day() {
    const std::string_view word = next();
    const auto numbers = numbers_of(word, "00-00");
    if (!numbers) return found(word, "month and day such as 10-29");
    const std::chrono::month_day parts{std::chrono::month{static_cast<unsigned>((*numbers)[0])},
                                       std::chrono::day{static_cast<unsigned>((*numbers)[1])}};
    if (!parts.ok()) return found(word, "a day of the year such as 10-29");
    return parts;
}

Result<minutes> CalendarWords::clock() { return clock_of(next()); }

Result<ClockRange> CalendarWords::clock_range() {
    const std::string_view word = next();
    const std::size_t dash = word.find('-');
    if (dash == std::string_view::npos) return found(word, "hours such as 10:00-18:00");
    SPARK_TRY(const minutes open, clock_of(word.substr(0, dash)));
    SPARK_TRY(const minutes close, clock_of(word.substr(dash + 1)));
    if (close <= open) return found(word, "a close after the open");
    return ClockRange{.open = open, .close = close};
}

Result<minutes> CalendarWords::offset() {
    const std::string_view word = next();
    const bool west = word.starts_with('-');
    const auto numbers = numbers_of(word, west ? "-00:00" : "+00:00");
    if (!numbers) return found(word, "an offset such as +03:00");
    const minutes offset{(*numbers)[1] * 60 + (*numbers)[2]};
    if ((*numbers)[2] > 59 || offset > std::chrono::hours{14}) return found(word, "an offset of at most 14:00");
    return west ? -offset : offset;
}

Result<std::array<bool, 7>> CalendarWords::weekdays() {
    std::string_view word = next();
    std::array<bool, 7> open{};
    if (const std::size_t dash = word.find('-'); dash != std::string_view::npos) {
        SPARK_TRY(const std::size_t first, weekday_of(word.substr(0, dash)));
        SPARK_TRY(const std::size_t last, weekday_of(word.substr(dash + 1)));
        for (std::size_t day = first; day != last; day = (day + 1) % 7) open[day] = true;
        open[last] = true;
        return open;
    }
    while (true) {
        const std::size_t comma = word.find(',');
        SPARK_TRY(const std::size_t day, weekday_of(word.substr(0, comma)));
        open[day] = true;
        if (comma == std::string_view::npos) return open;
        word.remove_prefix(comma + 1);
    }
}

}  // namespace spark::market::detail
