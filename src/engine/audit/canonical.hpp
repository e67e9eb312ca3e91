#pragma once

#include <string>

#include "foundation/wire/json.hpp"

namespace spark::audit {

/// One text for one value: compact, the members of every object by ascending key (bytes), array order kept. What `jq
/// -cS` prints for documents of text, whole numbers, arrays and objects; the manifest and the INDEX hold nothing else.
std::string canonical_text(const wire::Json& json);

/// SHA-256 (hexadecimal) over the canonical text of `json` without its member `hash`.
std::string self_hash(const wire::Json& json);

}  // namespace spark::audit
