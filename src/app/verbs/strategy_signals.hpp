#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Which signals are asked for.
struct SignalOrder {
    const strategy::Definition& definition;
    std::vector<std::string> assignments{};  ///< `fast=9`
    std::string data_set;
    std::optional<WallTime> from{};
    std::optional<WallTime> to{};
};

/// Marks of one answer; the counts are always whole.
inline constexpr std::size_t signal_marks_max = 5'000;

/// `spark.signals/1`: the bars on whose close the strategy would enter and leave, over the same bars a backtest of this
/// period sees. The newest marks are kept where there are more than signal_marks_max. Errors: those of the data set,
/// the parameters and Definition::plan; invalid_input for an empty period and for a strategy without signals.
Result<wire::Json> signals_json(Context& context, const SignalOrder& order);

}  // namespace spark::verbs
