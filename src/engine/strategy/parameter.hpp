#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::strategy {

enum class ParameterKind : std::uint8_t { integer, decimal, flag, choice };

/// One parameter a strategy takes. Bounds, step and fallback are whole numbers for `integer`, units of 1e-8 for
/// `decimal`, 0 or 1 for `flag`, the number of a choice (from 0) for `choice`. A value is allowed when it is least + k
/// × step within the bounds.
struct ParameterSpec {
    std::string name;
    ParameterKind kind = ParameterKind::integer;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t step = 1;
    std::int64_t fallback = 0;
    std::string unit{};  ///< "bars", "percent" or empty.
    std::string what_en{};
    std::string what_tr{};
    std::vector<std::string> choices{};  ///< Of `choice`, the names.
};

/// `name=value` as the user wrote it.
struct Assignment {
    std::string name;
    std::string value;
};

/// Splits `name=value`. Errors: invalid_input with an example.
Result<Assignment> parse_assignment(std::string_view text);

/// The value of every parameter, in the order of the specs: fallbacks, overlaid by the assignments.
/// Errors: not_found for an unknown name (with the nearest); invalid_input for text in a number, a value out of range
/// or off step, or a name given twice.
Result<std::vector<std::int64_t>> resolve_parameters(std::span<const ParameterSpec> specs,
                                                     std::span<const Assignment> assignments);

/// Text of a value by its kind: "9", "2.5", "true", "ema".
std::string parameter_text(const ParameterSpec& spec, std::int64_t value);

}  // namespace spark::strategy
