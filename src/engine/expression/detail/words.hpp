#pragma once

#include <array>
#include <string_view>

#include "engine/expression/functions.hpp"

namespace spark::expression::detail {

/// A name that is a constant.
struct Word {
    std::string_view name;
    double value;
    ValueType type;
};
inline constexpr std::array words{Word{"true", 1.0, ValueType::condition}, Word{"false", 0.0, ValueType::condition},
                                  Word{"na", indicators::undefined, ValueType::number}};

inline constexpr std::array<std::string_view, 3> word_operators{"and", "or", "not"};

/// The first half of function names, and words that belong to the language without being a value.
inline constexpr std::array<std::string_view, 2> groups{"ta", "math"};
inline constexpr std::array<std::string_view, 2> scope_words{"tf", "sym"};
inline constexpr std::array<std::string_view, 1> kept_words{"let"};

}  // namespace spark::expression::detail
