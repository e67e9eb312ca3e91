#include "foundation/net/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace spark::net {
namespace {

constexpr std::uint16_t port_of(bool is_https) { return is_https ? 443 : 80; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_address_character(char c) { return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.'; }

Error url_error(std::string_view what) {
    return {.fault = Fault::invalid_input,
            .message = fmt::format("address {}", what),
            .place = {},
            .remedy = "as http://127.0.0.1:3003/path or https://example.org/path"};
}

Result<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || port == 0)
        return fail(url_error("has a port that is no number from 1 to 65535"));
    return port;
}

}  // namespace

std::string Url::authority() const {
    const std::string name = host.contains(':') ? fmt::format("[{}]", host) : host;
    return port == port_of(is_https) ? name : fmt::format("{}:{}", name, port);
}

Result<Url> parse_url(std::string_view text) {
    const auto is_plain = [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\'; };
    if (!std::ranges::all_of(text, is_plain)) return fail(url_error("holds a byte no address may hold"));
    Url url;
    const std::size_t scheme_end = text.find("://");
    std::string scheme(text.substr(0, scheme_end == text.npos ? 0 : scheme_end));
    std::ranges::transform(scheme, scheme.begin(), lower);
    if (scheme != "http" && scheme != "https") return fail(url_error("begins neither with http:// nor with https://"));
    url.is_https = scheme == "https";
    url.port = port_of(url.is_https);
    text.remove_prefix(scheme_end + 3);
    if (text.contains('#')) return fail(url_error("has a fragment (#), which is not sent to a server"));
    const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authority_end);
    text.remove_prefix(authority_end);
    if (authority.contains('@')) return fail(url_error("holds a user or a password"));
    const bool is_in_brackets = authority.starts_with('[');
    const std::size_t host_end = is_in_brackets ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (host_end == authority.npos) return fail(url_error("has a [ without its ]"));
    url.host = authority.substr(is_in_brackets ? 1 : 0, host_end - (is_in_brackets ? 1 : 0));
    std::ranges::transform(url.host, url.host.begin(), lower);
    if (url.host.empty() || url.host.size() > 253 ||
        !std::ranges::all_of(url.host, is_in_brackets ? is_address_character : is_host_character))
        return fail(url_error("names no host"));
    authority.remove_prefix(host_end + (is_in_brackets ? 1 : 0));
    if (!authority.empty() && authority.front() != ':') return fail(url_error("names no host"));
    if (!authority.empty()) {
        SPARK_TRY(url.port, parse_port(authority.substr(1)));
    }
    url.target = text.starts_with('/') ? std::string(text) : "/" + std::string(text);
    return url;
}

}  // namespace spark::net
