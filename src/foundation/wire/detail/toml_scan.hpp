#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spark::wire::detail {

/// Why a text must not reach toml++ 3.3, which trusts it in these places (found by fuzzing).
/// depth: a level is a stack frame there. header: it asserts on a table's header that begins with no key.
/// foreign: a byte above ASCII outside text and comments, or in text that begins in the middle of something, which is
/// no TOML and undefined behaviour there.
enum class TomlTrouble : std::uint8_t { depth, header, foreign };

/// What was found, in words.
std::string_view to_text(TomlTrouble trouble);

struct TomlFinding {
    TomlTrouble trouble = TomlTrouble::depth;
    std::size_t offset = 0;
};

/// The first trouble of a text, found on its characters alone; nothing when it may be parsed. Levels are counted of
/// brackets and of the dots of keys, each by itself.
std::optional<TomlFinding> scan_toml(std::string_view text, std::size_t depth_max);

}  // namespace spark::wire::detail
