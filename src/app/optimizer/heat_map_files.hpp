#pragma once

#include <filesystem>
#include <string_view>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// `--heatmap`: nothing, `ascii`, or a file that ends in `.png`. Errors: invalid_input.
Result<void> check_heat_map_target(std::string_view target);

/// The first map of a finished folder's heatmap.json as a PNG. Errors: not_found; unavailable when the libraries that
/// draw are not installed; those of writing.
Result<void> write_heat_map_picture(const std::filesystem::path& folder, const std::filesystem::path& picture,
                                    cli::Language language);

/// The same in the terminal.
Result<void> print_heat_map(cli::Terminal& terminal, const std::filesystem::path& folder);

/// Both of a map that came from elsewhere. Errors: corrupt when it is none.
Result<void> write_heat_map_picture(const wire::Json& map, const std::filesystem::path& picture,
                                    cli::Language language);
Result<void> print_heat_map(cli::Terminal& terminal, const wire::Json& map);

}  // namespace spark::optimizer
