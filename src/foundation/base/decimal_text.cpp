#include "foundation/base/decimal_text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

constexpr std::size_t text_size_max = 128;
constexpr UInt128 wide_units_max = static_cast<UInt128>(1) << 120U;

constexpr std::array<std::uint64_t, 9> powers_of_ten{1,       10,        100,        1'000,      10'000,
                                                     100'000, 1'000'000, 10'000'000, 100'000'000};

struct Magnitude {
    UInt128 units = 0;
    bool rounded = false;
    bool too_large = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
unsigned digit_of(char c) { return static_cast<unsigned>(c - '0'); }

std::size_t count_digits(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    return count;
}

/// The two digit runs of `digits[.digits]`; `valid` is false when the text is anything else.
struct Parts {
    std::string_view whole;
    std::string_view decimals;
    bool negative = false;
    bool valid = false;
};

Parts split(std::string_view text) {
    Parts parts;
    if (text.empty() || text.size() > text_size_max) return parts;
    if (text.front() == '-' || text.front() == '+') {
        parts.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    parts.whole = text.substr(0, count_digits(text));
    text.remove_prefix(parts.whole.size());
    if (parts.whole.empty()) return parts;
    if (text.empty()) {
        parts.valid = true;
        return parts;
    }
    if (text.front() != '.') return parts;
    text.remove_prefix(1);
    parts.decimals = text.substr(0, count_digits(text));
    parts.valid = !parts.decimals.empty() && parts.decimals.size() == text.size();
    return parts;
}

std::uint64_t read_digits(std::string_view digits) {
    std::uint64_t value = 0;
    for (const char c : digits) value = value * 10 + digit_of(c);
    return value;
}

/// Ten whole digits and eight decimals fit in 64 bits: nearly every price and quantity there is.
bool is_short(const Parts& parts) { return parts.whole.size() <= 10 && parts.decimals.size() <= unit_decimals; }

std::uint64_t read_short(const Parts& parts) {
    const std::uint64_t whole = read_digits(parts.whole) * static_cast<std::uint64_t>(units_per_one);
    return whole + read_digits(parts.decimals) * powers_of_ten[unit_decimals - parts.decimals.size()];
}

Magnitude read_long(const Parts& parts) {
    Magnitude magnitude;
    for (const char c : parts.whole) {
        magnitude.units = magnitude.units * 10 + digit_of(c);
        if (magnitude.units > wide_units_max) {
            magnitude.too_large = true;
            return magnitude;
        }
    }
    // Below 2^120 before and at most 2^120 × 10^8 after would not fit; refuse first.
    if (magnitude.units > wide_units_max / static_cast<UInt128>(units_per_one)) {
        magnitude.too_large = true;
        return magnitude;
    }
    const std::string_view kept = parts.decimals.substr(0, unit_decimals);
    const std::string_view dropped = parts.decimals.substr(kept.size());
    magnitude.units = magnitude.units * static_cast<UInt128>(units_per_one) +
                      read_digits(kept) * powers_of_ten[unit_decimals - kept.size()];
    if (dropped.find_first_not_of('0') != std::string_view::npos) {
        magnitude.rounded = true;
        const bool rest_is_zero = dropped.find_first_not_of('0', 1) == std::string_view::npos;
        const unsigned first = digit_of(dropped.front());
        const bool odd = (magnitude.units & 1U) != 0;
        if (first > 5 || (first == 5 && (!rest_is_zero || odd))) ++magnitude.units;
    }
    magnitude.too_large = magnitude.units > wide_units_max;
    return magnitude;
}

std::unexpected<Error> not_decimal(std::string_view text) {
    const std::string size_note =
        text.size() > text_size_max ? " (" + std::to_string(text.size()) + " characters, allowed 128)" : "";
    return fail(Fault::invalid_input,
                "found '" + shown(text) + "'" + size_note + ", allowed decimal digits such as -12.5");
}

std::unexpected<Error> out_of_range(std::string_view text, const char* bound) {
    return fail(Fault::invalid_input, "found '" + shown(text) + "', allowed at most " + bound + " in size");
}

constexpr const char* narrow_bound = "92,233,720,368.54775807";
constexpr const char* wide_bound = "13,292,279,957,849,158,729,038,070,602.80344576";

/// Writes `magnitude` in units of 1e-8 backwards from `end`; returns the first character.
char* write_backwards(UInt128 magnitude, bool negative, char* end) {
    const auto scale = static_cast<UInt128>(units_per_one);
    UInt128 whole = magnitude / scale;
    auto decimals = static_cast<std::uint64_t>(magnitude % scale);
    char* first = end;
    if (decimals != 0) {
        int left = unit_decimals;
        for (; decimals % 10 == 0; decimals /= 10) --left;
        for (; left > 0; --left, decimals /= 10) *--first = static_cast<char>('0' + decimals % 10);
        *--first = '.';
    }
    while (whole > ~std::uint64_t{0}) {
        *--first = static_cast<char>('0' + static_cast<int>(whole % 10));
        whole /= 10;
    }
    auto narrow = static_cast<std::uint64_t>(whole);
    do {
        *--first = static_cast<char>('0' + narrow % 10);
        narrow /= 10;
    } while (narrow != 0);
    if (negative) *--first = '-';
    return first;
}

}  // namespace

Result<ParsedUnits> parse_units(std::string_view text) {
    const Parts parts = split(text);
    if (!parts.valid) return not_decimal(text);
    if (is_short(parts)) {
        const std::uint64_t units = read_short(parts);
        if (units <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            const auto positive = static_cast<std::int64_t>(units);
            return ParsedUnits{parts.negative ? -positive : positive, false};
        }
    }
    const Magnitude magnitude = read_long(parts);
    const auto limit = static_cast<UInt128>(std::numeric_limits<std::int64_t>::max()) + (parts.negative ? 1U : 0U);
    if (magnitude.too_large || magnitude.units > limit) return out_of_range(text, narrow_bound);
    const auto wide = static_cast<Int128>(magnitude.units);
    return ParsedUnits{static_cast<std::int64_t>(parts.negative ? -wide : wide), magnitude.rounded};
}

Result<ParsedWideUnits> parse_wide_units(std::string_view text) {
    const Parts parts = split(text);
    if (!parts.valid) return not_decimal(text);
    const Magnitude magnitude = is_short(parts) ? Magnitude{read_short(parts), false, false} : read_long(parts);
    if (magnitude.too_large) return out_of_range(text, wide_bound);
    const auto wide = static_cast<Int128>(magnitude.units);
    return ParsedWideUnits{parts.negative ? -wide : wide, magnitude.rounded};
}

std::size_t format_units_into(std::int64_t units, char* out) {
    const bool negative = units < 0;
    const std::uint64_t magnitude =
        negative ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
    const auto scale = static_cast<std::uint64_t>(units_per_one);
    std::uint64_t whole = magnitude / scale;
    std::uint64_t decimals = magnitude % scale;
    std::array<char, 24> buffer;
    char* const end = buffer.data() + buffer.size();
    char* first = end;
    if (decimals != 0) {
        int left = unit_decimals;
        for (; decimals % 10 == 0; decimals /= 10) --left;
        for (; left > 0; --left, decimals /= 10) *--first = static_cast<char>('0' + decimals % 10);
        *--first = '.';
    }
    do {
        *--first = static_cast<char>('0' + whole % 10);
        whole /= 10;
    } while (whole != 0);
    if (negative) *--first = '-';
    const auto size = static_cast<std::size_t>(end - first);
    std::memcpy(out, first, size);
    return size;
}

std::string format_units(std::int64_t units) {
    std::array<char, 24> buffer;
    return {buffer.data(), format_units_into(units, buffer.data())};
}

std::string format_wide_units(Int128 units) {
    const bool negative = units < 0;
    const UInt128 magnitude = negative ? ~static_cast<UInt128>(units) + 1 : static_cast<UInt128>(units);
    std::array<char, 48> buffer;
    char* const end = buffer.data() + buffer.size();
    return {write_backwards(magnitude, negative, end), end};
}

}  // namespace spark
