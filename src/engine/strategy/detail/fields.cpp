#include "engine/strategy/detail/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::strategy::detail {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::int64_t whole_most = 1'000'000'000'000;
constexpr std::int64_t units_most = 10'000'000'000 * units_per_one;

}  // namespace

Formula formula_of(const LocatedValue& value) {
    if (const auto number = parse_units(value.text); number && !number->rounded) {
        return {.text = format_units(number->units), .place = value.place};
    }
    return {.text = value.text,
            .place = value.verbatim ? value.content_place : value.place,
            .verbatim = value.verbatim || value.kind != LocatedKind::text};
}

std::unexpected<Error> Fields::refuse(std::string message, wire::TextPlace place, std::string remedy) const {
    return fail(Fault::invalid_input, std::move(message), wire::to_text(file_name_, place), std::move(remedy));
}

std::unexpected<Error> Fields::missing(std::string_view key) const {
    return refuse(fmt::format("found no '{}' in {}, where it has to be", key, title_), table_.place);
}

const LocatedValue* Fields::any(std::string_view key) {
    known_.emplace_back(key);
    return table_.find(key);
}

Result<const LocatedValue*> Fields::of_kind(std::string_view key, LocatedKind kind) {
    const LocatedValue* const value = any(key);
    if (value == nullptr || value->kind == kind) return value;
    return refuse(fmt::format("found {} as '{}' of {}, allowed {}", wire::kind_name(value->kind), key, title_,
                              wire::kind_name(kind)),
                  value->place);
}

Result<const LocatedValue*> Fields::needed(std::string_view key, LocatedKind kind) {
    SPARK_TRY(const LocatedValue* const value, of_kind(key, kind));
    if (value == nullptr) return missing(key);
    return value;
}

Result<std::string> Fields::text(std::string_view key, std::size_t bytes_max) {
    SPARK_TRY(const LocatedValue* const value, of_kind(key, LocatedKind::text));
    if (value == nullptr) return std::string{};
    if (value->text.size() > bytes_max) {
        return refuse(fmt::format("found {} bytes as '{}', allowed at most {}", value->text.size(), key, bytes_max),
                      value->place);
    }
    return value->text;
}

Result<std::vector<const LocatedValue*>> Fields::texts(std::string_view key, std::size_t count_max) {
    SPARK_TRY(const LocatedValue* const list, of_kind(key, LocatedKind::list));
    std::vector<const LocatedValue*> made;
    if (list == nullptr) return made;
    if (list->items.size() > count_max) {
        return refuse(fmt::format("found {} items in '{}', allowed at most {}", list->items.size(), key, count_max),
                      list->place);
    }
    for (const LocatedValue& item : list->items) {
        if (item.kind != LocatedKind::text) {
            return refuse(fmt::format("found {} in '{}', allowed text", wire::kind_name(item.kind), key), item.place);
        }
        made.push_back(&item);
    }
    return made;
}

Result<Formula> Fields::formula(std::string_view key) {
    const LocatedValue* const value = any(key);
    if (value == nullptr) return Formula{};
    if (value->kind == LocatedKind::list || value->kind == LocatedKind::table) {
        return refuse(fmt::format("found {} as '{}' of {}, allowed an expression (text) or a number",
                                  wire::kind_name(value->kind), key, title_),
                      value->place);
    }
    Formula made = formula_of(*value);
    if (made.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refuse(fmt::format("found an empty '{}' of {}, allowed an expression", key, title_), value->place,
                      "leave the field out for none");
    }
    return made;
}

Result<std::int64_t> Fields::whole(std::string_view key, std::optional<std::int64_t> fallback) {
    SPARK_TRY(const LocatedValue* const value, of_kind(key, LocatedKind::integer));
    if (value == nullptr) {
        if (!fallback) return missing(key);
        return *fallback;
    }
    std::int64_t number = 0;
    const char* const end = value->text.data() + value->text.size();
    const auto read = std::from_chars(value->text.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end && number >= -whole_most && number <= whole_most) return number;
    return refuse(
        fmt::format("found {} as '{}', allowed a whole number within ±{}", shown(value->text), key, whole_most),
        value->place);
}

Result<std::int64_t> Fields::units(std::string_view key, std::optional<std::int64_t> fallback) {
    const LocatedValue* const value = any(key);
    if (value == nullptr) {
        if (!fallback) return missing(key);
        return *fallback;
    }
    if (value->kind == LocatedKind::integer || value->kind == LocatedKind::decimal ||
        value->kind == LocatedKind::text) {
        const auto parsed = parse_units(value->text);
        if (parsed && !parsed->rounded && parsed->units >= -units_most && parsed->units <= units_most)
            return parsed->units;
    }
    return refuse(fmt::format("found {} as '{}' of {}, allowed a number within ±{} with up to 8 decimals",
                              value->text.empty() ? std::string(wire::kind_name(value->kind)) : shown(value->text), key,
                              title_, units_most / units_per_one),
                  value->place);
}

Result<void> Fields::finish() const {
    for (const LocatedValue& member : table_.items) {
        if (std::ranges::count(known_, member.key) != 0) continue;
        const auto nearest = nearest_name(member.key, known_);
        return refuse(fmt::format("unknown field '{}' in {}", shown(member.key), title_), member.key_place,
                      nearest ? fmt::format("did you mean '{}'?", *nearest)
                              : fmt::format("allowed: {}", fmt::join(known_, ", ")));
    }
    return {};
}

}  // namespace spark::strategy::detail
