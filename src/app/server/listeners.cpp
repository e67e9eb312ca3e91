#include "app/server/listeners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "foundation/base/shown_text.hpp"
#include "surface/http/ports.hpp"

namespace spark::server {
namespace {

std::vector<std::string_view> split(std::string_view text, char sign) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(sign);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// `executor` is the planning documents' word for the role `api`.
std::string_view role_named(std::string_view text) { return text == "executor" ? "api" : text; }

}  // namespace

Result<std::vector<net::Listener>> listeners_of_role(std::string_view roles) {
    const std::vector<std::string_view> asked = split(roles, ',');
    for (const std::string_view role : asked) {
        if (role == "all" || std::ranges::count(http::ports, role_named(role), &http::Port::role) != 0) continue;
        return fail(Fault::invalid_input,
                    fmt::format("found role '{}', allowed all, api, web, backtest, streams", shown(role)), "--role");
    }
    std::vector<net::Listener> listeners;
    for (const http::Port& port : http::ports) {
        const bool is_asked = std::ranges::any_of(
            asked, [&](std::string_view role) { return role == "all" || role_named(role) == port.role; });
        if (is_asked) listeners.push_back({std::string(port.name), port.number});
    }
    return listeners;
}

Result<void> set_port(std::string_view text, std::vector<net::Listener>& listeners) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const std::string_view digits = equals == std::string_view::npos ? std::string_view{} : text.substr(equals + 1);
    std::uint16_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed NAME=NUMBER with a number from 0 to 65535", shown(text)), "--port",
                    "--port api=4010, or --port all=0 for free ports");
    bool is_set = false;
    for (net::Listener& listener : listeners) {
        if (name != "all" && name != listener.name) continue;
        listener.port = number;
        is_set = true;
    }
    if (is_set) return {};
    return fail(Fault::invalid_input,
                fmt::format("found port '{}', which none of the roles opens; there are all, api, executor, web, "
                            "backtest, streams",
                            shown(name)),
                "--port");
}

Result<void> set_tls(const config::Settings& settings, std::vector<net::Listener>& listeners) {
    const std::string& certificate = settings.text("server.tls_certificate");
    const std::string& key = settings.text("server.tls_key");
    if (certificate.empty() && key.empty()) return {};
    if (certificate.empty() || key.empty())
        return fail(Fault::invalid_input,
                    "found one of server.tls_certificate and server.tls_key, allowed both or none",
                    certificate.empty() ? "server.tls_certificate" : "server.tls_key");
    for (net::Listener& listener : listeners)
        listener.tls = net::TlsFiles{.certificate_file = certificate, .key_file = key};
    return {};
}

}  // namespace spark::server
