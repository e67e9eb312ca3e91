#pragma once

#include <optional>

#include "app/server/house.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/call.hpp"

/// What the web page's first sight is made of: the same documents as the API's, made by the same code.
namespace spark::server {

/// GET /api/v1/status, whoever asks.
wire::Json status_json(const House& house);

/// GET /api/v1/session; none where it refuses.
std::optional<wire::Json> session_document(const House& house, const http::Call& call);

struct KeptAppearance {
    wire::Json document;
    bool is_kept = false;  ///< Else it is what everybody begins with.
};
/// GET /api/v1/settings/me of the caller; none where it refuses. Reads the store.
std::optional<KeptAppearance> appearance_document(const House& house, const http::Call& call);

}  // namespace spark::server
