#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/strategy/definition.hpp"

namespace spark::strategy {

/// A document that is part of the program: src/engine/strategy/documents/<name>.toml, its bytes put in by the build.
struct BuiltInDocument {
    std::string_view name;
    std::string_view toml;
};

/// By name.
std::span<const BuiltInDocument> built_ins();

/// Errors: not_found, with the nearest name.
Result<Definition> find_built_in(std::string_view name);

/// Names of all that is built in, documents and those written in C++, sorted.
std::vector<std::string_view> built_in_names();

}  // namespace spark::strategy
