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
    return host != nullptr && net::same_name(*origin, "http://" + *host);
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

bool is_json(std::string_view content_type) {
    return net::same_name(trimmed(content_type.substr(0, content_type.find(';'))), "application/json");
}

}  // namespace spark::http::detail
