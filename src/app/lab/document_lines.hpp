#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spark::lab {

/// The line on which a field of a TOML document is written (`parameters.fast.default`), from 1; of a table its
/// header's. None where it is not written.
std::optional<std::uint32_t> line_of_field(std::string_view toml, std::string_view path);

/// A comment behind a field's value.
struct LineComment {
    std::string path;
    std::uint32_t line = 0;
    std::string text;
};

/// Of fields that are alone on their line, in the order of the lines; none where the text is no TOML.
std::vector<LineComment> line_comments(std::string_view toml);

}  // namespace spark::lab
