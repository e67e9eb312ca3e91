#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/document.hpp"

namespace spark::strategy {

/// A field that gets a value: its path from the root, and the value as it stands in the text.
struct FieldEdit {
    std::vector<std::string> path;
    std::string value;     ///< A number's digits, or the content of a text.
    bool is_text = false;  ///< Names and expressions: quoted.
};

struct EditedText {
    std::string text;
    /// The layout could not be kept (a text over several lines, a table written as a value): all of it written anew,
    /// which a TOML's first line says.
    bool is_rewritten = false;
};

/// The document's text with these values and nothing else changed: a value in its place, a new field under its table's
/// header, a new table at the end; JSON is laid out anew, its members in their order. `wanted` is what the text then
/// has to say: where edits do not lead there it is written from `wanted`. Precondition: the text is a document of this
/// syntax.
EditedText edited_text(std::string_view text, DocumentSyntax syntax, std::span<const FieldEdit> edits,
                       const Document& wanted);

}  // namespace spark::strategy
