#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spark {

/// Why a text must not reach toml++ 3.3: it would nest deeper than allowed (a level is a stack frame there), or holds a
/// byte above ASCII outside text and comments, which is no TOML and which the library runs into undefined behaviour on.
enum class TomlTrouble : std::uint8_t { depth, foreign_byte };

struct TomlFinding {
    TomlTrouble trouble = TomlTrouble::depth;
    std::size_t offset = 0;
};

/// The first trouble of a text, found on its characters alone; nothing when it may be parsed. Levels are counted of
/// brackets and of the dots of keys, each by itself.
std::optional<TomlFinding> scan_toml(std::string_view text, std::size_t depth_max);

}  // namespace spark
