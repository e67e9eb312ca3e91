#pragma once

#include <span>
#include <string_view>

#include "foundation/wire/json.hpp"

namespace spark::remote {

/// The members with these keys, in this order; what is not there is left out.
wire::Json only(const wire::Json& json, std::span<const std::string_view> keys);

/// The object without these members.
wire::Json without(const wire::Json& json, std::span<const std::string_view> keys);

}  // namespace spark::remote
