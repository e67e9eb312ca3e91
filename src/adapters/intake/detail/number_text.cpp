#include "adapters/intake/detail/number_text.hpp"

#include "foundation/base/shown_text.hpp"

namespace spark::intake::detail {

namespace {

/// `1.234.567`: one to three digits, then groups of three; or digits without points.
bool groups_hold(std::string_view whole) {
    if (whole.find('.') == std::string_view::npos) return true;
    std::size_t since_point = 0;
    bool first_group = true;
    for (const char c : whole) {
        if (c != '.') {
            ++since_point;
            continue;
        }
        if (first_group ? since_point == 0 || since_point > 3 : since_point != 3) return false;
        first_group = false;
        since_point = 0;
    }
    return since_point == 3;
}

std::int64_t factor_of(char suffix) {
    switch (suffix) {
        case 'K': return 1'000;
        case 'M': return 1'000'000;
        case 'B': return 1'000'000'000;
        default: return 1;
    }
}

}  // namespace

Result<std::string> plain_of_turkish(std::string_view text) {
    const std::size_t comma = text.find(',');
    std::string_view whole = text.substr(0, comma);
    std::string plain;
    if (whole.starts_with('-') || whole.starts_with('+')) {
        plain += whole.front();
        whole.remove_prefix(1);
    }
    const std::string_view decimals = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    if (!groups_hold(whole) || decimals.find_first_of(",.") != std::string_view::npos) {
        return fail(
            Fault::invalid_input,
            "found '" + shown(text) + "', allowed a decimal comma and points between thousands such as 1.234,50");
    }
    for (const char c : whole) {
        if (c != '.') plain += c;
    }
    if (comma != std::string_view::npos) plain += "." + std::string(decimals);
    return plain;
}

Result<ParsedWideUnits> parse_turkish_volume(std::string_view text) {
    if (text == "-") return ParsedWideUnits{};
    const std::int64_t factor = text.empty() ? 1 : factor_of(text.back());
    if (factor != 1) text.remove_suffix(1);
    SPARK_TRY(const std::string plain, plain_of_turkish(text));
    SPARK_TRY(ParsedWideUnits parsed, parse_wide_units(plain));
    constexpr Int128 units_max = static_cast<Int128>(1) << 120U;  // as parse_wide_units
    if (parsed.units > units_max / factor || parsed.units < -units_max / factor) {
        return fail(Fault::invalid_input, "found '" + shown(text) + "', which is more than a volume can be");
    }
    parsed.units *= factor;
    return parsed;
}

}  // namespace spark::intake::detail
