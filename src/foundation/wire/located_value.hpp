#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::wire {

/// Where something stands in a text: line and column from 1, columns in characters.
struct TextPlace {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    auto operator<=>(const TextPlace&) const = default;
};

/// `file.toml:3:14`; without a file name `3:14`.
std::string to_text(std::string_view file_name, TextPlace place);

enum class LocatedKind : std::uint8_t { flag, integer, decimal, text, list, table };

/// "true or false", "a whole number", "a number", "text", "a list" or "a table", for messages.
std::string_view kind_name(LocatedKind kind);

/// A value of a document written by hand, with the place of everything, so that a message can point at it. Numbers keep
/// their characters: no digit goes through a double.
struct LocatedValue {
    LocatedKind kind = LocatedKind::table;
    TextPlace place{};
    std::string text{};  ///< Of text its content, of a number its digits (no `_`, no leading +), of a flag the word.
    TextPlace content_place{};  ///< Where the first character of a text's content stands.
    bool verbatim = false;      ///< The text's content stands in the document character for character.
    std::string key{};          ///< Of a table's member.
    TextPlace key_place{};
    std::vector<LocatedValue> items{};  ///< Of a list, or the members of a table in the order of the document.

    /// The member with this key, or null.
    const LocatedValue* find(std::string_view wanted) const;
};

/// Bounds of documents that people write: a megabyte is a hundred times the longest one here, nothing in them nests
/// deeper than a handful of levels.
struct LocatedLimits {
    std::size_t bytes_max = std::size_t{1} << 20U;
    std::size_t depth_max = 16;
};

/// Reads a TOML 1.0 document whose values are text, numbers, flags, lists and tables.
/// Errors: invalid_input with `line:column` as place: no TOML, a key twice, a date, more bytes or levels than allowed.
Result<LocatedValue> parse_located_toml(std::string_view text, const LocatedLimits& limits = {});

/// Reads a JSON object (RFC 8259) into the same form. Errors: invalid_input with `line:column` as place: no JSON, a key
/// twice, null, text that is not UTF-8, more bytes or levels than allowed.
Result<LocatedValue> parse_located_json(std::string_view text, const LocatedLimits& limits = {});

}  // namespace spark::wire
