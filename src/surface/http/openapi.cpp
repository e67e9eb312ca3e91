#include "surface/http/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "foundation/base/assert.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/detail/schemas.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/route.hpp"

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

/// The words in a text parted by blanks.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t blank = text.find(' ');
        words.push_back(text.substr(0, blank));
        text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    }
    return words;
}

std::vector<std::string_view> captured_names(std::string_view path) {
    std::vector<std::string_view> names;
    for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1))
        names.push_back(path.substr(at + 1, path.find('}', at) - at - 1));
    return names;
}

Json parameters_of(const Route& route) {
    Json list = Json::array();
    const auto add = [&list](std::string_view name, std::string_view in, bool required, Json schema) {
        list.push(
            Json::object().set("name", name).set("in", in).set("required", required).set("schema", std::move(schema)));
    };
    for (const std::string_view name : captured_names(route.path))
        add(name, "path", true, Json::object().set("type", "string"));
    for (const std::string_view name : words_of(route.query)) {
        Json schema = Json::object().set("type", name == "limit" ? "integer" : "string");
        if (name == "limit") schema.set("minimum", 1).set("maximum", 200).set("default", 20);
        add(name, "query", false, std::move(schema));
    }
    if (route.where == Where::job) add("Prefer", "header", false, Json::object().set("type", "string"));
    return list;
}

/// The refusals a route can answer with, besides those every request can meet.
std::set<int> refusals_of(const Route& route) {
    std::set<int> statuses{400, 421, 429, 500, 503};
    if (!captured_names(route.path).empty()) statuses.insert(404);
    if (!route.query.empty()) statuses.insert(422);
    if (route.where == Where::pool) statuses.insert(504);
    if (route.method == Method::post) statuses.insert({401, 403, 404, 409, 413, 415, 422, 507});
    return statuses;
}

Json responses_of(const Route& route) {
    Json responses = Json::object();
    Json schema =
        route.response_schema.empty() ? Json::object().set("type", "string") : reference(route.response_schema);
    responses.set(std::to_string(route.created_status),
                  response(route.summary.en, content(route.media_type, std::move(schema))));
    if (route.where == Where::job)
        responses.set("202", response("The job that will make it", content("application/json", reference("Job"))));
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

std::string operation_id(const Route& route) {
    std::string id(route.method == Method::get ? "get" : "post");
    for (const char c : route.path) id += (c == '/' || c == '.' || c == '-') ? '_' : c;
    std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
    return id;
}

Json operation(const Route& route) {
    Json json = Json::object();
    json.set("operationId", operation_id(route)).set("summary", route.summary.en);
    json.set("x-spark-summary-tr", route.summary.tr).set("x-spark-role", to_text(route.role));
    json.set("x-spark-rate", to_text(route.rate)).set("x-spark-audited", route.audited);
    json.set("x-spark-idempotent", route.idempotent);
    json.set("parameters", parameters_of(route));
    if (!route.request_schema.empty())
        json.set("requestBody", Json::object()
                                    .set("required", true)
                                    .set("content", content("application/json", reference(route.request_schema))));
    json.set("responses", responses_of(route));
    Json security = Json::array();
    if (route.role != Role::anyone) security.push(Json::object().set("admin_token", Json::array()));
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
        const std::string path(route.path);
        if (paths.find(path) == nullptr) paths.set(path, Json::object());
        paths.find(path)->set(lower(to_text(route.method)), operation(route));
    }
    Json schemas = Json::object();
    for (const detail::Schema& schema : detail::schemas()) {
        auto json = wire::parse_json(schema.json);
        SPARK_ASSERT(json.has_value());
        schemas.set(std::string(schema.name), std::move(*json));
    }
    Json token = Json::object().set("type", "apiKey").set("in", "header").set("name", "x-admin-token");
    Json json = Json::object();
    json.set("openapi", "3.1.0");
    json.set("info", Json::object()
                         .set("title", "Spark")
                         .set("version", "1")
                         .set("description", "Generated from the route table. State-changing calls need an identity."));
    json.set("servers", Json::array().push(Json::object().set("url", "/")));
    json.set("paths", std::move(paths));
    json.set("components", Json::object()
                               .set("schemas", std::move(schemas))
                               .set("securitySchemes", Json::object().set("admin_token", std::move(token))));
    return wire::to_text(json) + "\n";
}

std::string api_markdown() {
    std::string out =
        "# HTTP API\n\nGenerated by `spark __docs api` from the route table (src/surface/http/routes.cpp). `spark "
        "serve`\n"
        "listens on loopback: api 4010 and 4001, web 3003, backtest 4501, streams 4601; every port serves every "
        "route.\n"
        "The same table is at `/openapi.json` and, as a page, at `/docs/api`.\n\n"
        "| method | path | role | rate | audited | what | answer |\n|---|---|---|---|---|---|---|\n";
    for (const Route& route : routes()) {
        out += fmt::format(
            "| {} | `{}` | {} | {} | {} | {} | {} |\n", to_text(route.method), route.path, to_text(route.role),
            to_text(route.rate), route.audited ? "yes" : "no", route.summary.en,
            route.response_schema.empty() ? fmt::format("`{}`", route.media_type) : std::string(route.response_schema));
    }
    out +=
        "\nHEAD works wherever GET does; OPTIONS names the methods. Lists are `{\"data\", \"has_more\", "
        "\"next_cursor\"}`.\n\n"
        "## Identity\n\nCalls that change state need the header `x-admin-token` (else 401). The first start makes a "
        "random one, prints\nit once on standard error and keeps its SHA-256 below the data folder; "
        "`SPARK_ADMIN_TOKEN` sets it instead. It is\ntaken from loopback only. The Host must be 127.0.0.1, localhost "
        "or "
        "[::1] (else 421), a browser's Origin must be\nthis server's own (else 403).\n\n"
        "## Examples\n";
    for (const Route& route : routes()) {
        if (route.example.empty()) continue;
        out += fmt::format("\n{}:\n\n```sh\n{}\n```\n", route.summary.en, example_line(route));
    }
    out +=
        "\nWith `Prefer: wait` (or `wait=5`, seconds, at most 60) the answer is the run's `spark.backtest/1` document: "
        "201 with\n`Location` from `/api/v1/backtests`, 200 from `/api/backtest/start`. Without it, or when the time "
        "is "
        "over, it is 202 with\na job; jobs live as long as the process, what they make lies in the evidence folder.\n\n"
        "## Refusals\n\n`application/problem+json` (RFC 9457): `type`, `title`, `status`, `code`, `detail`, "
        "`instance`, "
        "`request_id`, `fix`,\n`errors` (JSON pointers), `retry`. `title` and `fix` follow `Accept-Language` (en, "
        "tr).\n\n"
        "| code | status | retry | title | Türkçe |\n|---|---|---|---|---|\n";
    for (const ProblemKind& kind : problem_kinds())
        out += fmt::format("| `{}` | {} | {} | {} | {} |\n", kind.code, kind.status, kind.retry, kind.title.en,
                           kind.title.tr);
    return out;
}

}  // namespace spark::http
