#pragma once

#include <optional>
#include <string_view>

#include "app/cli/terminal.hpp"
#include "app/cli/text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Prints a `spark.stats/1` document for people: a table of figures a part, then drawdowns, years and groups.
void print_stats(cli::Terminal& terminal, const wire::Json& document);

/// The figure's name for people; none when the table of names lacks it.
std::optional<std::string_view> label_of_figure(std::string_view key, cli::Language language);

}  // namespace spark::verbs
