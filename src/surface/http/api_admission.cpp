#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/api.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/detail/schema_check.hpp"
#include "surface/http/ports.hpp"
#include "surface/http/query_parameters.hpp"
#include "surface/http/session_cookie.hpp"

/// What a call has to pass before any work is done for it, in this order: the address, who calls, what it may do, how
/// often, and in which form.
namespace spark::http {
namespace {

std::string_view method_wanted(const net::Request& request) {
    return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

Problem refusal(std::string_view code, std::string detail) {
    return {.kind = problem_kind(code), .detail = std::move(detail)};
}

/// A query's value as JSON: a whole number where the schema wants one and it is one.
wire::Json value_of(const wire::Json& schema, const std::string& text) {
    const wire::Json* const type = schema.find("type");
    if (type == nullptr || *type != wire::Json("integer")) return text;
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return number;
    return text;
}

Problem query_refusal(const std::string& name, std::string detail, std::string fix = {}) {
    Problem problem = refusal("invalid_input", std::move(detail));
    problem.fix = std::move(fix);
    problem.errors.push_back({.pointer = name, .message = problem.detail});
    return problem;
}

/// The names a route's query may hold, and their values; a page's query is its script's to read.
std::optional<Problem> check_query(const Call& call) {
    const std::vector<TakenParameter> taken = parameters_of(*call.route);
    for (const net::QueryItem& item : call.target.query) {
        if (item.value.starts_with("spk_"))
            return refusal("secret_in_address", "an API key stands in the address, where logs and proxies keep it");
        if (call.route->is_page) continue;
        const auto known = std::ranges::find_if(
            taken, [&](const TakenParameter& parameter) { return parameter.row.name == item.name; });
        if (known == taken.end()) {
            std::vector<std::string_view> names;
            for (const TakenParameter& parameter : taken) names.push_back(parameter.row.name);
            const auto nearest = nearest_name(item.name, std::span<const std::string_view>(names));
            return query_refusal(shown(item.name), fmt::format("unknown query parameter '{}'", shown(item.name)),
                                 nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string());
        }
        const wire::Json schema = wire::parse_json(known->row.schema).value();
        const auto errors = detail::check_value(schema, value_of(schema, item.value));
        if (!errors.empty())
            return query_refusal(item.name, fmt::format("{}: {}", item.name, errors.front().message),
                                 errors.front().remedy);
    }
    for (const TakenParameter& parameter : taken) {
        if (parameter.is_needed && call.target.find(parameter.row.name) == nullptr)
            return query_refusal(std::string(parameter.row.name), fmt::format("{} is missing", parameter.row.name));
    }
    return std::nullopt;
}

constexpr std::string_view page_itself = "/index.html";

/// Whether an Accept header names HTML itself, as a browser's does for a page; `*/*` is anything's.
bool names_html(const net::Request& request) {
    const std::string* const accept = request.header("Accept");
    return accept != nullptr && accept->find("text/html") != std::string::npos && detail::accepts(*accept, "text/html");
}

/// Whether an address that fits no row is the API's to refuse: its first word is one that other routes than pages have,
/// or that of the page's own files.
bool is_below_api(const net::Target& target) {
    if (target.segments.empty()) return false;
    const std::string& first = target.segments.front();
    if (first == "assets") return true;
    return std::ranges::any_of(routes(), [&first](const Route& route) {
        const std::string_view path = route.path.substr(1);
        return route.group != Group::pages && path.substr(0, path.find('/')) == first;
    });
}

}  // namespace

std::string_view problem_code_of(identity::Refusal refusal) {
    using enum identity::Refusal;
    switch (refusal) {
        case bad_credentials: return "bad_credentials";
        case second_factor_wanted: return "second_factor_wanted";
        case throttled: return "throttled";
        case unknown_credential:
        case malformed_key:
        case expired:
        case revoked: return "credential_refused";
        case disabled:
        case address_not_allowed:
        case right_missing: return "denied";
        case csrf_mismatch: return "csrf_refused";
        case proof_wanted: return "proof_wanted";
        case last_admin: return "conflict";
    }
    return "denied";
}

/// What the web page has for an address that no row fits: a file, or the page itself, which says that it does not know
/// the address. Null: nothing.
const Route* Api::fallback_of(const Call& call) const {
    if (!options_.has_page_file || method_wanted(call.request) != "GET") return nullptr;
    const Port* const port = find_port(call.request.listener);
    if (port != nullptr && !port->serves(Group::pages)) return nullptr;
    const std::string path = call.target.path();
    // index.html itself is never sent as it lies.
    if (path != page_itself && options_.has_page_file(path)) return find_operation("pages.file");
    const bool has_page = names_html(call.request) && !is_below_api(call.target) && options_.has_page_file(page_itself);
    return has_page ? find_operation("pages.unknown") : nullptr;
}

/// Sets the call's route, or says why there is none. Every address that is not in the table ends here.
std::optional<Problem> Api::find_route(Call& call) const {
    const std::string* const host = call.request.header("Host");
    if (host == nullptr || !detail::is_loopback_host(*host))
        return refusal("host_refused", fmt::format("found Host '{}', allowed 127.0.0.1, localhost and [::1]",
                                                   host == nullptr ? std::string() : shown(*host)));
    auto target = net::parse_target(call.request.target);
    if (!target) return refusal("target_refused", target.error().message);
    call.target = std::move(*target);

    const Port* const port = find_port(call.request.listener);
    // Of several patterns that fit, the one with the fewest braces is meant: `/datasets/trash` is no data set.
    std::string_view path;
    std::vector<std::string> captured;
    std::string_view elsewhere;
    for (const Route& route : routes()) {
        if (!path.empty() && captured.empty()) break;
        if (route.is_fallback) continue;
        auto fits = match(route.path, call.target.segments);
        if (!fits || (!path.empty() && fits->size() >= captured.size())) continue;
        if (port != nullptr && !port->serves(route.group)) {
            elsewhere = to_text(route.group);
            continue;
        }
        path = route.path;
        captured = std::move(*fits);
    }
    if (path.empty() && !elsewhere.empty())
        return refusal("not_found",
                       fmt::format("the port '{}' does not serve {}; port api does", port->name, elsewhere));
    if (path.empty()) call.route = fallback_of(call);
    if (call.route != nullptr) return check_query(call);
    if (path.empty()) return refusal("not_found", fmt::format("no route fits '{}'", shown(call.request.target, 100)));
    std::string allowed;
    for (const Route& route : routes()) {
        if (route.path != path) continue;
        if (to_text(route.method) == method_wanted(call.request)) {
            call.route = &route;
            call.captured = std::move(captured);
            return check_query(call);
        }
        allowed += std::string(to_text(route.method)) + (route.method == Method::get ? ", HEAD, " : ", ");
    }
    allowed += "OPTIONS";
    Problem problem =
        refusal("method_not_allowed", fmt::format("found {}, allowed {}", shown(call.request.method), allowed));
    problem.headers.push_back({"Allow", allowed});
    return problem;
}

/// Who calls: a session, a key, the token of the planning documents, or nobody.
std::optional<Problem> Api::identify(Call& call) {
    const net::Request& request = call.request;
    Credentials credentials{.address = call.address};
    if (const std::string* const text = request.header("Authorization")) {
        constexpr std::string_view scheme = "Bearer ";
        if (!net::same_name(std::string_view(*text).substr(0, scheme.size()), scheme))
            return refusal("unauthenticated", "found an Authorization that is not Bearer");
        credentials.key = std::string_view(*text).substr(scheme.size());
    }
    if (const std::string* const cookies = request.header("Cookie"))
        credentials.session = detail::cookie_value(*cookies, session_cookie);
    if (const std::string* const token = request.header("x-admin-token")) {
        if (options_.is_live) return refusal("unauthenticated", "x-admin-token is not taken where real money is");
        if (!request.peer_is_loopback || detail::is_forwarded(request))
            return refusal("unauthenticated", "x-admin-token is taken from this machine only");
        credentials.admin_token = *token;
    }
    if (!credentials.key && !credentials.session && !credentials.admin_token) {
        if (request.peer_is_loopback && !detail::is_forwarded(request) && !options_.is_live) {
            if (auto local = gate_.local_caller()) call.caller = std::move(*local);
        }
        return std::nullopt;
    }
    Identified found = gate_.identify(credentials);
    if (found.caller) {
        call.caller = std::move(*found.caller);
        if (credentials.session) call.caller.session_token = std::string(*credentials.session);
        return std::nullopt;
    }
    // An open door needs no key: whoever comes with an old session to log in again may.
    if (call.route->who == Who::anybody) return std::nullopt;
    Problem problem = refusal(found.code, std::move(found.detail));
    if (found.retry_after.count() > 0)
        problem.headers.push_back({"Retry-After", std::to_string(found.retry_after.count())});
    return problem;
}

std::optional<Problem> Api::check_right(const Call& call) const {
    const Route& route = *call.route;
    if (route.changes_state() && !detail::is_own_origin(call.request))
        return refusal("origin_refused", "the Origin is not the address the call was sent to");
    if (route.who == Who::anybody) return std::nullopt;
    const bool is_named = call.caller.is_person() || call.caller.kind == CallerKind::admin_token;
    if (route.who == Who::somebody || route.changes_state()) {
        if (!is_named) return refusal("unauthenticated", "the call names nobody");
    }
    if (route.who == Who::holder && !call.caller.rights.holds(route.right)) {
        if (!is_named) return refusal("unauthenticated", "the call names nobody");
        return refusal("denied",
                       fmt::format("this takes the right '{}', which the {} has not", identity::to_text(route.right),
                                   call.caller.role ? fmt::format("role {}", identity::to_text(*call.caller.role))
                                                    : std::string("caller")));
    }
    if (route.changes_state() && call.caller.kind == CallerKind::session) {
        const std::string* const token = call.request.header("X-CSRF-Token");
        if (token == nullptr || !gate_.is_csrf_right(call.caller.session_token, *token))
            return refusal("csrf_refused",
                           token == nullptr ? "X-CSRF-Token is missing" : "the X-CSRF-Token is not this session's");
    }
    return std::nullopt;
}

std::optional<Problem> Api::check_rate(Call& call) {
    const Route& route = *call.route;
    if (route.rate == RateClass::probe) return std::nullopt;
    RateLimit& limit = rates_[static_cast<std::size_t>(route.rate)];
    const Taken taken = limit.take(call.caller.owner(call.address), Steady::now().time_since_epoch());
    if (taken.is_allowed) return std::nullopt;
    Problem problem = refusal(
        "rate_limited", fmt::format("more {} calls than {} a second", to_text(route.rate), limit.rate().per_second));
    problem.headers = {
        {"RateLimit-Policy", fmt::format("\"{}\";q={};w=1", to_text(route.rate), limit.rate().per_second)},
        {"RateLimit", fmt::format("\"{}\";r=0;t={}", to_text(route.rate), taken.next_in.count())},
        {"Retry-After", std::to_string(taken.next_in.count())}};
    return problem;
}

std::optional<Problem> Api::check_form(const Call& call) const {
    const Route& route = *call.route;
    // A file of the page is of its own type, whichever that is.
    const bool is_file = route.is_fallback && route.media_type == "application/octet-stream";
    if (const std::string* const accept = is_file ? nullptr : call.request.header("Accept")) {
        const bool is_list = route.response_schema.ends_with("List");
        const auto others = words_of(route.other_media_types);
        const bool has_other =
            std::ranges::any_of(others, [&](std::string_view type) { return detail::accepts(*accept, type); });
        if (!has_other && !detail::accepts(*accept, route.media_type) &&
            !detail::accepts(*accept, "application/problem+json") &&
            !(is_list && detail::accepts(*accept, "application/x-ndjson")))
            return refusal("not_acceptable",
                           fmt::format("found Accept '{}', there is {}", shown(*accept), route.media_type));
    }
    if (route.has_body()) {
        const std::string_view wanted = route.body_media_type.empty() ? "application/json" : route.body_media_type;
        const std::string* const type = call.request.header("Content-Type");
        const auto fits = [&](std::string_view one) { return detail::is_media_type(*type, one); };
        if (type == nullptr || std::ranges::none_of(words_of(wanted), fits))
            return refusal("media_type_refused", fmt::format("found Content-Type '{}', allowed {}",
                                                             type == nullptr ? std::string() : shown(*type), wanted));
    } else if (!call.request.body.empty()) {
        return refusal("malformed_request", "the call takes no body");
    }
    if (route.once == Once::unused) return std::nullopt;
    const std::string* const key = call.request.header("Idempotency-Key");
    if (key == nullptr && route.once == Once::needed)
        return refusal("idempotency_key_missing", "the header Idempotency-Key is missing");
    if (key != nullptr && (key->empty() || key->size() > 200))
        return refusal("invalid_input",
                       fmt::format("found an Idempotency-Key of {} bytes, allowed 1 to 200", key->size()));
    return std::nullopt;
}

std::optional<Problem> Api::admit(Call& call) {
    if (auto problem = find_route(call)) return problem;
    if (auto problem = identify(call)) return problem;
    if (auto problem = check_rate(call)) return problem;
    if (auto problem = check_right(call)) return problem;
    return check_form(call);
}

}  // namespace spark::http
