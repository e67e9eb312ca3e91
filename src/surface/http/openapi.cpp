#include "surface/http/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "foundation/base/assert.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/detail/schemas.hpp"
#include "surface/http/ports.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/query_parameters.hpp"
#include "surface/http/route.hpp"
#include "surface/http/session_cookie.hpp"

namespace spark::http {
namespace {

using wire::Json;

Json reference(std::string_view schema) {
    return Json::object().set("$ref", fmt::format("#/components/schemas/{}", schema));
}

Json content(std::string_view media_type, Json schema) {
    return Json::object().set(std::string(media_type), Json::object().set("schema", std::move(schema)));
}

Json response(std::string_view description, Json content_json) {
    return Json::object().set("description", description).set("content", std::move(content_json));
}

/// A JSON Schema of the tables, read.
Json schema_json(std::string_view text) {
    auto json = wire::parse_json(text);
    SPARK_ASSERT(json.has_value());
    return std::move(*json);
}

Json parameters_json(const Route& route) {
    Json list = Json::array();
    const auto add = [&list](std::string_view name, std::string_view in, bool required, Json schema, Words what) {
        Json one = Json::object();
        one.set("name", name).set("in", in).set("required", required).set("schema", std::move(schema));
        if (!what.en.empty()) one.set("description", what.en);
        list.push(std::move(one));
    };
    // Neither in a path nor in a query may a control character stand, nor a slash in a name.
    const Json part = Json::object().set("type", "string").set("pattern", "^[^\\u0000-\\u001F\\u007F-\\u009F/\\\\]+$");
    for (const std::string_view name : captured_names(route.path)) add(name, "path", true, part, {});
    for (const TakenParameter& parameter : parameters_of(route)) {
        // A document of which only some members are wanted is no longer of its schema: `fields` is told in words.
        if (parameter.row.name == "fields") continue;
        Json schema = schema_json(parameter.row.schema);
        if (const Json* const type = schema.find("type"); type != nullptr && *type == Json("string") &&
                                                          schema.find("pattern") == nullptr &&
                                                          schema.find("format") == nullptr)
            schema.set("pattern", "^[^\\u0000-\\u001F\\u007F-\\u009F]*$");
        add(parameter.row.name, "query", parameter.is_needed, std::move(schema), parameter.row.what);
    }
    const Json text = Json::object().set("type", "string");
    const Json key = Json::object().set("type", "string").set("pattern", "^[!-~]{1,200}$");
    if (route.gives_job)
        add("Prefer", "header", false, text,
            {"`wait` or `wait=5`: the result instead of a job, in so many seconds", ""});
    if (route.once != Once::unused)
        add("Idempotency-Key", "header", route.once == Once::needed, key,
            {"The same key gives the first answer again instead of a second effect", ""});
    return list;
}

/// The refusals a route can answer with, besides those every request can meet.
std::set<int> refusals_of(const Route& route) {
    std::set<int> statuses{400, 404, 406, 421, 422, 429, 500, 503};
    if (route.who != Who::anybody) statuses.insert({401, 403});
    if (route.where == Where::pool) statuses.insert(504);
    if (route.changes_state()) statuses.insert({401, 403, 409, 412, 428, 507});
    if (route.has_body()) statuses.insert({413, 415});
    return statuses;
}

Json responses_of(const Route& route) {
    Json responses = Json::object();
    if (route.status == 204) {
        responses.set("204", Json::object().set("description", route.summary.en));
    } else {
        Json schema =
            route.response_schema.empty() ? Json::object().set("type", "string") : reference(route.response_schema);
        const std::string media_type(route.media_type.substr(0, route.media_type.find(';')));
        Json forms = content(media_type, std::move(schema));
        for (const std::string_view other : words_of(route.other_media_types))
            forms.set(std::string(other),
                      Json::object().set("schema", Json::object().set("type", "string").set("format", "binary")));
        responses.set(std::to_string(route.status), response(route.summary.en, std::move(forms)));
    }
    if (route.gives_job)
        responses.set("202", response("The job that will make it", content("application/json", reference("Job"))));
    if (route.method == Method::get)
        responses.set("304", Json::object().set("description", "What If-None-Match names still holds"));
    for (const int status : refusals_of(route)) {
        // A probe says why in its own words.
        const bool is_readiness = route.response_schema == "Readiness" && status == 503;
        responses.set(std::to_string(status),
                      is_readiness ? response("Not ready", content("application/json", reference("Readiness")))
                                   : response(problem_kind_of_status(status).title.en,
                                              content("application/problem+json", reference("Problem"))));
    }
    return responses;
}

Json operation(const Route& route) {
    Json json = Json::object();
    std::string id(route.operation);
    std::ranges::replace(id, '.', '_');
    json.set("operationId", id).set("summary", route.summary.en).set("tags", Json::array().push(to_text(route.group)));
    json.set("x-spark-summary-tr", route.summary.tr).set("x-spark-right", right_text(route));
    json.set("x-spark-rate", to_text(route.rate)).set("x-spark-audited", route.changes_state());
    json.set("parameters", parameters_json(route));
    if (!route.request_schema.empty())
        json.set("requestBody", Json::object()
                                    .set("required", true)
                                    .set("content", content("application/json", reference(route.request_schema))));
    if (!route.body_media_type.empty()) {
        Json forms = Json::object();
        for (const std::string_view type : words_of(route.body_media_type))
            forms.set(std::string(type),
                      Json::object().set("schema", Json::object().set("type", "string").set("format", "binary")));
        json.set("requestBody", Json::object().set("required", true).set("content", std::move(forms)));
    }
    json.set("responses", responses_of(route));
    Json security = Json::array();
    if (route.who != Who::anybody) {
        for (const char* scheme : {"api_key", "session", "admin_token"})
            security.push(Json::object().set(scheme, Json::array()));
    }
    return json.set("security", std::move(security));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return out;
}

std::string example_line(const Route& route) {
    return fmt::format("curl {}{}http://127.0.0.1:4010{}", route.example, route.example.empty() ? "" : " ", route.path);
}

}  // namespace

std::string openapi_text() {
    Json paths = Json::object();
    for (const Route& route : routes()) {
        if (route.is_page) continue;
        const std::string path(route.path);
        if (paths.find(path) == nullptr) paths.set(path, Json::object());
        paths.find(path)->set(lower(to_text(route.method)), operation(route));
    }
    Json schemas = Json::object();
    for (const detail::Schema& schema : detail::schemas()) {
        schemas.set(std::string(schema.name), schema_json(schema.json));
    }
    Json schemes = Json::object();
    schemes.set("api_key", Json::object().set("type", "http").set("scheme", "bearer"));
    schemes.set("session", Json::object().set("type", "apiKey").set("in", "cookie").set("name", session_cookie));
    schemes.set("admin_token", Json::object().set("type", "apiKey").set("in", "header").set("name", "x-admin-token"));
    Json json = Json::object();
    json.set("openapi", "3.1.0");
    json.set(
        "info",
        Json::object()
            .set("title", "Spark")
            .set("version", "1")
            .set("description",
                 "Generated from the route table. State-changing calls need an identity. Every GET of JSON also takes "
                 "`fields=a,b.c`: only these members, of lists of their rows."));
    json.set("servers", Json::array().push(Json::object().set("url", "/")));
    json.set("paths", std::move(paths));
    json.set("components",
             Json::object().set("schemas", std::move(schemas)).set("securitySchemes", std::move(schemes)));
    return wire::to_text(json) + "\n";
}

std::string api_markdown() {
    std::string out =
        "# HTTP API\n\nGenerated by `spark __docs api` from the route table (src/surface/http/routes). The same table "
        "is at\n`/openapi.json` and, as a page, at `/docs/api.html`. `spark serve` listens on loopback:\n\n"
        "| port | number | role | serves |\n|---|---|---|---|\n";
    for (const Port& port : ports) {
        std::string groups;
        for (std::size_t index = 0; index < port.group_count; ++index)
            groups += fmt::format("{}{}", index == 0 ? "" : ", ", to_text(port.groups[index]));
        out += fmt::format("| {} | {} | {} | {} |\n", port.name, port.number, port.role, groups);
    }
    out +=
        "\nA *right* is one of docs/reference/roles.md; `anybody` needs none, `somebody` any user. Every call that "
        "changes state\nis in the audit log before anything is done.\n\n"
        "| method | path | right | rate | what | answer |\n|---|---|---|---|---|---|\n";
    for (const Route& route : routes()) {
        const std::string answer = route.status == 204             ? std::string("204")
                                   : route.response_schema.empty() ? fmt::format("`{}`", route.media_type)
                                                                   : std::string(route.response_schema);
        out += fmt::format("| {} | `{}` | {} | {} | {} | {} |\n", to_text(route.method), route.path, right_text(route),
                           to_text(route.rate), route.summary.en, answer);
    }
    out +=
        "\nHEAD works wherever GET does; OPTIONS names the methods; there is no CORS. Lists are `{\"data\", "
        "\"has_more\",\n\"next_cursor\"}`; with `Accept: application/x-ndjson` their rows are lines, and the next "
        "cursor is the header\n`X-Next-Cursor`. `fields=id,metrics.sharpe` keeps only those members. GET answers carry "
        "an ETag; If-None-Match gives 304.\n\n"
        "## Query parameters\n\n| name | what | schema |\n|---|---|---|\n";
    for (const QueryParameter& parameter : query_parameters())
        out += fmt::format("| `{}` | {} | `{}` |\n", parameter.name, parameter.what.en, parameter.schema);
    out +=
        "\n## Identity\n\nPrograms send `Authorization: Bearer spk_…`; browsers hold a session cookie and send "
        "`X-CSRF-Token` with what changes\nstate. The header `x-admin-token` of the planning documents is taken from "
        "this machine only, never where real money\nis: the first start makes a random one, prints it once on standard "
        "error and keeps its SHA-256; `SPARK_ADMIN_TOKEN`\nsets it instead. Outside LIVE, who calls from this machine "
        "and names nobody may look (right `look`), unless\n`server.local_read` says no. The Host must be 127.0.0.1, "
        "localhost or [::1] (else 421), a browser's Origin this\nserver's own (else 403).\n\n"
        "## Examples\n";
    for (const Route& route : routes()) {
        if (route.example.empty()) continue;
        out += fmt::format("\n{}:\n\n```sh\n{}\n```\n", route.summary.en, example_line(route));
    }
    out +=
        "\n## Jobs and waiting\n\nWhat takes long answers 202 with a job and its `Location`; with `Prefer: wait` (or "
        "`wait=5`, seconds, at most 60) the\nresult itself where it is made in time. An `Idempotency-Key` makes a "
        "repeated call give the first answer again (kept 24 h;\nthe same key with another body is refused).\n\n"
        "## Refusals\n\n`application/problem+json` (RFC 9457): `type`, `title`, `status`, `code`, `detail`, "
        "`instance`, `request_id`, `fix`,\n`errors` (JSON pointers), `retry`. `title` and `fix` follow "
        "`Accept-Language` or `lang` (en, tr).\n\n"
        "| code | status | retry | title | Türkçe |\n|---|---|---|---|---|\n";
    for (const ProblemKind& kind : problem_kinds())
        out += fmt::format("| `{}` | {} | {} | {} | {} |\n", kind.code, kind.status, kind.retry, kind.title.en,
                           kind.title.tr);
    return out;
}

}  // namespace spark::http
