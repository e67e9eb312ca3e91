#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/server/operations/listings.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/page_documents.hpp"
#include "foundation/base/build_info.hpp"
#include "surface/http/page_policy.hpp"
#include "surface/http/pages.hpp"
#include "surface/web/file_answer.hpp"
#include "surface/web/shell.hpp"
#include "surface/web/site.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

constexpr std::size_t runs_shown = 10;
constexpr std::string_view html = "text/html; charset=utf-8";

std::string language_code(const Call& call) { return call.language == http::Language::tr ? "tr" : "en"; }

bool may_look(const Call& call) { return call.caller.rights.holds(identity::Right::look); }

/// A page without script: it may hold its own style sheet and nothing else.
Outcome plain_page(const Call& call, std::string text) {
    return Outcome::text(std::string(html), std::move(text))
        .with("Content-Language", language_code(call))
        .with("Content-Security-Policy", http::plain_page_policy());
}

/// What the plain pages show, handed to `draw`.
template <class Draw>
Answered with_status(const House& house, const Call& call, Draw&& draw) {
    const auto data_sets = data_set_rows(house);
    if (!data_sets) return http::problem_of(data_sets.error());
    const auto runs = run_page(house, runs_shown, {});
    if (!runs) return http::problem_of(runs.error());
    const http::StatusPage shown{.status = status_json(house), .data_sets = *data_sets, .runs = runs->rows};
    return plain_page(call, std::forward<Draw>(draw)(shown));
}

Answered status_page(const House& house, const Call& call) {
    return with_status(house, call,
                       [&](const http::StatusPage& shown) { return http::status_page_html(shown, call.language); });
}

/// In a build without the web page: at `/` the plain one, at `/docs/api` its plain sister, elsewhere nothing.
Answered missing_page(const House& house, const Call& call) {
    if (call.route->path == "/docs/api" && may_look(call)) return plain_page(call, http::docs_page_html(call.language));
    if (call.route->path != "/")
        return http::Problem{.kind = http::problem_kind("not_found"),
                             .detail = "the web page is not in this build",
                             .fix = "./dev build makes it; it needs Node.js 20.19 or newer"};
    if (!may_look(call)) return plain_page(call, http::missing_page_html(nullptr, call.language));
    return with_status(house, call,
                       [&](const http::StatusPage& shown) { return http::missing_page_html(&shown, call.language); });
}

/// index.html with what its reader may know at once, so that the first thing drawn is true already. No store keeps it:
/// it holds the session's token.
Answered web_page(const House& house, const Call& call) {
    const std::shared_ptr<const web::Edition> edition = house.site->now();
    if (!edition->shell) return missing_page(house, call);
    std::optional<KeptAppearance> appearance = appearance_document(house, call);
    const web::Look look =
        web::look_of(appearance && appearance->is_kept ? &appearance->document : nullptr, language_code(call));
    Json boot = Json::object();
    boot.set("status", may_look(call) ? status_json(house) : Json(nullptr));
    boot.set("session", session_document(house, call).value_or(Json(nullptr)));
    boot.set("settings", appearance ? std::move(appearance->document) : Json(nullptr));
    boot.set("version", build_info().version);
    Outcome outcome = Outcome::text(std::string(html), edition->shell->render(look, boot))
                          .with("Content-Language", look.language)
                          .with("Cache-Control", "no-store");
    outcome.status = call.route->status;
    return outcome;
}

Answered page_file(const House& house, const Call& call) {
    const std::shared_ptr<const web::Edition> edition = house.site->now();
    const web::PackedFile* const file = edition->file(call.target.path());
    // It was there when the route was looked for.
    if (file == nullptr)
        return http::Problem{.kind = http::problem_kind("not_found"), .detail = "the file has just been replaced"};
    const auto header = [&call](std::string_view name) {
        const std::string* const value = call.request.header(name);
        return value == nullptr ? std::string_view() : std::string_view(*value);
    };
    web::FileAnswer answer = web::answer_with(*file, header("Accept-Encoding"), header("If-None-Match"));
    return Outcome{.status = answer.is_unchanged ? 304 : 200,
                   .body = std::string(answer.body),
                   .media_type = std::string(file->media_type),
                   .headers = std::move(answer.headers)};
}

}  // namespace

void add_page_operations(House& house, http::Operations& operations) {
    for (const http::Route& route : http::routes()) {
        if (!route.is_page || route.operation == "pages.file") continue;
        operations.add(route.operation, [&house](Call& call) { return web_page(house, call); });
    }
    operations.add("pages.file", [&house](Call& call) { return page_file(house, call); });
    operations.add("pages.status", [&house](Call& call) { return status_page(house, call); });
    operations.add("pages.api_reference",
                   [](Call& call) -> Answered { return plain_page(call, http::docs_page_html(call.language)); });
}

}  // namespace spark::server
