#pragma once

#include "foundation/net/message.hpp"
#include "surface/http/call.hpp"
#include "surface/http/outcome.hpp"

namespace spark::http::detail {

/// The outcome as the caller asked for it: only the members of `fields`, rows as ndjson, an ETag that If-None-Match is
/// held against, gzip where it helps and is accepted.
net::Response shaped(const Call& call, Outcome outcome);

}  // namespace spark::http::detail
