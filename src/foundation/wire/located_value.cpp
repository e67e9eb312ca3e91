#include "foundation/wire/located_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace spark::wire {

std::string to_text(std::string_view file_name, TextPlace place) {
    if (file_name.empty()) return fmt::format("{}:{}", place.line, place.column);
    return fmt::format("{}:{}:{}", file_name, place.line, place.column);
}

std::string_view kind_name(LocatedKind kind) {
    constexpr std::array<std::string_view, 6> names{"true or false", "a whole number", "a number",
                                                    "text",          "a list",         "a table"};
    return names[static_cast<std::size_t>(kind)];
}

const LocatedValue* LocatedValue::find(std::string_view wanted) const {
    if (kind != LocatedKind::table) return nullptr;
    const auto found = std::ranges::find(items, wanted, &LocatedValue::key);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace spark::wire
