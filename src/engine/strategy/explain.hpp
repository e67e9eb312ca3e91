#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/strategy/definition.hpp"

namespace spark::strategy {

enum class Tongue : std::uint8_t { english, turkish };

/// What the strategy does with these values, a sentence a rule. An expression too long for words stands as it is.
/// Errors: invalid_input as Definition::plan, for values the document refuses.
Result<std::vector<std::string>> explain(const Definition& definition, std::span<const std::int64_t> values,
                                         Tongue tongue);

/// A field that two documents do not share: its path (`parameters.fast.default`) and what stands there; empty: nothing.
struct FieldDifference {
    std::string field;
    std::string before;
    std::string after;
};

/// What differs between two documents, defaults filled in, descriptions too, in the order of the paths.
std::vector<FieldDifference> differences(const Document& before, const Document& after);

}  // namespace spark::strategy
