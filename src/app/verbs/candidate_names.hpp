#pragma once

#include <string>
#include <vector>

#include "app/cli/verbs.hpp"
#include "app/verbs/context.hpp"

namespace spark::verbs {

/// Names of data sets, strategies, backtests or evidence for the shell's completion. Whatever cannot be read gives no
/// names: a shell has no place to show an error.
std::vector<std::string> candidate_names(const Context& context, cli::Candidates kind);

}  // namespace spark::verbs
