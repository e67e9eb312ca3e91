#include <fmt/format.h>

#include <utility>

#include "app/lab/generation.hpp"
#include "app/lab/generation_folder.hpp"
#include "app/lab/model_settings.hpp"
#include "app/lab/policy_json.hpp"
#include "app/lab/policy_settings.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using lab::GenerationOrder;
using wire::Json;

/// Most of them wait for a language model and compute nothing.
constexpr std::size_t places = 4;

std::string id_of_job(std::string_view job) { return fmt::format("gen_{}", job.substr(job.find('_') + 1)); }

Answered begin(House& house, Call& call) {
    auto order = GenerationOrder::of_json(call.body);
    if (!order) return http::problem_of(order.error());
    order->author = call.caller.name;
    if (const auto possible = lab::check_possible(house.context, *order); !possible)
        return http::problem_of(possible.error());
    return start_job(house, call, "generate", order->json(),
                     [&](const jobs::JobRecord& job) { call.object = id_of_job(job.id); });
}

Result<JobResult> run(House& house, JobRun& job) {
    SPARK_TRY(const GenerationOrder order, GenerationOrder::of_json(job.request()));
    const std::string id = id_of_job(job.id());
    CallContext context(house.context);
    (*context).command_line = {"spark",      "strategy",   "generate",
                               order.prompt, "--provider", std::string(lab::provider_name(order.provider))};
    const lab::GenerationFollower follower{.is_cancelled = [&job] { return job.is_cancelled(); },
                                           .note = [&job](const std::string& text) { job.log("info", text); }};
    SPARK_TRY(Json document, lab::generate(*context, order, id, follower));
    const std::string status = document.string_at("status").value_or("");
    const Json* const problem = document.find("problem");
    const bool has_failed = problem != nullptr && problem->is_object();
    job.log(has_failed ? "warning" : "info",
            has_failed ? fmt::format("{}: {}", status, problem->string_at("detail").value_or("")) : status);
    return JobResult{.id = id,
                     .location = "/api/v1/generations/" + id,
                     .report = Json::object().set("id", id).set("status", status),
                     .document = std::move(document)};
}

Json member_of(const Json& generation, std::string_view object, std::string_view key) {
    const Json* const found = generation.find(object);
    const Json* const value = found == nullptr ? nullptr : found->find(key);
    return value == nullptr ? Json(nullptr) : *value;
}

Json row_of(const Json& generation) {
    Json row = Json::object();
    for (const char* const key : {"id", "created_at", "author", "prompt", "language", "status", "family"}) {
        const Json* const value = generation.find(key);
        row.set(key, value == nullptr ? Json(nullptr) : *value);
    }
    const Json* const violations = generation.find("violations");
    row.set("provider", member_of(generation, "provider", "kind"));
    row.set("model", member_of(generation, "provider", "model")).set("name", member_of(generation, "document", "name"));
    return row.set("violations", violations == nullptr ? 0 : violations->size());
}

Result<http::Page> list(const House& house, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    const std::string cursor(call.query("cursor").value_or(""));
    if (!cursor.empty() && !lab::is_generation_id(cursor))
        return fail(Fault::invalid_input, fmt::format("found cursor '{}'", shown(cursor)), "cursor");
    const lab::GenerationFolder folder(house.folder());
    SPARK_TRY(const auto ids, folder.ids());
    http::Page page;
    for (const std::string& id : ids) {
        if (!cursor.empty() && id >= cursor) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = page.rows.back().string_at("id").value_or("");
            break;
        }
        SPARK_TRY(const Json generation, folder.read(id));
        page.rows.push_back(row_of(generation));
    }
    return page;
}

Result<Json> check_policy(const House& house, const Call& call) {
    const Json* const document = call.body.find("document");
    const bool is_text = document != nullptr && document->is_string();
    const std::string text = is_text               ? document->as_string().value()
                             : document == nullptr ? ""
                                                   : wire::to_text(*document);
    return lab::policy_check_json(text, verbs::syntax_of_text(text), lab::policy_of(house.context.settings));
}

}  // namespace

void add_generation_operations(House& house, http::Operations& operations) {
    house.kinds.add("generate", [&house](JobRun& job) { return run(house, job); }, {.places = places});
    operations.add("strategies.generate", [&house](Call& call) { return begin(house, call); });
    operations.add("strategies.policy", [&house](Call& call) { return http::answered(check_policy(house, call)); });
    operations.add("generations.list", [&house](Call& call) { return http::answered(list(house, call)); });
    operations.add("generations.providers", [&house](Call&) -> Answered {
        return Outcome::of(Json::object().set("data", lab::providers_json(house.context)));
    });
    operations.add("generations.show", [&house](Call& call) {
        return http::answered(lab::GenerationFolder(house.folder()).read(call.path_part(0)));
    });
}

}  // namespace spark::server
