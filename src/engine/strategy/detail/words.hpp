#pragma once

#include <string>

#include "engine/expression/program.hpp"
#include "engine/strategy/explain.hpp"

namespace spark::strategy::detail {

/// A program in words: its operators, comparisons, crossings, averages, history and other timeframes; a function
/// without words of its own as it is written. Empty when it would be longer than a reader reads.
std::string words_of(const expression::Program& program, Tongue tongue);

/// A number as the documents write it: `9`, `0.5`.
std::string number_text(double number);

}  // namespace spark::strategy::detail
