#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/strategy/document.hpp"
#include "foundation/base/result.hpp"

namespace spark::strategy {

/// The document's text with these defaults, one value a parameter in their order: only the values themselves change,
/// comments and layout stay. Read again, and held against what was asked, before it is given back. Errors:
/// invalid_input when a value is out of its parameter's range or the rules between parameters refuse the values; those
/// of read_document.
Result<std::string> with_default_values(std::string_view text, DocumentSyntax syntax,
                                        std::span<const std::int64_t> values);

/// Identity of all that the two share when only defaults and version may differ: the canonical text with version 1 and
/// every default at its least value.
std::string rules_text(const Document& document);

/// The first field, apart from version, descriptions and defaults, in which the documents differ; empty: none does.
std::string first_other_rule(const Document& before, const Document& after);

}  // namespace spark::strategy
