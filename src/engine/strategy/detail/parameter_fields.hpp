#pragma once

#include <string>
#include <string_view>

#include "engine/strategy/parameter.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::strategy::detail {

/// `[parameters.NAME]`. Errors: invalid_input with the place: fields, types, a range that is none, a default outside
/// it.
Result<ParameterSpec> read_parameter(const wire::LocatedValue& member, std::string_view file_name);

/// "int", "float", "bool" or "choice": how a document writes the kind.
std::string_view type_word(ParameterKind kind);

/// A letter or '_', then letters, digits or '_': what a name inside an expression may be.
bool is_plain_name(std::string_view name);

/// A column of the bar: a parameter may be called so (`low`), and is then `param.low` in expressions.
bool is_column_name(std::string_view name);

/// Byte offset of `name` where it stands by itself in an expression: no part of a longer name, no text, no label of an
/// argument. npos when it does not.
std::size_t bare_name_at(std::string_view expression, std::string_view name);

inline constexpr std::string_view parameter_group = "param.";

/// The condition that says whether a choice is taken: `mode_is_ema`.
inline std::string choice_name(std::string_view parameter, std::string_view choice) {
    return std::string(parameter) + "_is_" + std::string(choice);
}

}  // namespace spark::strategy::detail
