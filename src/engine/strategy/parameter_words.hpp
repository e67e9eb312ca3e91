#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/expression/functions.hpp"
#include "engine/strategy/parameter.hpp"

namespace spark::strategy {

/// A name that a parameter has inside expressions: `fast`, `param.fast`, `type_is_ema`.
struct ParameterWord {
    std::string name;
    std::size_t parameter = 0;  ///< Its place among the specs.
    expression::ValueType type = expression::ValueType::number;
    std::optional<std::int64_t> choice{};  ///< Of a choice: holds when this one is taken.
};

/// All of them, in the order of the specs.
std::vector<ParameterWord> parameter_words(std::span<const ParameterSpec> specs);

/// What the word stands for when its parameter has this value: a decimal as the nearest double, a condition as 1 or 0.
double word_value(const ParameterWord& word, const ParameterSpec& spec, std::int64_t value);

}  // namespace spark::strategy
