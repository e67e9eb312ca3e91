#include "surface/http/detail/route_handlers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/base/shown_text.hpp"
#include "surface/http/backend.hpp"
#include "surface/http/backtest_body.hpp"
#include "surface/http/jobs.hpp"
#include "surface/http/openapi.hpp"
#include "surface/http/pages.hpp"
#include "surface/http/problem.hpp"

namespace spark::http::detail {
namespace {

using wire::Json;

constexpr std::size_t limit_default = 20;
constexpr std::size_t limit_max = 200;

net::Response text_response(std::string_view media_type, std::string text) {
    net::Response response{.status = 200, .headers = {}, .body = std::move(text)};
    response.with("Content-Type", std::string(media_type));
    return response;
}

/// A page may hold its own style sheet and nothing else: no script, no frame, nothing from elsewhere.
net::Response page_response(const Call& call, std::string html) {
    net::Response response = text_response("text/html; charset=utf-8", std::move(html));
    response.with("Content-Language", call.language == Language::tr ? "tr" : "en");
    return response;
}

net::Response answer(const Call& call, const Result<Json>& made) {
    return made ? json_response(200, *made) : refused(call, made.error());
}

Json page_json(std::vector<Json> rows, std::string_view next_cursor) {
    Json list = Json::array();
    for (Json& row : rows) list.push(std::move(row));
    return Json::object()
        .set("data", std::move(list))
        .set("has_more", !next_cursor.empty())
        .set("next_cursor", next_cursor.empty() ? Json(nullptr) : Json(next_cursor));
}

net::Response list_answer(const Call& call, Result<std::vector<Json>> rows) {
    if (!rows) return refused(call, rows.error());
    return json_response(200, page_json(std::move(*rows), {}));
}

Result<std::size_t> limit_of(const net::Target& target) {
    const std::string* const text = target.find("limit");
    if (text == nullptr) return limit_default;
    std::size_t limit = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || limit < 1 || limit > limit_max)
        return fail(Fault::invalid_input, fmt::format("found limit '{}', allowed 1 to {}", shown(*text), limit_max),
                    "limit");
    return limit;
}

}  // namespace

net::Response json_response(int status, const Json& json) {
    net::Response response{.status = status, .headers = {}, .body = wire::to_text(json) + "\n"};
    response.with("Content-Type", "application/json");
    return response;
}

net::Response refused(const Call& call, const Error& error) {
    return to_response(problem_of(error),
                       {.instance = call.request.target, .request_id = call.request_id, .language = call.language});
}

net::Response status_page(Call& call) { return page_response(call, status_page_html(call.backend, call.language)); }

net::Response healthz(Call&) { return text_response("application/json", "{\"status\":\"ok\"}\n"); }

net::Response readyz(Call& call) {
    Json checks = Json::array();
    bool is_ready = true;
    for (const Readiness& check : call.backend.readiness()) {
        is_ready = is_ready && check.is_good;
        checks.push(Json::object().set("name", check.name).set("ok", check.is_good).set("detail", check.detail));
    }
    net::Response response = json_response(
        is_ready ? 200 : 503,
        Json::object().set("schema", "spark.readiness/1").set("ready", is_ready).set("checks", std::move(checks)));
    if (!is_ready) response.with("Retry-After", "1");
    return response;
}

net::Response metrics(Call& call) { return text_response(call.route->media_type, call.backend.metrics_text()); }

net::Response openapi(Call& call) {
    static const std::string text = openapi_text();
    return text_response(call.route->media_type, text);
}

net::Response docs_page(Call& call) { return page_response(call, docs_page_html(call.language)); }

net::Response status(Call& call) { return json_response(200, call.backend.status()); }

net::Response data_sets(Call& call) { return list_answer(call, call.backend.data_sets()); }

net::Response strategies(Call& call) { return list_answer(call, call.backend.strategies()); }

net::Response strategy(Call& call) {
    const std::string& name = call.captured.at(0);
    if (!is_plain_name(name))
        return refused(call, {.fault = Fault::not_found,
                              .message = fmt::format("no strategy is called '{}'", shown(name)),
                              .place = {},
                              .remedy = "GET /api/v1/strategies lists them"});
    return answer(call, call.backend.strategy(name));
}

net::Response backtests(Call& call) {
    const auto limit = limit_of(call.target);
    if (!limit) return refused(call, limit.error());
    const std::string* const cursor = call.target.find("cursor");
    auto page = call.backend.backtests(*limit, cursor == nullptr ? std::string_view{} : std::string_view(*cursor));
    if (!page) return refused(call, page.error());
    return json_response(200, page_json(std::move(page->rows), page->next_cursor));
}

net::Response backtest(Call& call) { return answer(call, call.backend.backtest(call.captured.at(0))); }

net::Response job(Call& call) {
    const auto found = call.jobs.find(call.captured.at(0));
    if (found) return json_response(200, *found);
    return refused(call, {.fault = Fault::not_found,
                          .message = fmt::format("no job of this process is called '{}'", shown(call.captured.at(0))),
                          .place = {},
                          .remedy = "jobs do not outlive the process; GET /api/v1/backtests lists what they made"});
}

net::Response evidence(Call& call) { return answer(call, call.backend.evidence(call.captured.at(0))); }

}  // namespace spark::http::detail
