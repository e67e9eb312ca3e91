#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/store/mapped_data_set.hpp"
#include "app/verbs/context.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// What a run was made from, for its manifest: data set, strategy text, this binary, its commit, and the command that
/// repeats it. Errors: those of reading the binary.
Result<audit::Inputs> inputs_of_run(const Context& context, std::span<const store::MappedDataSet* const> data_sets,
                                    std::string_view strategy_text);

/// The words as a shell takes them: quoted where they need it.
std::string shell_line(const std::vector<std::string>& words);

}  // namespace spark::verbs
