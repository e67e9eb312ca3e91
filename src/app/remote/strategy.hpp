#pragma once

#include <string_view>

#include "app/remote/server.hpp"
#include "engine/strategy/definition.hpp"

namespace spark::remote {

/// The server's strategy of this name (`name@3`: that version), or this machine's document of this path. Errors: those
/// of the server and of the file; corrupt when this program makes another strategy of the server's document.
Result<strategy::Definition> find_strategy(Server& server, std::string_view name_or_path);

}  // namespace spark::remote
