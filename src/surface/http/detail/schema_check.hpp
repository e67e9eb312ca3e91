#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/wire/json.hpp"

namespace spark::http::detail {

/// One thing in a body that breaks the schema.
struct FieldError {
    std::string pointer;  ///< JSON pointer; empty: the document itself.
    std::string message;  ///< What was found and what is allowed.
    std::string remedy{};
};

/// What breaks the schema of this name (detail/schemas.hpp), in the order of the document, at most `errors_max`.
/// Knows: $ref, type, enum, const, properties, required, additionalProperties, maxProperties, items, minItems,
/// maxItems, minLength and maxLength (characters), minimum, maximum, oneOf, format date-time, and patterns of the form
/// `^[class]{m,n}$`; a test holds every schema to these.
std::vector<FieldError> check_against(std::string_view schema, const wire::Json& body, std::size_t errors_max = 10);

/// The same for one value and a schema that is read already.
std::vector<FieldError> check_value(const wire::Json& schema, const wire::Json& value, std::size_t errors_max = 1);

/// The schema of this name, read. Precondition (asserted): there is one.
const wire::Json& schema_of(std::string_view name);

/// The keywords a schema uses that check_against does not know, for the test.
std::vector<std::string> unknown_keywords(const wire::Json& schema);

}  // namespace spark::http::detail
