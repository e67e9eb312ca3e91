#include "surface/http/detail/guards.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace spark::http::detail {
namespace {

constexpr std::chrono::milliseconds wait_max{60'000};
constexpr std::chrono::milliseconds wait_default{30'000};

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

bool is_loopback_host(std::string_view host) {
    for (const std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!net::same_name(host.substr(0, name.size()), name)) continue;
        const std::string_view rest = host.substr(name.size());
        return rest.empty() || (rest.front() == ':' && rest.size() <= 6 && is_digits(rest.substr(1)));
    }
    return false;
}

bool is_own_origin(const net::Request& request) {
    const std::string* const site = request.header("Sec-Fetch-Site");
    if (site != nullptr && *site != "same-origin" && *site != "none") return false;
    const std::string* const origin = request.header("Origin");
    if (origin == nullptr) return true;
    const std::string* const host = request.header("Host");
    if (host != nullptr && net::same_name(*origin, "http://" + *host)) return true;
    // Behind a proxy the browser's own address is the one the proxy was called by.
    const std::string* const outside = request.header("X-Forwarded-Host");
    return outside != nullptr && net::same_name(*origin, "https://" + *outside);
}

std::optional<std::chrono::milliseconds> wanted_wait(std::string_view prefer) {
    while (!prefer.empty()) {
        const std::size_t end = prefer.find_first_of(",;");
        const std::string_view item = trimmed(prefer.substr(0, end));
        prefer = end == std::string_view::npos ? std::string_view{} : prefer.substr(end + 1);
        if (net::same_name(item, "wait")) return wait_default;
        if (!net::same_name(item.substr(0, 5), "wait=")) continue;
        const std::string_view digits = item.substr(5, 6);
        if (!is_digits(digits)) continue;
        std::int64_t seconds = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
        return std::min(wait_max, std::chrono::milliseconds(seconds * 1'000));
    }
    return std::nullopt;
}

bool is_media_type(std::string_view content_type, std::string_view wanted) {
    return net::same_name(trimmed(content_type.substr(0, content_type.find(';'))), wanted);
}

bool accepts(std::string_view accept, std::string_view media_type) {
    media_type = trimmed(media_type.substr(0, media_type.find(';')));
    const std::string_view kind = media_type.substr(0, media_type.find('/'));
    if (trimmed(accept).empty()) return true;
    while (!accept.empty()) {
        const std::size_t comma = accept.find(',');
        const std::string_view item = accept.substr(0, comma);
        accept = comma == std::string_view::npos ? std::string_view{} : accept.substr(comma + 1);
        const std::size_t semicolon = item.find(';');
        const std::string_view range = trimmed(item.substr(0, semicolon));
        const std::string_view parameters =
            semicolon == std::string_view::npos ? "" : trimmed(item.substr(semicolon + 1));
        if (parameters == "q=0" || parameters == "q=0.0") continue;
        const bool is_kind = range.ends_with("/*") && net::same_name(range.substr(0, range.size() - 2), kind);
        if (range == "*/*" || is_kind || net::same_name(range, media_type)) return true;
    }
    return false;
}

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const std::size_t comma = accept_encoding.find(',');
        const std::string_view item = accept_encoding.substr(0, comma);
        accept_encoding = comma == std::string_view::npos ? std::string_view{} : accept_encoding.substr(comma + 1);
        const std::size_t semicolon = item.find(';');
        const std::string_view name = trimmed(item.substr(0, semicolon));
        const std::string_view parameters =
            semicolon == std::string_view::npos ? "" : trimmed(item.substr(semicolon + 1));
        if (name == "*" || net::same_name(name, coding))
            return parameters != "q=0" && parameters != "q=0.0" && parameters != "q=0.00" && parameters != "q=0.000";
    }
    return false;
}

std::optional<std::string_view> cookie_value(std::string_view cookies, std::string_view name) {
    std::optional<std::string_view> found;
    while (!cookies.empty()) {
        const std::size_t end = cookies.find(';');
        const std::string_view item = trimmed(cookies.substr(0, end));
        cookies = end == std::string_view::npos ? std::string_view{} : cookies.substr(end + 1);
        const std::size_t equal = item.find('=');
        if (equal == std::string_view::npos || item.substr(0, equal) != name) continue;
        if (found) return std::nullopt;
        found = item.substr(equal + 1);
    }
    return found;
}

bool is_forwarded(const net::Request& request) {
    return request.header("X-Forwarded-For") != nullptr || request.header("Forwarded") != nullptr ||
           request.header("X-Real-IP") != nullptr || request.header("Via") != nullptr;
}

std::string address_of(const net::Request& request, bool has_proxy) {
    const std::string* const forwarded = has_proxy ? request.header("X-Forwarded-For") : nullptr;
    if (forwarded != nullptr && request.peer_is_loopback) {
        const std::size_t comma = forwarded->rfind(',');
        const std::string_view last = trimmed(
            comma == std::string::npos ? std::string_view(*forwarded) : std::string_view(*forwarded).substr(comma + 1));
        const bool is_address = !last.empty() && last.size() <= 45 && std::ranges::all_of(last, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
        });
        if (is_address) return std::string(last);
    }
    return request.peer_is_loopback ? "127.0.0.1" : "unknown";
}

}  // namespace spark::http::detail
