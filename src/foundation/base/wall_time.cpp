#include "foundation/base/wall_time.hpp"

#include <cstdio>

#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr int year_least = 1678;
constexpr int year_most = 2261;

/// Reads a text from left to right; any refusal is sticky.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool valid() const { return valid_; }
    bool at_end() const { return text_.empty(); }
    char peek() const { return text_.empty() ? '\0' : text_.front(); }

    /// Exactly `digits` digits with a value from `least` to `most`.
    int number(int digits, int least, int most) {
        int value = 0;
        for (int index = 0; index < digits; ++index) value = value * 10 + digit();
        if (value < least || value > most) valid_ = false;
        return value;
    }

    void expect(char c) {
        if (peek() != c) {
            valid_ = false;
            return;
        }
        text_.remove_prefix(1);
    }

    /// One to nine digits after the point, as nanoseconds.
    std::int64_t fraction() {
        std::int64_t ns = 0;
        std::int64_t scale = ns_per_second;
        do {
            ns = ns * 10 + digit();
            scale /= 10;
        } while (valid_ && scale > 1 && peek() >= '0' && peek() <= '9');
        return ns * scale;
    }

  private:
    int digit() {
        const char c = peek();
        if (c < '0' || c > '9') {
            valid_ = false;
            return 0;
        }
        text_.remove_prefix(1);
        return c - '0';
    }

    std::string_view text_;
    bool valid_ = true;
};

std::int64_t read_time_of_day_ns(Reader& reader) {
    using namespace std::chrono;
    const hours hour{reader.number(2, 0, 23)};
    reader.expect(':');
    const minutes minute{reader.number(2, 0, 59)};
    nanoseconds rest{0};
    if (reader.valid() && reader.peek() == ':') {
        reader.expect(':');
        rest = seconds{reader.number(2, 0, 59)};
        if (reader.valid() && reader.peek() == '.') {
            reader.expect('.');
            rest += nanoseconds{reader.fraction()};
        }
    }
    return nanoseconds{hour + minute + rest}.count();
}

/// `Z`, `+hh:mm`, `-hh:mm` or nothing (UTC). No zone on Earth is further than 14 hours from UTC.
std::int64_t read_zone_ns(Reader& reader) {
    using namespace std::chrono;
    const char sign = reader.peek();
    if (sign == 'Z') {
        reader.expect('Z');
        return 0;
    }
    if (sign != '+' && sign != '-') return 0;
    reader.expect(sign);
    const hours hour{reader.number(2, 0, 14)};
    reader.expect(':');
    const minutes minute{reader.number(2, 0, hour.count() == 14 ? 0 : 59)};
    const std::int64_t ns = nanoseconds{hour + minute}.count();
    return sign == '-' ? -ns : ns;
}

}  // namespace

std::string format_iso8601(WallTime time) {
    using namespace std::chrono;
    // Not floor<days>(time) - time: near the least WallTime the day's start leaves the range.
    const std::int64_t ns = ns_of(time);
    std::int64_t second = ns / ns_per_second;
    std::int64_t fraction = ns % ns_per_second;
    if (fraction < 0) {
        fraction += ns_per_second;
        --second;
    }
    const sys_seconds whole{seconds{second}};
    const auto day = floor<days>(whole);
    const year_month_day date{day};
    const auto of_day = static_cast<int>((whole - day).count());
    char buffer[64];
    int size = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), of_day / 3600,
                             of_day / 60 % 60, of_day % 60);
    std::string text(buffer, static_cast<std::size_t>(size));
    if (fraction != 0) {
        const int digits = fraction % 1'000'000 == 0 ? 3 : fraction % 1'000 == 0 ? 6 : 9;
        size = std::snprintf(buffer, sizeof buffer, ".%09lld", static_cast<long long>(fraction));
        text.append(buffer, static_cast<std::size_t>(digits) + 1);
    }
    text += 'Z';
    return text;
}

Result<WallTime> parse_iso8601(std::string_view text) {
    using namespace std::chrono;
    Reader reader(text);
    const year year{reader.number(4, year_least, year_most)};
    reader.expect('-');
    const month month{static_cast<unsigned>(reader.number(2, 1, 12))};
    reader.expect('-');
    const day day{static_cast<unsigned>(reader.number(2, 1, 31))};
    const year_month_day date{year, month, day};
    std::int64_t ns_after_midnight = 0;
    if (reader.valid() && !reader.at_end()) {
        reader.expect(reader.peek() == ' ' ? ' ' : 'T');
        ns_after_midnight = read_time_of_day_ns(reader);
        if (reader.valid()) ns_after_midnight -= read_zone_ns(reader);
    }
    if (!reader.valid() || !reader.at_end() || !date.ok()) {
        return fail(Fault::invalid_input,
                    "found '" + shown(text) +
                        "', allowed a date of the years 1678 to 2261 such as 2022-01-31 or 2022-01-31T23:59:00Z");
    }
    return WallTime{sys_days{date}} + nanoseconds{ns_after_midnight};
}

}  // namespace spark
