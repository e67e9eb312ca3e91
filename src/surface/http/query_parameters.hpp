#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "surface/http/words.hpp"

namespace spark::http {

struct Route;

/// A query parameter of the API: one meaning for one name, whatever the route.
struct QueryParameter {
    std::string_view name;
    std::string_view schema;  ///< JSON Schema of the value, once read from text.
    Words what;
};

std::span<const QueryParameter> query_parameters();

/// Precondition (asserted): there is one.
const QueryParameter& query_parameter(std::string_view name);

/// A parameter as a route takes it.
struct TakenParameter {
    const QueryParameter& row;
    bool is_needed = false;
};

/// Those of `names` (a route's `query`; a name that ends in `!` is needed) and those every route takes: `lang`, and
/// where something is read `fields`.
std::vector<TakenParameter> parameters_of(const Route& route);

}  // namespace spark::http
