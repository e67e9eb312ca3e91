#pragma once

#include <string>

namespace spark::http {

/// The route table as an OpenAPI 3.1 document, with `x-spark-role`, `x-spark-rate` and `x-spark-audited` on every
/// operation.
std::string openapi_text();

/// The route table as docs/reference/api.md.
std::string api_markdown();

}  // namespace spark::http
