#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::detail {

/// The names of an enum's values, in the enumerators' order.
template <std::size_t count>
using EnumNames = std::array<std::string_view, count>;

template <class Enum, std::size_t count>
std::string_view name_of(const EnumNames<count>& names, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    SPARK_ASSERT(index < count);
    return names[index];
}

inline bool equal_ignoring_case(std::string_view text, std::string_view lower_name) {
    if (text.size() != lower_name.size()) return false;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower_name[index]) return false;
    }
    return true;
}

/// Errors: invalid_input: `found side 'x', allowed buy, sell`.
template <class Enum, std::size_t count>
Result<Enum> value_of(const EnumNames<count>& names, std::string_view what, std::string_view text) {
    std::string allowed;
    for (std::size_t index = 0; index < count; ++index) {
        if (equal_ignoring_case(text, names[index])) return static_cast<Enum>(index);
        allowed += (index == 0 ? "" : ", ") + std::string(names[index]);
    }
    return fail(Fault::invalid_input, "found " + std::string(what) + " '" + shown(text) + "', allowed " + allowed);
}

}  // namespace spark::detail
