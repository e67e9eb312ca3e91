#pragma once

#include <string>

namespace spark::http {

/// The API's schemas and operations as TypeScript declarations: the package `@spark/types`.
std::string typescript_text();

}  // namespace spark::http
