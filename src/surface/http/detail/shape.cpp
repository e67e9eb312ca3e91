#include "surface/http/detail/shape.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/gzip.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/route.hpp"

namespace spark::http::detail {
namespace {

using wire::Json;
using wire::JsonMember;

constexpr std::size_t tagged_bytes_max = 4U << 20U;
constexpr std::size_t tag_size = 34;  // of a tag made from the bytes, its quotes included

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
    for (const JsonMember& member : std::span(value.as_object().value())) {
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
    for (const Json& row : std::span(rows->as_array().value())) cut.push(only(row, fields));
    *rows = std::move(cut);
    return json;
}

bool wants_lines(const Call& call) {
    const std::string* const accept = call.request.header("Accept");
    return accept != nullptr && call.route->response_schema.ends_with("List") &&
           accept->find("application/x-ndjson") != std::string::npos;
}

/// Text that is worth it, asked for, and made in the pool. Never what holds secrets beside a caller's own words: their
/// length would tell (BREACH). The page holds a session's token, and nothing that its address or a form said.
bool is_packed(const Call& call, const net::Response& response, std::string_view media_type) {
    constexpr std::size_t worth_it_bytes = 1'400;  // less fits one packet as it is
    const std::string* const accepted = call.request.header("Accept-Encoding");
    if (accepted == nullptr || call.route->where == Where::io_thread || call.route->group == Group::identity)
        return false;
    if (response.body.size() < worth_it_bytes || response.status != 200) return false;
    const bool is_text = media_type.starts_with("text/") || media_type.find("json") != std::string_view::npos;
    return is_text && accepts_encoding(*accepted, "gzip");
}

void pack(net::Response& response) {
    response.body = wire::gzip_bytes(response.body, 1);
    response.with("Content-Encoding", "gzip");
    // The same document in other bytes: a validator that says so.
    for (net::Header& header : response.headers) {
        if (header.name == "ETag" && header.value.size() == tag_size) header.value = "W/" + header.value;
    }
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
            for (const Json& row : std::span(rows->as_array().value())) response.body += wire::to_text(row) + "\n";
            const Json* const next = outcome.json->find("next_cursor");
            if (next != nullptr && next->is_string()) response.with("X-Next-Cursor", *next->as_string());
        } else {
            response.body = wire::to_text(*outcome.json) + "\n";
        }
    } else {
        response.body = std::move(outcome.body);
    }
    if (response.status == 204 || response.status == 304) return response;
    response.with("Content-Type", media_type);
    const bool packs = is_packed(call, response, media_type);
    if (call.request.header("Accept-Encoding") != nullptr && call.route->where == Where::pool)
        response.with("Vary", "Accept-Encoding");
    const auto says = [&response](std::string_view name) {
        return std::ranges::any_of(response.headers,
                                   [&](const net::Header& header) { return net::same_name(header.name, name); });
    };
    // Who says itself how the answer may be kept says also by which tag, if any.
    const bool is_tagged = says("ETag") || says("Cache-Control");
    if (call.route->method != Method::get || response.status != 200 || call.route->rate == RateClass::probe)
        return response;
    if (!is_tagged && response.body.size() <= tagged_bytes_max)
        response.with("ETag", "\"" + crypto::sha256_hex(response.body).substr(0, tag_size - 2) + "\"");
    const std::string* const known = call.request.header("If-None-Match");
    for (const net::Header& header : response.headers) {
        if (known == nullptr || header.name != "ETag" ||
            (*known != "*" && known->find(header.value) == std::string::npos))
            continue;
        net::Response unchanged{.status = 304, .headers = {header}, .body = {}};
        return unchanged;
    }
    if (packs) pack(response);
    return response;
}

}  // namespace spark::http::detail
