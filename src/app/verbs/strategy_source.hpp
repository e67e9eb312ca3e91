#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"
#include "engine/strategy/definition.hpp"

namespace spark::verbs {

/// A strategy document below DATA_DIR/strategies.
struct StrategyFile {
    std::filesystem::path path;
    std::string name;
};

/// A document's file. Errors: as read_file; invalid_input with `file:line:column`.
Result<strategy::Definition> load_strategy_file(const std::filesystem::path& path);

/// Every document in DATA_DIR/strategies, by name; none when there is no such folder.
/// Errors: those of a document that does not load; conflict when two files, or a file and the program, have one name.
Result<std::vector<StrategyFile>> strategy_files(const Context& context);

/// With a '/' or a '.' it is a document's path on this machine.
bool is_strategy_path(std::string_view name_or_path);

/// What STRATEGY on a command line means: with a '/' or a '.' a document's path, else the name of a built-in strategy
/// or of a document in DATA_DIR/strategies; of those kept with versions the newest, `name@3` a given one.
Result<strategy::Definition> load_strategy(const Context& context, std::string_view name_or_path);

/// Names to complete: built in, then those of DATA_DIR/strategies that can be read.
std::vector<std::string> strategy_names(const Context& context);

}  // namespace spark::verbs
