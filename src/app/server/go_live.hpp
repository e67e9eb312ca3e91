#pragma once

#include "app/server/house.hpp"

namespace spark::server {

/// Begins what moves by itself once the ports are bound: the made-up market, what the stream is told of it, the
/// stream's journal, and the open streams. Ends with House::stop. Errors: invalid_input for settings that cannot be.
Result<void> go_live(House& house);

}  // namespace spark::server
