#pragma once

#include <string>
#include <string_view>

#include "engine/strategy/definition.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// SHA-256 of the canonical text: the strategy's identity.
std::string strategy_sha256(const strategy::Definition& definition);

/// schema, name, version, sha256: how every document about a strategy begins.
wire::Json strategy_head_json(const strategy::Definition& definition, std::string_view schema);

/// A line of a list. `from`: "built_in" or the document's path.
wire::Json strategy_row_json(const strategy::Definition& definition, std::string_view from);

/// `spark.strategy_show/1`: the document with its defaults filled in, and its canonical text. Precondition: not native.
wire::Json strategy_json(const strategy::Definition& definition);

}  // namespace spark::verbs
