#pragma once

#include <chrono>
#include <optional>
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

/// `application/json`, with or without parameters.
bool is_json(std::string_view content_type);

}  // namespace spark::http::detail
