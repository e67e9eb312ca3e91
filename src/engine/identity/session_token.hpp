#pragma once

#include <string>
#include <string_view>

#include "engine/identity/refusal.hpp"
#include "foundation/crypto/random.hpp"

namespace spark::identity {

/// What the cookie carries: 256 random bits in base64url, 43 characters. It means nothing by itself; only its SHA-256
/// is kept.
std::string make_session_token(const crypto::FillRandom& fill_random);

/// Whether text can be a session's token: its form alone.
bool is_session_token(std::string_view text);

/// The csrf token that belongs to a session's token: an HMAC of it, so that it is another one for every session,
/// changes with it, and is kept nowhere. May be known to the page's script; the session's token cannot be found from
/// it.
std::string csrf_token_of(std::string_view session_token);

/// Errors: denied, csrf_mismatch, when `csrf_token` is not the session's; in constant time.
Answer<void> check_csrf(std::string_view session_token, std::string_view csrf_token);

}  // namespace spark::identity
