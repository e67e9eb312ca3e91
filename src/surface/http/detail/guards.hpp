#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/net/message.hpp"

namespace spark::http::detail {

/// Whether a Host names this machine's loopback: 127.0.0.1, localhost or [::1], with or without a port. A page of
/// another name that a browser was led to here (DNS rebinding) says its own.
bool is_loopback_host(std::string_view host);

/// Whether a call that changes state does not come from a foreign page: no Origin, or the one of the address it was
/// sent to; and the browser does not call it cross-site.
bool is_own_origin(const net::Request& request);

/// `wait` or `wait=5` (seconds) among the preferences of a Prefer header: at most a minute. None without it.
std::optional<std::chrono::milliseconds> wanted_wait(std::string_view prefer);

/// Whether a Content-Type is this media type, with or without parameters.
bool is_media_type(std::string_view content_type, std::string_view wanted);

/// Whether an Accept header lets this media type through (parameters of ours and their weights aside, but for q=0).
bool accepts(std::string_view accept, std::string_view media_type);

/// Whether an Accept-Encoding header names this coding (or `*`) without q=0.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

/// The value of this cookie in a Cookie header; none where it is not there or stands twice.
std::optional<std::string_view> cookie_value(std::string_view cookies, std::string_view name);

/// Whether somebody else's request was passed on to us.
bool is_forwarded(const net::Request& request);

/// Whom the request comes from: the peer, or whom the proxy before us says (the last address of X-Forwarded-For: those
/// before it are the client's own words).
std::string address_of(const net::Request& request, bool has_proxy);

}  // namespace spark::http::detail
