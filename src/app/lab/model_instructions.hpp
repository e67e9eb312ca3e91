#pragma once

#include <string>

#include "app/lab/generation_order.hpp"

namespace spark::lab {

/// What a language model is told before the sentence: what a strategy document is, which names expressions have, and
/// that one TOML document in a fence is wanted. Made from the tables of the expression language.
std::string model_instructions();

/// The sentence with what else the order says, between marks, as data.
std::string model_prompt(const GenerationOrder& order);

/// The question after a document that was refused: the document and why, as data.
std::string model_repair_prompt(const GenerationOrder& order, const std::string& document, const Error& refusal);

}  // namespace spark::lab
