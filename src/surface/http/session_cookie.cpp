#include "surface/http/session_cookie.hpp"

#include <fmt/format.h>

#include "foundation/base/assert.hpp"

namespace spark::http {
namespace {

constexpr std::string_view attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";

}  // namespace

net::Header session_cookie_header(std::string_view token) {
    SPARK_ASSERT(token.find_first_of("; ,\"\\\r\n") == std::string_view::npos);
    return {.name = "Set-Cookie", .value = fmt::format("{}={}{}", session_cookie, token, attributes)};
}

net::Header no_session_cookie_header() {
    return {.name = "Set-Cookie", .value = fmt::format("{}={}; Max-Age=0", session_cookie, attributes)};
}

}  // namespace spark::http
