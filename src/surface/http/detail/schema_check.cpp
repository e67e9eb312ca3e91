#include "surface/http/detail/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>

#include "foundation/base/assert.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/base/wall_time.hpp"
#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

using wire::Json;
using wire::JsonMember;

/// A member's name inside a JSON pointer (RFC 6901).
std::string pointer_part(std::string_view name) {
    std::string out = "/";
    for (const char c : shown(name)) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

bool is_of_type(const Json& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_int64();
    return value.is_int64() || value.is_double();
}

std::string type_words(std::string_view type) {
    if (type == "object") return "an object";
    if (type == "array") return "an array";
    if (type == "string") return "text";
    if (type == "boolean") return "true or false";
    if (type == "null") return "null";
    return type == "integer" ? "a whole number" : "a number";
}

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// `^[A-Za-z0-9_-]{1,64}$`: the characters of the class, and how many of them.
struct Pattern {
    std::array<bool, 256> allowed{};
    std::size_t least = 0;
    std::size_t most = 0;
};

Pattern parse_pattern(std::string_view text) {
    SPARK_ASSERT(text.starts_with("^[") && text.ends_with("}$"));
    const std::size_t end = text.find("]{");
    SPARK_ASSERT(end != std::string_view::npos);
    Pattern pattern;
    const std::string_view chars = text.substr(2, end - 2);
    for (std::size_t at = 0; at < chars.size(); ++at) {
        const auto first = static_cast<unsigned char>(chars[at]);
        const bool is_range = at + 2 < chars.size() && chars[at + 1] == '-';
        const unsigned last = is_range ? static_cast<unsigned char>(chars[at + 2]) : first;
        for (unsigned c = first; c <= last; ++c) pattern.allowed[c] = true;
        if (is_range) at += 2;
    }
    const std::string_view counts = text.substr(end + 2, text.size() - end - 4);
    const auto read = std::from_chars(counts.data(), counts.data() + counts.size(), pattern.least);
    pattern.most = pattern.least;
    if (read.ptr != counts.data() + counts.size())
        std::from_chars(read.ptr + 1, counts.data() + counts.size(), pattern.most);
    return pattern;
}

bool fits_pattern(std::string_view text, std::string_view pattern_text) {
    const Pattern pattern = parse_pattern(pattern_text);
    return text.size() >= pattern.least && text.size() <= pattern.most &&
           std::ranges::all_of(text, [&](char c) { return pattern.allowed[static_cast<unsigned char>(c)]; });
}

class Checker {
  public:
    Checker(std::vector<FieldError>& errors, std::size_t errors_max) : errors_(errors), errors_max_(errors_max) {}

    void check(const Json& schema, const Json& value, const std::string& pointer) {
        if (errors_.size() >= errors_max_) return;
        if (const Json* const reference = schema.find("$ref")) {
            const std::string name = reference->as_string().value();
            return check(schema_of(name.substr(name.rfind('/') + 1)), value, pointer);
        }
        if (const Json* const choices = schema.find("oneOf")) return check_choices(*choices, value, pointer);
        if (!check_type(schema, value, pointer)) return;
        check_values(schema, value, pointer);
        if (value.is_object()) check_object(schema, value, pointer);
        if (value.is_array()) check_array(schema, value, pointer);
        if (value.is_string()) check_text(schema, *value.as_string(), pointer);
        if (value.is_int64() || value.is_double()) check_number(schema, *value.as_double(), pointer);
    }

  private:
    void add(const std::string& pointer, std::string message, std::string remedy = {}) {
        if (errors_.size() < errors_max_) errors_.push_back({pointer, std::move(message), std::move(remedy)});
    }

    bool check_type(const Json& schema, const Json& value, const std::string& pointer) {
        const Json* const type = schema.find("type");
        if (type == nullptr) return true;
        std::string allowed;
        const auto fits = [&](const Json& one) {
            const std::string name = one.as_string().value();
            allowed += (allowed.empty() ? "" : " or ") + type_words(name);
            return is_of_type(value, name);
        };
        bool is_right = false;
        if (type->is_string())
            is_right = fits(*type);
        else
            for (const Json& one : std::span(type->as_array().value())) is_right = fits(one) || is_right;
        if (!is_right) add(pointer, fmt::format("found {}, allowed {}", value.kind(), allowed));
        return is_right;
    }

    /// The choice whose own type fits is the one that is told about; where none does, all types are named.
    void check_choices(const Json& choices, const Json& value, const std::string& pointer) {
        std::string allowed;
        for (const Json& choice : std::span(choices.as_array().value())) {
            std::vector<FieldError> found;
            Checker(found, 1).check(choice, value, pointer);
            if (found.empty()) return;
            const Json* const type = choice.find("type");
            if (type == nullptr || !type->is_string()) continue;
            if (is_of_type(value, *type->as_string())) return check(choice, value, pointer);
            allowed += (allowed.empty() ? "" : " or ") + type_words(*type->as_string());
        }
        add(pointer, fmt::format("found {}, allowed {}", value.kind(), allowed));
    }

    void check_values(const Json& schema, const Json& value, const std::string& pointer) {
        if (const Json* const wanted = schema.find("const"); wanted != nullptr && *wanted != value)
            add(pointer, fmt::format("found {}, allowed {}", shown(wire::to_text(value)), wire::to_text(*wanted)));
        const Json* const choices = schema.find("enum");
        if (choices == nullptr) return;
        std::string allowed;
        std::vector<std::string> names;
        for (const Json& choice : std::span(choices->as_array().value())) {
            if (choice == value) return;
            if (choice.is_string()) names.push_back(*choice.as_string());
            allowed += (allowed.empty() ? "" : ", ") + wire::to_text(choice);
        }
        std::string remedy;
        if (value.is_string()) {
            if (const auto nearest = nearest_name(*value.as_string(), std::span<const std::string>(names)))
                remedy = fmt::format("did you mean '{}'?", *nearest);
        }
        add(pointer, fmt::format("found {}, allowed {}", shown(wire::to_text(value)), allowed), std::move(remedy));
    }

    void check_object(const Json& schema, const Json& value, const std::string& pointer) {
        const Json* const properties = schema.find("properties");
        const Json* const others = schema.find("additionalProperties");
        for (const JsonMember& member : std::span(value.as_object().value())) {
            const Json* const known = properties == nullptr ? nullptr : properties->find(member.key);
            if (known != nullptr)
                check(*known, member.value, pointer + pointer_part(member.key));
            else if (others != nullptr && others->is_bool() && !*others->as_bool())
                add_unknown(properties, member.key, pointer);
            else if (others != nullptr && others->is_object())
                check(*others, member.value, pointer + pointer_part(member.key));
        }
        if (const Json* const required = schema.find("required")) {
            for (const Json& name : std::span(required->as_array().value())) {
                const std::string key = name.as_string().value();
                if (value.find(key) == nullptr) add(pointer + pointer_part(key), fmt::format("{} is missing", key));
            }
        }
        const Json* const most = schema.find("maxProperties");
        if (most != nullptr && value.size() > static_cast<std::size_t>(most->as_int64().value()))
            add(pointer, fmt::format("found {} members, allowed {}", value.size(), most->as_int64().value()));
    }

    void add_unknown(const Json* properties, const std::string& key, const std::string& pointer) {
        std::vector<std::string> names;
        if (properties != nullptr) {
            for (const JsonMember& known : std::span(properties->as_object().value())) names.push_back(known.key);
        }
        const auto nearest = nearest_name(key, std::span<const std::string>(names));
        add(pointer + pointer_part(key), fmt::format("unknown field '{}'", shown(key)),
            nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }

    void check_array(const Json& schema, const Json& value, const std::string& pointer) {
        check_count(schema, value.size(), "minItems", "maxItems", "elements", pointer);
        const Json* const items = schema.find("items");
        if (items == nullptr) return;
        std::size_t index = 0;
        for (const Json& item : std::span(value.as_array().value())) {
            if (errors_.size() >= errors_max_) return;
            check(*items, item, fmt::format("{}/{}", pointer, index++));
        }
    }

    void check_text(const Json& schema, const std::string& text, const std::string& pointer) {
        check_count(schema, characters_of(text), "minLength", "maxLength", "characters", pointer);
        const Json* const pattern = schema.find("pattern");
        if (pattern != nullptr && !fits_pattern(text, *pattern->as_string()))
            add(pointer, fmt::format("found '{}', allowed {}", shown(text), *pattern->as_string()));
        const Json* const format = schema.find("format");
        if (format != nullptr && *format->as_string() == "date-time" && !parse_iso8601(text))
            add(pointer, fmt::format("found '{}', allowed a time", shown(text)), "for example 2026-01-01T00:00:00Z");
    }

    void check_number(const Json& schema, double number, const std::string& pointer) {
        const Json* const least = schema.find("minimum");
        const Json* const most = schema.find("maximum");
        if (least != nullptr && number < least->as_double().value())
            add(pointer, fmt::format("found {}, allowed {} or more", number, wire::to_text(*least)));
        if (most != nullptr && number > most->as_double().value())
            add(pointer, fmt::format("found {}, allowed {} or less", number, wire::to_text(*most)));
    }

    void check_count(const Json& schema, std::size_t count, std::string_view least_name, std::string_view most_name,
                     std::string_view things, const std::string& pointer) {
        const Json* const least = schema.find(least_name);
        const Json* const most = schema.find(most_name);
        if (least != nullptr && count < static_cast<std::size_t>(least->as_int64().value()))
            add(pointer, fmt::format("found {} {}, allowed {} or more", count, things, least->as_int64().value()));
        if (most != nullptr && count > static_cast<std::size_t>(most->as_int64().value()))
            add(pointer, fmt::format("found {} {}, allowed {} or less", count, things, most->as_int64().value()));
    }

    std::vector<FieldError>& errors_;
    std::size_t errors_max_;
};

}  // namespace

const Json& schema_of(std::string_view name) {
    static const std::map<std::string, Json, std::less<>> all = [] {
        std::map<std::string, Json, std::less<>> read;
        for (const Schema& schema : schemas()) {
            auto json = wire::parse_json(schema.json);
            SPARK_ASSERT(json.has_value());
            read.emplace(schema.name, std::move(*json));
        }
        return read;
    }();
    const auto found = all.find(name);
    SPARK_ASSERT(found != all.end());
    return found->second;
}

std::vector<FieldError> check_against(std::string_view schema, const Json& body, std::size_t errors_max) {
    std::vector<FieldError> errors;
    Checker(errors, errors_max).check(schema_of(schema), body, {});
    return errors;
}

std::vector<FieldError> check_value(const Json& schema, const Json& value, std::size_t errors_max) {
    std::vector<FieldError> errors;
    Checker(errors, errors_max).check(schema, value, {});
    return errors;
}

std::vector<std::string> unknown_keywords(const Json& schema) {
    constexpr std::array<std::string_view, 20> known{
        "$ref",          "type",     "enum",     "const",     "properties",  "required", "additionalProperties",
        "items",         "minItems", "maxItems", "minLength", "maxLength",   "minimum",  "maximum",
        "maxProperties", "oneOf",    "format",   "pattern",   "description", "default"};
    std::vector<std::string> unknown;
    const auto look_into = [&unknown](const Json& inner) {
        for (std::string& keyword : unknown_keywords(inner)) unknown.push_back(std::move(keyword));
    };
    for (const JsonMember& member : std::span(schema.as_object().value())) {
        if (std::ranges::find(known, member.key) == known.end()) unknown.push_back(member.key);
        if (member.key == "items" || (member.key == "additionalProperties" && member.value.is_object()))
            look_into(member.value);
        if (member.key == "properties") {
            for (const JsonMember& property : std::span(member.value.as_object().value())) look_into(property.value);
        }
        if (member.key == "oneOf") {
            for (const Json& choice : std::span(member.value.as_array().value())) look_into(choice);
        }
        if (member.key == "pattern") parse_pattern(*member.value.as_string());
    }
    return unknown;
}

}  // namespace spark::http::detail
