#include "app/remote/server.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "app/remote/credentials.hpp"
#include "app/remote/problem.hpp"
#include "foundation/base/secret_file.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using wire::Json;

constexpr std::string_view usual_server = "http://127.0.0.1:4010";
constexpr std::size_t pages_max = 10'000;
constexpr std::string_view key_prefix = "spk_";

/// An address of 127/8 in its four numbers, or a name that means this machine; `127.0.0.1.example.org` is none.
bool is_loopback(std::string_view host) {
    const bool is_numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "::1" || (is_numbers && host.starts_with("127."));
}

Result<Identity> identity_of(std::string secret, const ServerAddress& address, const std::string& place) {
    const bool is_key = secret.starts_with(key_prefix);
    if (!is_key && !address.is_loopback)
        return fail(Fault::invalid_input, "found no API key, and an x-admin-token goes to this machine only", place,
                    "the file holds one API key, spk_…");
    if (!address.origin.is_https && !address.is_loopback)
        return fail(Fault::denied, "the key would go over the network in the clear", address.text,
                    "name the server with https://");
    if (is_key) return Identity{"Authorization", "Bearer " + std::move(secret)};
    return Identity{"x-admin-token", std::move(secret)};
}

Result<Identity> find_identity(const verbs::Context& context, const ServerAddress& address) {
    if (const std::string& file = context.settings.text("server.api_key_file"); !file.empty()) {
        SPARK_TRY(std::string secret, read_secret_file(std::filesystem::path(file)));
        return identity_of(std::move(secret), address, file);
    }
    const auto path = credentials_path(context.environment);
    if (!path) return Identity{};
    SPARK_TRY(std::optional<Credential> kept, find_credential(*path, address.text));
    if (!kept) return Identity{};
    return identity_of(std::move(kept->secret), address, path->string());
}

const std::string* header_of(std::span<const net::Header> headers, std::string_view name) {
    const auto found =
        std::ranges::find_if(headers, [&](const net::Header& header) { return net::same_name(header.name, name); });
    return found == headers.end() ? nullptr : &found->value;
}

/// How long the server wants to be left alone; nothing where it does not say.
std::optional<std::chrono::seconds> wanted_rest(const net::Response& response) {
    if (response.status != 429 && response.status != 503) return std::nullopt;
    const std::string* const text = header_of(response.headers, "Retry-After");
    if (text == nullptr) return std::nullopt;
    int seconds = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
}

}  // namespace

Result<ServerAddress> parse_server_address(std::string_view url) {
    auto origin = net::parse_url(url);
    if (!origin)
        return fail(Fault::invalid_input, origin.error().message, "--server", "--server http://127.0.0.1:4010");
    if (origin->target.contains('?'))
        return fail(Fault::invalid_input, "a server's address has no query", "--server",
                    "--server http://127.0.0.1:4010");
    ServerAddress address;
    address.origin = *origin;
    address.prefix = origin->target;
    while (address.prefix.ends_with('/')) address.prefix.pop_back();
    address.text = fmt::format("{}://{}{}", origin->is_https ? "https" : "http", origin->authority(), address.prefix);
    address.is_loopback = is_loopback(origin->host);
    return address;
}

Server::Server(verbs::Context& context, ServerAddress address, Identity identity)
    : context_(&context),
      address_(std::move(address)),
      identity_(std::move(identity)),
      is_stop_heeded_(std::make_unique<bool>(true)) {
    net::ClientOptions options{.authorities_file = context.settings.text("server.ca_file")};
    options.is_stop_wanted = [&context, heeded = is_stop_heeded_.get()] { return *heeded && context.cancelled(); };
    session_ = std::make_unique<net::Session>(address_.origin, std::move(options));
}

Result<Server> Server::open(verbs::Context& context) {
    const std::string& url = context.settings.text("server.url");
    SPARK_TRY(ServerAddress address, parse_server_address(url.empty() ? usual_server : std::string_view(url)));
    SPARK_TRY(Identity identity, find_identity(context, address));
    return Server(context, std::move(address), std::move(identity));
}

Result<Server> Server::open_unknown(verbs::Context& context) {
    const std::string& url = context.settings.text("server.url");
    SPARK_TRY(ServerAddress address, parse_server_address(url.empty() ? usual_server : std::string_view(url)));
    return Server(context, std::move(address), {});
}

net::Request Server::request_of(const Ask& ask) {
    net::Request request;
    request.method = ask.method;
    request.target = address_.prefix + ask.target;
    request.headers = ask.headers;
    request.body = ask.body;
    const auto add = [&](std::string name, std::string value) {
        if (header_of(request.headers, name) == nullptr) request.headers.push_back({std::move(name), std::move(value)});
    };
    if (!identity_.header.empty() && header_of(request.headers, "Authorization") == nullptr)
        add(identity_.header, identity_.value);
    add("User-Agent", "spark");
    add("Accept", "application/json");
    add("Accept-Language", context_->terminal.language() == cli::Language::tr ? "tr" : "en");
    if (ask.method == "GET") return request;
    if (!ask.body.empty()) add("Content-Type", "application/json");
    // Repeating the same words does the thing once.
    add("Idempotency-Key", context_->new_id("cli"));
    return request;
}

