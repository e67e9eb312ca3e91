#include "adapters/intake/zone.hpp"

#include <string>

#include "foundation/base/shown_text.hpp"

namespace spark::intake {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes istanbul_offset = 3h;
// Clocks went from 03:00 to 04:00 local on 2016-03-27 and never back.
constexpr WallTime istanbul_local_first = std::chrono::sys_days{std::chrono::year{2016} / 3 / 27} + 4h;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `±hh:mm` in minutes; nothing else.
bool read_offset(std::string_view text, std::chrono::minutes& offset) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    for (const std::size_t index : {1U, 2U, 4U, 5U}) {
        if (!is_digit(text[index])) return false;
    }
    const int hours = (text[1] - '0') * 10 + (text[2] - '0');
    const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
    if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
    offset = std::chrono::minutes((text[0] == '-' ? -1 : 1) * (hours * 60 + minutes));
    return true;
}

}  // namespace

Result<Zone> Zone::parse(std::string_view text) {
    if (text == "UTC" || text == "Z") return Zone();
    if (text == "Europe/Istanbul") return Zone(istanbul_offset, true);
    std::chrono::minutes offset{0};
    if (read_offset(text, offset)) return Zone(offset, false);
    return fail(Fault::invalid_input,
                "found '" + shown(text) + "', allowed UTC, an offset such as +03:00 (up to 14:00), or Europe/Istanbul",
                "tz");
}

Result<WallTime> Zone::to_utc(WallTime local) const {
    if (istanbul_ && local < istanbul_local_first) {
        return fail(Fault::invalid_input,
                    "found " + format_iso8601(local).substr(0, 19) +
                        " in Europe/Istanbul, allowed 2016-03-27T04:00:00 and later",
                    {}, "give the offset that held then (+02:00 or +03:00), or times in UTC");
    }
    return local - offset_;
}

}  // namespace spark::intake
