#include "engine/strategy/parameter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::strategy {
namespace {

Result<std::int64_t> parse_integer(const ParameterSpec& spec, std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) {
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed a whole number", shown(text)),
                    fmt::format("--set {}", spec.name), fmt::format("--set {}={}", spec.name, spec.fallback));
    }
    return value;
}

Result<std::int64_t> parse_decimal(const ParameterSpec& spec, std::string_view text) {
    const auto parsed = parse_units(text);
    if (!parsed || parsed->rounded) {
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed a decimal number with up to 8 decimals", shown(text)),
                    fmt::format("--set {}", spec.name),
                    fmt::format("--set {}={}", spec.name, format_units(spec.fallback)));
    }
    return parsed->units;
}

Result<std::int64_t> parse_flag(const ParameterSpec& spec, std::string_view text) {
    if (text == "true" || text == "1" || text == "yes") return 1;
    if (text == "false" || text == "0" || text == "no") return 0;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed true or false", shown(text)),
                fmt::format("--set {}", spec.name));
}

Result<std::int64_t> parse_choice(const ParameterSpec& spec, std::string_view text) {
    const auto found = std::ranges::find(spec.choices, text);
    if (found != spec.choices.end()) return found - spec.choices.begin();
    const auto nearest = nearest_name(text, spec.choices);
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed {}", shown(text), fmt::join(spec.choices, ", ")),
                fmt::format("--set {}", spec.name),
                nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

Result<std::int64_t> parse_value(const ParameterSpec& spec, std::string_view text) {
    switch (spec.kind) {
        case ParameterKind::integer: return parse_integer(spec, text);
        case ParameterKind::decimal: return parse_decimal(spec, text);
        case ParameterKind::flag: return parse_flag(spec, text);
        case ParameterKind::choice: return parse_choice(spec, text);
    }
    return fail(Fault::invalid_input, "unknown parameter kind");
}

Result<void> check_value(const ParameterSpec& spec, std::int64_t value) {
    if (value < spec.least || value > spec.most) {
        return fail(Fault::invalid_input,
                    fmt::format("found {}, allowed {} to {}", parameter_text(spec, value),
                                parameter_text(spec, spec.least), parameter_text(spec, spec.most)),
                    fmt::format("--set {}", spec.name));
    }
    if (const std::int64_t past = (value - spec.least) % spec.step; past != 0) {
        const std::int64_t below = value - past;
        const std::int64_t above = below + spec.step > spec.most ? below : below + spec.step;
        return fail(Fault::invalid_input,
                    fmt::format("found {}, allowed steps of {} from {}", parameter_text(spec, value),
                                parameter_text(spec, spec.step), parameter_text(spec, spec.least)),
                    fmt::format("--set {}", spec.name),
                    fmt::format("--set {0}={1} or --set {0}={2}", spec.name, parameter_text(spec, below),
                                parameter_text(spec, above)));
    }
    return {};
}

std::optional<std::size_t> index_of(std::span<const ParameterSpec> specs, std::string_view name) {
    for (std::size_t index = 0; index < specs.size(); ++index) {
        if (specs[index].name == name) return index;
    }
    return std::nullopt;
}

Error unknown_parameter(std::span<const ParameterSpec> specs, std::string_view name) {
    std::vector<std::string_view> names;
    for (const ParameterSpec& spec : specs) names.push_back(spec.name);
    const auto nearest = nearest_name(name, names);
    const std::string all = names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
    return {Fault::not_found, fmt::format("unknown parameter '{}', allowed {}", shown(name), all), "--set",
            nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{}};
}

}  // namespace

Result<Assignment> parse_assignment(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed name=value", text), "--set", "--set fast=9");
    }
    return Assignment{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Result<std::vector<std::int64_t>> resolve_parameters(std::span<const ParameterSpec> specs,
                                                     std::span<const Assignment> assignments) {
    std::vector<std::int64_t> values;
    values.reserve(specs.size());
    for (const ParameterSpec& spec : specs) values.push_back(spec.fallback);
    std::vector<bool> given(specs.size(), false);
    for (const Assignment& assignment : assignments) {
        const auto index = index_of(specs, assignment.name);
        if (!index) return fail(unknown_parameter(specs, assignment.name));
        if (given[*index])
            return fail(Fault::invalid_input, fmt::format("parameter '{}' is given twice", assignment.name), "--set");
        given[*index] = true;
        SPARK_TRY(const std::int64_t value, parse_value(specs[*index], assignment.value));
        SPARK_TRY(check_value(specs[*index], value));
        values[*index] = value;
    }
    return values;
}

std::string parameter_text(const ParameterSpec& spec, std::int64_t value) {
    switch (spec.kind) {
        case ParameterKind::integer: return fmt::format("{}", value);
        case ParameterKind::decimal: return format_units(value);
        case ParameterKind::flag: return value != 0 ? "true" : "false";
        case ParameterKind::choice: return spec.choices[static_cast<std::size_t>(value)];
    }
    return {};
}

}  // namespace spark::strategy
