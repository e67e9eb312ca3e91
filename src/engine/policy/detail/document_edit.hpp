#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spark::policy::detail {

/// A field that gets a value: its path from the root, and the value as it stands in the text.
struct FieldEdit {
    std::vector<std::string> path;
    std::string value;           ///< A number's digits, or an expression.
    bool is_expression = false;  ///< Then it is quoted.
};

/// The text with these values and nothing else changed: a value in its place, a new field under its table's header, a
/// new table at the end. None where that cannot be done by changing lines (a text over several lines, a table written
/// as a value): who calls holds the result against what was wanted.
std::optional<std::string> edited_toml(std::string_view text, std::span<const FieldEdit> edits);

/// The members set, the rest and its order kept, laid out anew. None for what is no object on the way.
std::optional<std::string> edited_json(std::string_view text, std::span<const FieldEdit> edits);

}  // namespace spark::policy::detail
