#pragma once

#include <optional>
#include <string_view>

#include "adapters/store/strategy_folder.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Reads `{"generation":"gen_…"}` or `{"optimization":"opt_…","set":17}`: what it names has to be in this data folder.
/// Whether `text` is still what was generated, or its fix, is computed here and not taken from the caller. Errors:
/// invalid_input with a JSON pointer as place, also for an id there is not; corrupt for a generation that cannot be
/// read.
Result<store::StrategyOrigin> read_origin(const Context& context, const wire::Json& json, std::string_view text);

/// `{"generation","is_edited"}`, `{"optimization","set"}`, or null.
wire::Json origin_json(const std::optional<store::StrategyOrigin>& origin);

}  // namespace spark::verbs
