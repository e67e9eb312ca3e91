#pragma once

#include <string>
#include <string_view>

#include "foundation/net/message.hpp"

namespace spark::http {

/// The cookie that holds a session's token. `__Host-`: no other host, no other path, never without TLS (browsers take
/// loopback as good as that).
inline constexpr std::string_view session_cookie = "__Host-spark_session";

/// The header that gives a browser its session. No script reads it, no foreign page sends it, and it goes when the
/// browser is closed. Precondition (asserted): the token is none that could end the cookie's value.
net::Header session_cookie_header(std::string_view token);

/// The header that takes it away again.
net::Header no_session_cookie_header();

}  // namespace spark::http
