#include "adapters/report/number_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::report {
namespace {

constexpr std::string_view minus = "\u2212";
constexpr std::string_view undefined = "–";
constexpr Int128 units_per_cent = units_per_one / 100;

bool is_zero(std::string_view plain) { return plain.find_first_of("123456789") == std::string_view::npos; }

}  // namespace

std::string NumberText::pointed(std::string_view plain, SignShown sign) const {
    const bool negative = plain.starts_with('-');
    if (negative) plain.remove_prefix(1);
    const std::string_view whole = plain.substr(0, plain.find('.'));
    std::string text;
    if (!is_zero(plain)) text = negative ? minus : sign == SignShown::always ? "+" : "";
    for (std::size_t index = 0; index < whole.size(); ++index) {
        if (index > 0 && (whole.size() - index) % 3 == 0) text += language_ == Language::tr ? '.' : ',';
        text += whole[index];
    }
    if (whole.size() < plain.size()) {
        text += language_ == Language::tr ? ',' : '.';
        text += plain.substr(whole.size() + 1);
    }
    return text;
}

std::string NumberText::count(std::int64_t count) const {
    return pointed(fmt::format("{}", count), SignShown::if_negative);
}

std::string NumberText::number(double statistic, int decimals, SignShown sign) const {
    if (!std::isfinite(statistic)) return std::string(undefined);
    return pointed(fmt::format("{:.{}f}", statistic, decimals), sign);
}

std::string NumberText::percent(double fraction, int decimals, SignShown sign) const {
    if (!std::isfinite(fraction) || !std::isfinite(fraction * 100)) return std::string(undefined);
    const std::string text = number(fraction * 100, decimals, sign);
    if (language_ == Language::en) return text + "%";
    const std::size_t digits = text.find_first_of("0123456789");
    return text.substr(0, digits) + "%" + text.substr(digits);
}

std::string NumberText::money(Int128 units, SignShown sign) const {
    const Int128 cents = divide(units, units_per_cent, Rounding::half_even);
    std::string plain = format_wide_units(cents * units_per_cent);
    const std::size_t point = plain.find('.');
    if (point == std::string::npos)
        plain += ".00";
    else if (plain.size() - point == 2)
        plain += "0";
    return pointed(plain, sign);
}

std::string NumberText::exact(Int128 units) const { return pointed(format_wide_units(units), SignShown::if_negative); }

std::string date_text(std::int64_t time_ms) { return format_iso8601(wall_time_of_ms(time_ms)).substr(0, 10); }

std::string time_text(std::int64_t time_ms) {
    const std::string text = format_iso8601(wall_time_of_ms(time_ms));
    const bool whole_minute = text.size() >= 19 && text.compare(16, 3, ":00") == 0;
    return text.substr(0, 10) + " " + text.substr(11, whole_minute ? 5 : 8);
}

}  // namespace spark::report
