#pragma once

#include <span>
#include <string_view>

#include "surface/http/words.hpp"

namespace spark::http {

/// A query parameter of the API: one meaning for one name, whatever the route.
struct QueryParameter {
    std::string_view name;
    std::string_view schema;  ///< JSON Schema of the value, once read from text.
    Words what;
};

std::span<const QueryParameter> query_parameters();

/// Precondition (asserted): there is one.
const QueryParameter& query_parameter(std::string_view name);

/// Those every route takes: `fields`, `lang`.
std::span<const std::string_view> common_query_parameters();

}  // namespace spark::http
