#include "engine/strategy/detail/parameter_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/expression/functions.hpp"
#include "engine/strategy/detail/fields.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::strategy::detail {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::array<std::string_view, 4> type_words{"int", "float", "bool", "choice"};

Result<ParameterKind> read_type(Fields& fields) {
    SPARK_TRY(const LocatedValue* const type, fields.needed("type", LocatedKind::text));
    const auto found = std::ranges::find(type_words, type->text);
    if (found != type_words.end()) return static_cast<ParameterKind>(found - type_words.begin());
    const auto nearest = nearest_name(type->text, type_words);
    return fields.refuse(fmt::format("found type '{}', allowed int, float, bool or choice", shown(type->text)),
                         type->place, nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

/// Bounds, step and default of a number, read by the kind's own reader.
Result<void> read_range(Fields& fields, ParameterSpec& spec, const LocatedValue& member) {
    const bool is_whole = spec.kind == ParameterKind::integer;
    const auto read = [&](std::string_view key, std::optional<std::int64_t> fallback) {
        return is_whole ? fields.whole(key, fallback) : fields.units(key, fallback);
    };
    SPARK_TRY(spec.least, read("least", std::nullopt));
    SPARK_TRY(spec.most, read("most", std::nullopt));
    SPARK_TRY(spec.step, read("step", 1));
    SPARK_TRY(spec.fallback, read("default", std::nullopt));
    if (spec.least > spec.most) {
        return fields.refuse(fmt::format("found least {} above most {}", parameter_text(spec, spec.least),
                                         parameter_text(spec, spec.most)),
                             member.find("least")->place);
    }
    if (spec.step < 1) {
        return fields.refuse(fmt::format("found step {}, allowed above 0", parameter_text(spec, spec.step)),
                             member.find("step")->place);
    }
    const bool is_inside = spec.fallback >= spec.least && spec.fallback <= spec.most;
    if (is_inside && (spec.fallback - spec.least) % spec.step == 0) return {};
    return fields.refuse(
        fmt::format("found default {}, allowed {} to {} in steps of {}", parameter_text(spec, spec.fallback),
                    parameter_text(spec, spec.least), parameter_text(spec, spec.most), parameter_text(spec, spec.step)),
        member.find("default")->place);
}

Result<void> read_choices(Fields& fields, ParameterSpec& spec, const LocatedValue& member) {
    SPARK_TRY(const auto names, fields.texts("choices", choices_max));
    if (names.empty()) return fields.missing("choices");
    for (const LocatedValue* const name : names) {
        if (!is_plain_name(name->text) || std::ranges::count(spec.choices, name->text) != 0) {
            return fields.refuse(
                fmt::format("found choice '{}', allowed different names of letters, digits and '_'", shown(name->text)),
                name->place);
        }
        spec.choices.push_back(name->text);
    }
    spec.most = static_cast<std::int64_t>(spec.choices.size()) - 1;
    SPARK_TRY(const LocatedValue* const fallback, fields.needed("default", LocatedKind::text));
    const auto found = std::ranges::find(spec.choices, fallback->text);
    if (found == spec.choices.end()) {
        const auto nearest = nearest_name(fallback->text, spec.choices);
        return fields.refuse(
            fmt::format("found default '{}', allowed {}", shown(fallback->text), fmt::join(spec.choices, ", ")),
            member.find("default")->place, nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }
    spec.fallback = found - spec.choices.begin();
    return {};
}

}  // namespace

bool is_column_name(std::string_view name) {
    return std::ranges::count(expression::bar_columns(), name, &expression::BarColumn::name) != 0;
}

std::size_t bare_name_at(std::string_view expression, std::string_view name) {
    const auto is_of_name = [](char c) { return is_plain_name(std::string_view(&c, 1)) || (c >= '0' && c <= '9'); };
    bool in_text = false;
    for (std::size_t at = 0; at < expression.size(); ++at) {
        if (expression[at] == '"') in_text = !in_text;
        if (in_text || !expression.substr(at).starts_with(name)) continue;
        const char before = at == 0 ? ' ' : expression[at - 1];
        std::string_view rest = expression.substr(at + name.size());
        if (is_of_name(before) || before == '.' || (!rest.empty() && (is_of_name(rest[0]) || rest[0] == '.'))) continue;
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        if (rest.starts_with('=') && !rest.starts_with("==")) continue;
        return at;
    }
    return std::string_view::npos;
}

std::string_view type_word(ParameterKind kind) { return type_words[static_cast<std::size_t>(kind)]; }

Result<ParameterSpec> read_parameter(const LocatedValue& member, std::string_view file_name) {
    if (member.kind != LocatedKind::table) {
        return fail(
            Fault::invalid_input,
            fmt::format("found {} as parameter '{}', allowed a table", wire::kind_name(member.kind), shown(member.key)),
            wire::to_text(file_name, member.place),
            fmt::format("write [parameters.{}] and below it type, least, most, default", member.key));
    }
    Fields fields(member, fmt::format("[parameters.{}]", member.key), file_name);
    ParameterSpec spec{.name = member.key};
    SPARK_TRY(spec.kind, read_type(fields));
    switch (spec.kind) {
        case ParameterKind::integer:
        case ParameterKind::decimal: SPARK_TRY(read_range(fields, spec, member)); break;
        case ParameterKind::choice: SPARK_TRY(read_choices(fields, spec, member)); break;
        case ParameterKind::flag: {
            SPARK_TRY(const LocatedValue* const fallback, fields.needed("default", LocatedKind::flag));
            spec.most = 1;
            spec.fallback = fallback->text == "true" ? 1 : 0;
            break;
        }
    }
    SPARK_TRY(spec.unit, fields.text("unit", name_bytes_max));
    SPARK_TRY(spec.what_en, fields.text("description", description_bytes_max));
    SPARK_TRY(spec.what_tr, fields.text("description_tr", description_bytes_max));
    SPARK_TRY(fields.finish());
    return spec;
}

}  // namespace spark::strategy::detail