Result<net::Response> Server::send_once(const net::Request& request, net::Deadline deadline, bool ends_on_signal) {
    *is_stop_heeded_ = ends_on_signal;
    auto answer = session_->fetch(request, deadline);
    *is_stop_heeded_ = true;
    if (answer) return answer;
    Error error = std::move(answer).error();
    if (error.place.empty()) error.place = address_.text;
    if (error.fault == Fault::outcome_unknown) {
        const std::string* const key = header_of(request.headers, "Idempotency-Key");
        error.message += fmt::format("; {} {} was sent and may have been done", request.method, request.target);
        error.remedy = fmt::format(
            "look before repeating: spark jobs ls; the same call with --header 'Idempotency-Key:{}' is done only once",
            key == nullptr ? "" : *key);
    } else if (error.fault == Fault::unavailable && error.remedy.empty()) {
        error.remedy = "is the server running there? spark serve";
    }
    return fail(std::move(error));
}

Result<net::Response> Server::send(Ask ask) {
    const net::Request request = request_of(ask);
    const net::Deadline deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(context_->settings.integer("server.timeout_ms"));
    while (true) {
        SPARK_TRY(net::Response response, send_once(request, deadline, ask.ends_on_signal));
        const auto patience = wanted_rest(response);
        const bool is_late = patience && std::chrono::steady_clock::now() + *patience >= deadline;
        if (!patience || is_late || context_->cancelled()) return response;
        rest(*context_, *patience);
    }
}

Result<net::Response> Server::ask(Ask asked) {
    SPARK_TRY(net::Response response, send(std::move(asked)));
    if (response.status >= 200 && response.status < 300) return response;
    return fail(error_of(response, address_.text));
}

Result<Json> Server::document_of(const net::Response& response) const {
    auto document = wire::parse_json(response.body, {.bytes_max = std::size_t{256} << 20U});
    if (document && document->is_object()) return document;
    const std::string* const type = header_of(response.headers, "Content-Type");
    return fail(stranger(address_.text, type == nullptr ? "no JSON" : "no JSON but " + shown(*type, 80)));
}

Result<Json> Server::get(std::string target) {
    SPARK_TRY(const net::Response response, ask({.target = std::move(target)}));
    return document_of(response);
}

Result<Json> Server::post(std::string target, const Json& body) {
    SPARK_TRY(const net::Response response,
              ask({.method = "POST", .target = std::move(target), .body = wire::to_text(body)}));
    return document_of(response);
}

Result<std::string> Server::get_text(std::string target) {
    SPARK_TRY(net::Response response, ask({.target = std::move(target), .headers = {{"Accept", "*/*"}}}));
    return std::move(response.body);
}

Result<void> Server::stream(std::string target, const std::function<bool(std::string_view)>& on_piece) {
    const net::Request request = request_of({.target = std::move(target), .headers = {{"Accept", "*/*"}}});
    // A large file takes its time: the limit is for the answer's beginning, each piece renews nothing, so it is wide.
    const net::Deadline deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
    net::Response refusal;
    const auto take = [&](const net::Response& head, std::string_view piece) {
        if (head.status == 200) return on_piece(piece);
        refusal.body.append(piece);
        return refusal.body.size() < (std::size_t{1} << 20U);
    };
    SPARK_TRY(net::Response head, session_->stream(request, deadline, take));
    if (head.status == 200) return {};
    head.body = std::move(refusal.body);
    return fail(error_of(head, address_.text));
}

Result<std::vector<Json>> Server::list(std::string_view target, std::string_view query, std::size_t rows_max) {
    std::vector<Json> rows;
    std::string cursor;
    for (std::size_t page = 0; page < pages_max; ++page) {
        const std::size_t limit = std::min<std::size_t>(200, rows_max - rows.size());
        std::string address = fmt::format("{}?limit={}", target, limit);
        if (!query.empty()) address += fmt::format("&{}", query);
        if (!cursor.empty()) address += "&cursor=" + escaped(cursor);
        SPARK_TRY(const Json document, get(std::move(address)));
        const auto data = document.array_at("data");
        if (!data) return fail(stranger(address_.text, "a list without rows"));
        rows.insert(rows.end(), data->begin(), data->end());
        const auto next = document.string_at("next_cursor");
        if (!next || next->empty() || rows.size() >= rows_max) return rows;
        if (*next == cursor) break;
        cursor = *next;
    }
    return fail(stranger(address_.text, "a list that does not end"));
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_' || c == '.' || c == '~';
        if (is_plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

Result<void> blame_server(Result<void> printed, const Server& server) {
    if (printed || printed.error().fault != Fault::invalid_input) return printed;
    return fail(stranger(server.address().text, fmt::format("a document without '{}'", printed.error().place)));
}

void rest(const verbs::Context& context, std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds slice{50};
    while (time.count() > 0 && !context.cancelled()) {
        const auto now = std::min(time, slice);
        ::poll(nullptr, 0, static_cast<int>(now.count()));
        time -= now;
    }
}

}  // namespace spark::remote
