#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::config::detail {

/// One `group.name = value` of a settings file. Numbers keep the digits that were written: they never pass through a
/// double.
struct TomlValue {
    std::string name;  ///< With its tables: "backtest.maker_bps".
    std::string text;
    std::size_t line = 0;
};

/// The values in the order of their lines. `file_name` is for messages.
/// Errors: invalid_input with file and line: bad TOML, or a value that is no text, number or truth value.
Result<std::vector<TomlValue>> read_toml(std::string_view file_name, std::string_view content);

}  // namespace spark::config::detail
