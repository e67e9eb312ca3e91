#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/strategy/document.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

/// A document is a few thousand bytes; what is longer is none that a person would read.
inline constexpr std::size_t document_bytes_max = std::size_t{64} << 10U;

/// The document in a language model's answer.
struct CutAnswer {
    std::string text;
    strategy::DocumentSyntax syntax = strategy::DocumentSyntax::toml;
    bool has_more = false;  ///< Words or further fences stood around it, and were left out.
};

/// The first fence (``` or ~~~) marked toml or json, else the first fence that is not empty, else the whole answer.
/// Nothing of it is read here, let alone run: the text is data for read_document. Line ends become `\n`.
/// Errors: corrupt for bytes that are not UTF-8, a NUL, or nothing at all; exhausted past document_bytes_max.
Result<CutAnswer> cut_answer(std::string_view answer);

}  // namespace spark::lab
