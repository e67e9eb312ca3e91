// Any bytes as the headers a browser or a proxy sends: nothing may crash, and what is taken from them is part of them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/net/message.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/session_cookie.hpp"
#include "surface/http/words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const auto cookie = spark::http::detail::cookie_value(text, spark::http::session_cookie);
    if (cookie) {
        SPARK_ASSERT(cookie->data() >= text.data() && cookie->data() + cookie->size() <= text.data() + text.size());
        SPARK_ASSERT(cookie->find(';') == std::string_view::npos);
    }
    const auto wait = spark::http::detail::wanted_wait(text);
    SPARK_ASSERT(!wait || (wait->count() >= 0 && wait->count() <= 60'000));
    static_cast<void>(spark::http::language_of(text));
    static_cast<void>(spark::http::detail::accepts(text, "application/json"));
    static_cast<void>(spark::http::detail::accepts_encoding(text, "gzip"));
    static_cast<void>(spark::http::detail::is_media_type(text, "application/json"));
    if (spark::http::detail::is_loopback_host(text))
        SPARK_ASSERT(text.size() <= 15 && text.find('@') == std::string_view::npos);
    spark::net::Request request;
    request.peer_is_loopback = true;
    request.headers = {
        {"Host", "127.0.0.1:4010"}, {"Origin", std::string(text)}, {"X-Forwarded-For", std::string(text)}};
    if (spark::http::detail::is_own_origin(request)) SPARK_ASSERT(spark::net::same_name(text, "http://127.0.0.1:4010"));
    const std::string address = spark::http::detail::address_of(request, true);
    SPARK_ASSERT(!address.empty() && address.size() <= 45);
    return 0;
}
