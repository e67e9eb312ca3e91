#include "surface/http/detail/shape.hpp"

#include <algorithm>
#include <string>

#include "foundation/crypto/sha256.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/route.hpp"

namespace spark::http::detail {
namespace {

using wire::Json;
using wire::JsonMember;

constexpr std::size_t tagged_bytes_max = 4U << 20U;

std::vector<std::string_view> parted(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(mark);
        if (end != 0) parts.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return parts;
}

/// `a,b.c`: the members of these names; of inner objects only the named ones.
Json only(const Json& value, std::span<const std::string_view> fields) {
    if (!value.is_object()) return value;
    Json out = Json::object();
    for (const JsonMember& member : value.as_object().value()) {
        std::vector<std::string_view> inner;
        bool is_whole = false;
        for (const std::string_view field : fields) {
            const std::size_t dot = field.find('.');
            if (field.substr(0, dot) != member.key) continue;
            if (dot == std::string_view::npos)
                is_whole = true;
            else
                inner.push_back(field.substr(dot + 1));
        }
        if (is_whole)
            out.set(member.key, member.value);
        else if (!inner.empty())
            out.set(member.key, only(member.value, inner));
    }
    return out;
}

/// Of a page the rows are cut, of all else the document.
Json cut_to_fields(Json json, std::string_view fields_text) {
    const auto fields = parted(fields_text, ',');
    Json* const rows = json.find("data");
    if (rows == nullptr || !rows->is_array()) return only(json, fields);
    Json cut = Json::array();
    for (const Json& row : rows->as_array().value()) cut.push(only(row, fields));
    *rows = std::move(cut);
    return json;
}

bool wants_lines(const Call& call) {
    const std::string* const accept = call.request.header("Accept");
    return accept != nullptr && call.route->response_schema.ends_with("List") &&
           accept->find("application/x-ndjson") != std::string::npos;
}

}  // namespace

net::Response shaped(const Call& call, Outcome outcome) {
    net::Response response{.status = outcome.status, .headers = std::move(outcome.headers), .body = {}};
    std::string media_type = std::move(outcome.media_type);
    if (outcome.json) {
        media_type = "application/json";
        if (const auto fields = call.query("fields")) outcome.json = cut_to_fields(std::move(*outcome.json), *fields);
        const Json* const rows = wants_lines(call) ? outcome.json->find("data") : nullptr;
        if (rows != nullptr) {
            media_type = "application/x-ndjson";
            for (const Json& row : rows->as_array().value()) response.body += wire::to_text(row) + "\n";
            const Json* const next = outcome.json->find("next_cursor");
            if (next != nullptr && next->is_string()) response.with("X-Next-Cursor", *next->as_string());
        } else {
            response.body = wire::to_text(*outcome.json) + "\n";
        }
    } else {
        response.body = std::move(outcome.body);
    }
    if (response.status == 204) return response;
    response.with("Content-Type", std::move(media_type));
    const bool is_tagged = std::ranges::any_of(
        response.headers, [](const net::Header& header) { return net::same_name(header.name, "ETag"); });
    if (call.route->method != Method::get || response.status != 200 || call.route->rate == RateClass::probe)
        return response;
    if (!is_tagged && response.body.size() <= tagged_bytes_max)
        response.with("ETag", "\"" + crypto::sha256_hex(response.body).substr(0, 32) + "\"");
    const std::string* const known = call.request.header("If-None-Match");
    if (known == nullptr) return response;
    for (const net::Header& header : response.headers) {
        if (header.name != "ETag" || (*known != "*" && known->find(header.value) == std::string::npos)) continue;
        net::Response unchanged{.status = 304, .headers = {header}, .body = {}};
        return unchanged;
    }
    return response;
}

}  // namespace spark::http::detail
