#pragma once

#include <string>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::optimizer {

/// The backtest of an order as it came, in the form that is kept: amounts as text with the digits they came with, a
/// document in the one JSON form that has its identity. Errors: invalid_input with a JSON pointer that begins with
/// `pointer`; fields that an optimization decides itself (oos, band) are refused.
Result<wire::Json> backtest_part(const wire::LocatedValue& value, const std::string& pointer);

}  // namespace spark::optimizer
