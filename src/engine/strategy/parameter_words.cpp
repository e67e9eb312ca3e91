#include "engine/strategy/parameter_words.hpp"

#include <fmt/format.h>

#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/detail/parameter_fields.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::strategy {

using expression::ValueType;

std::vector<ParameterWord> parameter_words(std::span<const ParameterSpec> specs) {
    std::vector<ParameterWord> words;
    for (std::size_t at = 0; at < specs.size(); ++at) {
        const ParameterSpec& spec = specs[at];
        if (spec.kind == ParameterKind::choice) {
            for (std::size_t choice = 0; choice < spec.choices.size(); ++choice) {
                words.push_back({detail::choice_name(spec.name, spec.choices[choice]), at, ValueType::condition,
                                 static_cast<std::int64_t>(choice)});
            }
            continue;
        }
        const ValueType type = spec.kind == ParameterKind::flag ? ValueType::condition : ValueType::number;
        words.push_back({spec.name, at, type});
        words.push_back({fmt::format("{}{}", detail::parameter_group, spec.name), at, type});
    }
    return words;
}

double word_value(const ParameterWord& word, const ParameterSpec& spec, std::int64_t value) {
    if (word.choice) return *word.choice == value ? 1.0 : 0.0;
    if (spec.kind == ParameterKind::decimal) return indicators::nearest_double(value, units_per_one);
    return static_cast<double>(value);
}

}  // namespace spark::strategy
