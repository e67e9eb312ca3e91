#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "foundation/base/fixed_point.hpp"

namespace spark::config {

enum class SettingType : std::uint8_t { text, integer, decimal, choice, flag };

/// What a number counts. The name then holds it as a word of its own (`lock_wait_ms`, `line_bytes_max`); `none` for
/// everything else.
enum class Unit : std::uint8_t { none, ms, bytes, rows, bps };

inline constexpr std::size_t choices_max = 6;
using Choices = std::array<std::string_view, choices_max>;  ///< Unused places are empty.

/// One row a setting. `least` and `most`: the bounds of an integer, of a decimal in units of 1e-8, of a text's length
/// in bytes. `fallback` is written as a user would write it.
struct Setting {
    std::string_view name{};
    SettingType type = SettingType::text;
    Unit unit = Unit::none;
    std::string_view fallback{};
    std::int64_t least = 0;
    std::int64_t most = 0;
    Choices choices{};
    bool secret = false;  ///< Never printed, never in help's fallback column.
    std::string_view what_en{};
    std::string_view what_tr{};
};

inline constexpr std::int64_t units_per_one = 100'000'000;

constexpr std::string_view to_text(SettingType type) {
    constexpr std::array<std::string_view, 5> names{"text", "integer", "decimal", "choice", "flag"};
    return names[static_cast<std::size_t>(type)];
}
constexpr std::string_view to_text(Unit unit) {
    constexpr std::array<std::string_view, 5> names{"", "ms", "bytes", "rows", "bps"};
    return names[static_cast<std::size_t>(unit)];
}

// The rules every row keeps: the table checks itself with them at compile time, the tests break each of them once.

/// True when the unit is the name's last word, or the last but one before `max` or `min`.
constexpr bool is_word_of(std::string_view word, std::string_view name) {
    for (const std::string_view bound : {"_max", "_min"}) {
        if (name.ends_with(bound)) name.remove_suffix(bound.size());
    }
    if (!name.ends_with(word) || name.size() == word.size()) return false;
    const char before = name[name.size() - word.size() - 1];
    return before == '_' || before == '.';
}

constexpr bool is_sentence(std::string_view text) { return text.size() > 10 && text.ends_with('.'); }

/// Two lower-case words or more with one point between group and name: `group.some_name`.
constexpr bool is_setting_name(std::string_view name) {
    std::size_t points = 0;
    for (std::size_t index = 0; index < name.size(); ++index) {
        const char c = name[index];
        const bool edge = index == 0 || index + 1 == name.size() || name[index - 1] == '.';
        if (c == '.') ++points;
        if (!((c >= 'a' && c <= 'z') || (!edge && (c == '_' || c == '.' || (c >= '0' && c <= '9'))))) return false;
    }
    return points == 1;
}

/// A whole or decimal number as units of `one`; false when it is none or longer than 10 characters.
constexpr bool read_number(std::string_view text, std::int64_t one, std::int64_t& value) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t scale = one;
    bool after_point = false;
    value = 0;
    if (text.empty() || text.size() > 10) return false;
    for (const char c : text) {
        if (c == '.' && !after_point && one > 1) {
            after_point = true;
            continue;
        }
        if (c < '0' || c > '9') return false;
        if (after_point) scale /= 10;
        if (scale == 0) return false;
        value = after_point ? value + (c - '0') * scale : value * 10 + (c - '0') * scale;
    }
    if (negative) value = -value;
    return true;
}

/// Whether a value fits its row; used on fallbacks at compile time.
constexpr bool fallback_fits(const Setting& setting) {
    std::int64_t number = 0;
    switch (setting.type) {
        case SettingType::text: {
            const auto size = static_cast<std::int64_t>(setting.fallback.size());
            return size >= setting.least && size <= setting.most;
        }
        case SettingType::integer:
            return read_number(setting.fallback, 1, number) && number >= setting.least && number <= setting.most;
        case SettingType::decimal:
            return read_number(setting.fallback, units_per_one, number) && number >= setting.least &&
                   number <= setting.most;
        case SettingType::choice:
            for (const std::string_view choice : setting.choices) {
                if (!choice.empty() && choice == setting.fallback) return true;
            }
            return false;
        case SettingType::flag: return setting.fallback == "true" || setting.fallback == "false";
    }
    return false;
}

constexpr bool row_holds(const Setting& setting) {
    const bool unit_holds = setting.unit == Unit::none || is_word_of(to_text(setting.unit), setting.name);
    return is_setting_name(setting.name) && unit_holds && is_sentence(setting.what_en) &&
           is_sentence(setting.what_tr) && setting.least <= setting.most && fallback_fits(setting);
}

constexpr bool names_differ(std::span<const Setting> rows) {
    for (std::size_t index = 0; index < rows.size(); ++index) {
        for (std::size_t other = index + 1; other < rows.size(); ++other) {
            if (rows[index].name == rows[other].name) return false;
        }
    }
    return true;
}

}  // namespace spark::config
