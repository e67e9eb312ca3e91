#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/cli/invocation.hpp"
#include "app/cli/terminal.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

// What `spark strategy …` prints, wherever the strategy came from: this machine or a server.

/// What the strategy says of itself, in Turkish where it has that and it is asked for.
std::string_view description_of(const strategy::Definition& definition, cli::Language language);

/// A line of the list: strategy_row_json, and the description in the terminal's language.
struct ListedStrategy {
    wire::Json document;
    std::string description;
};

/// Errors: invalid_input with the missing field as place.
Result<void> print_strategies(cli::Terminal& terminal, std::span<const ListedStrategy> rows);

void print_valid(cli::Terminal& terminal, const strategy::Definition& definition);

/// In the form of --format.
void print_strategy(cli::Terminal& terminal, const cli::Invocation& invocation, const strategy::Definition& definition);

/// Its rules in words, with the values of --set. Errors: invalid_input for a value or a name that is refused.
Result<void> print_explained(cli::Terminal& terminal, const cli::Invocation& invocation,
                             const strategy::Definition& definition);

void print_differences(cli::Terminal& terminal, const strategy::Definition& before, const strategy::Definition& after);

}  // namespace spark::verbs
