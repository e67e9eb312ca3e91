#pragma once

#include <string>
#include <string_view>

/// What the browser lets a page of this server do: the only place where these headers' values stand.
namespace spark::http {

/// Content-Security-Policy of the web page and its files: scripts, styles and everything else from this server alone,
/// nothing inline, in nobody's frame.
inline constexpr std::string_view web_page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

/// Permissions-Policy of the same: the page uses none of what a browser asks people about.
inline constexpr std::string_view web_page_permissions =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()";

/// Content-Security-Policy of all answers that are no page.
inline constexpr std::string_view answer_policy = "default-src 'none'; frame-ancestors 'none'";

/// Content-Security-Policy of a run's report as a file: it colours its cells by style attributes, and holds no script.
inline constexpr std::string_view report_file_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Content-Security-Policy of the pages without script (pages.hpp): their own style sheet and nothing else.
std::string plain_page_policy();

}  // namespace spark::http
