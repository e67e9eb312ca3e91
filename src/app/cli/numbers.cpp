#include "app/cli/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/messages.hpp"
#include "foundation/base/assert.hpp"

namespace spark::cli {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string grouped(std::string_view digits, char separator) {
    std::string text;
    for (std::size_t index = 0; index < digits.size(); ++index) {
        if (index > 0 && (digits.size() - index) % 3 == 0) text += separator;
        text += digits[index];
    }
    return text;
}

/// The parts of a decimal text, its sign apart.
struct Parts {
    bool negative = false;
    std::string_view whole;
    std::string_view decimals;
};

Parts parts_of(std::string_view exact) {
    Parts parts;
    parts.negative = exact.starts_with('-');
    if (parts.negative) exact.remove_prefix(1);
    const std::size_t point = exact.find('.');
    parts.whole = exact.substr(0, point);
    if (point != std::string_view::npos) parts.decimals = exact.substr(point + 1);
    SPARK_ASSERT(all_digits(parts.whole) && (point == std::string_view::npos || all_digits(parts.decimals)));
    return parts;
}

std::string_view sign_of(const Parts& parts, Sign sign) {
    if (parts.negative) return "-";
    const auto is_zero = [](char c) { return c == '0'; };
    const bool zero = std::ranges::all_of(parts.whole, is_zero) && std::ranges::all_of(parts.decimals, is_zero);
    return sign == Sign::always && !zero ? "+" : "";
}

std::string magnitude(const Parts& parts, NumberStyle style, std::size_t decimals_least) {
    const bool turkish = style.language == Language::tr && !style.machine;
    std::string text = style.machine ? std::string(parts.whole) : grouped(parts.whole, turkish ? '.' : ',');
    std::string decimals(parts.decimals);
    if (decimals.size() < decimals_least) decimals.append(decimals_least - decimals.size(), '0');
    if (!decimals.empty()) text += (turkish ? ',' : '.') + decimals;
    return text;
}

/// Rounded to decimals; what rounds to zero has no sign.
std::string rounded_text(double statistic, int decimals) {
    std::string text = fmt::format("{:.{}f}", statistic, decimals);
    if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
    return text;
}

std::string undefined(NumberStyle style) { return style.machine ? "" : "–"; }

}  // namespace

std::string shown_decimal(std::string_view exact, NumberStyle style, std::size_t decimals_least, Sign sign) {
    const Parts parts = parts_of(exact);
    return std::string(sign_of(parts, style.machine ? Sign::if_negative : sign)) +
           magnitude(parts, style, style.machine ? 0 : decimals_least);
}

std::string shown_count(std::int64_t count, NumberStyle style) { return shown_decimal(fmt::to_string(count), style); }

std::string shown_number(double statistic, int decimals, NumberStyle style, Sign sign) {
    if (!std::isfinite(statistic)) return undefined(style);
    return shown_decimal(rounded_text(statistic, decimals), style, 0, sign);
}

std::string shown_percent(double percent, int decimals, NumberStyle style, Sign sign) {
    if (!std::isfinite(percent)) return undefined(style);
    const std::string text = rounded_text(percent, decimals);
    if (style.machine) return text;
    const Parts parts = parts_of(text);
    const std::string number = magnitude(parts, style, 0);
    const std::string_view mark = sign_of(parts, sign);
    return style.language == Language::tr ? fmt::format("{}%{}", mark, number) : fmt::format("{}{}%", mark, number);
}

std::string shown_duration(std::chrono::nanoseconds duration, NumberStyle style) {
    const double seconds = std::chrono::duration<double>(duration).count();
    if (seconds < 90) return say<messages::seconds>(style.language, shown_number(seconds, seconds < 10 ? 2 : 0, style));
    return say<messages::minutes>(style.language, shown_number(seconds / 60, 1, style));
}

}  // namespace spark::cli
