#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/optimizer/outputs.hpp"
#include "app/server/job_json.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/optimization_answers.hpp"
#include "app/server/optimization_rows.hpp"
#include "app/server/optimization_work.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using http::Call;
using wire::Json;

constexpr std::size_t document_bytes_max = 64U << 20U;

Json or_null(const Json* value) { return value == nullptr ? Json(nullptr) : *value; }

/// How one at rest stands: what its folder holds.
Result<Json> rest_json(OptimizationDesk& desk, const std::string& id) {
    optimizer::Standing standing;
    SPARK_TRY(const std::shared_ptr<OpenTrials> trials, desk.trials_of(id));
    if (trials == nullptr) return standing_json(standing, nullptr).set("expected", nullptr);
    const std::lock_guard lock(trials->mutex);
    const trials::TrialFolder& folder = *trials->folder;
    standing.done = folder.count();
    SPARK_TRY(const std::vector<std::uint64_t> ranking, folder.ranking());
    if (!ranking.empty()) {
        SPARK_TRY(standing.best, folder.row(ranking.front()));
    }
    return standing_json(standing, &folder.header()).set("expected", nullptr);
}

Result<Json> standing_of(House& house, OptimizationDesk& desk, const Optimization& optimization,
                         const OptimizationDesk::State& state) {
    const auto live = state.is_over() ? std::nullopt : desk.standing_of(optimization.id);
    if (!live) return rest_json(desk, optimization.id);
    SPARK_TRY(const std::shared_ptr<OpenTrials> trials, desk.trials_of(optimization.id));
    Json json;
    if (trials == nullptr) {
        json = standing_json(*live, nullptr);
    } else {
        const std::lock_guard lock(trials->mutex);
        json = standing_json(*live, &trials->folder->header());
    }
    const auto position = house.jobs->position(optimization.job);
    return json.set("queue_position", position ? Json(*position) : Json(nullptr));
}

Json links_of(const Optimization& optimization) {
    const std::string self = "/api/v1/optimizations/" + optimization.id;
    Json links = Json::object().set("self", self).set("job", "/api/v1/jobs/" + optimization.job);
    for (const char* const name : {"trials", "heatmap", "slices", "assessment", "best.json", "leaderboard.csv"})
        links.set(name, self + "/" + name);
    return links;
}

/// What both the list and the single one begin with.
Json head_json(const Optimization& optimization, const OptimizationDesk::State& state) {
    Json json = Json::object();
    json.set("id", optimization.id).set("state", state.name).set("owner", optimization.owner);
    json.set("job", optimization.job).set("created_at", format_iso8601(optimization.created_at));
    json.set("started_at", state.job.started_at ? Json(format_iso8601(*state.job.started_at)) : Json(nullptr));
    json.set("ended_at", state.job.ended_at ? Json(format_iso8601(*state.job.ended_at)) : Json(nullptr));
    return json.set("progress", state.job.status == jobs::Status::succeeded ? 1.0 : state.job.progress_ratio);
}

Json verdict_of(const Json& document) {
    const Json* const assessment = document.find("assessment");
    const Json* const verdict = assessment == nullptr ? nullptr : assessment->find("verdict");
    return verdict == nullptr ? Json(nullptr) : or_null(verdict->find("verdict"));
}

/// A row of the list, without what changes while it runs.
Result<Json> brief_json(OptimizationDesk& desk, const Optimization& optimization) {
    Json json = Json::object();
    SPARK_TRY(const Json order, wire::parse_json(optimization.order));
    const Json* const backtest = order.find("backtest");
    const auto of_backtest = [backtest](const char* key) {
        return backtest == nullptr ? Json(nullptr) : or_null(backtest->find(key));
    };
    json.set("strategy", of_backtest("strategy")).set("dataset", of_backtest("dataset"));
    json.set("pair", of_backtest("pair")).set("timeframe", of_backtest("timeframe"));
    for (const char* const key : {"method", "objective", "parameters"}) json.set(key, or_null(order.find(key)));
    SPARK_TRY(const Json document, folder_json(desk, optimization.id, optimizer::document_name));
    json.set("sets", or_null(document.find("sets"))).set("best", or_null(document.find("best")));
    return json.set("verdict", verdict_of(document));
}

Result<Json> row_json(House& house, OptimizationDesk& desk, const Optimization& optimization,
                      const OptimizationDesk::State& state) {
    Json json = head_json(optimization, state);
    auto kept = state.is_over() ? desk.kept_brief(optimization) : std::nullopt;
    if (!kept) {
        SPARK_TRY(kept, brief_json(desk, optimization));
        if (state.is_over()) desk.keep_brief(optimization, *kept);
    }
    const auto members = kept->as_object().value();
    for (const wire::JsonMember& member : members) json.set(member.key, member.value);
    if (state.name == "succeeded") return json.set("standing", nullptr);
    SPARK_TRY(Json standing, standing_of(house, desk, optimization, state));
    return json.set("standing", std::move(standing));
}

bool fits(const Call& call, std::string_view name, const Json& found) {
    const auto wanted = call.query(name);
    if (!wanted) return true;
    if (found.is_string()) {
        const std::string text = *found.as_string();
        return text == *wanted || std::string_view(text).substr(0, text.find('@')) == *wanted;
    }
    if (!found.is_array()) return false;
    const auto list = found.as_array().value();
    return std::ranges::any_of(list, [&](const Json& one) { return fits(call, name, one); });
}

Result<http::Page> list(House& house, OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    const std::string_view cursor = call.query("cursor").value_or("");
    SPARK_TRY(const std::vector<Optimization> all, desk.list());
    http::Page page;
    for (const Optimization& optimization : all) {
        if (!cursor.empty() && optimization.id >= cursor) continue;
        SPARK_TRY(const OptimizationDesk::State state, desk.state_of(optimization));
        if (call.query("status").value_or(state.name) != state.name) continue;
        SPARK_TRY(Json row, row_json(house, desk, optimization, state));
        if (!fits(call, "strategy", *row.find("strategy")) || !fits(call, "dataset", *row.find("dataset"))) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = page.rows.back().string_at("id").value_or("");
            break;
        }
        page.rows.push_back(std::move(row));
    }
    return page;
}

}  // namespace

Result<Optimization> named_optimization(OptimizationDesk& desk, const Call& call) {
    return desk.find(call.path_part(0));
}

Result<Json> folder_json(const OptimizationDesk& desk, std::string_view id, std::string_view name) {
    const std::filesystem::path path = desk.folder_of(id) / name;
    std::error_code problem;
    if (!std::filesystem::exists(path, problem)) return Json(nullptr);
    SPARK_TRY(const std::string text, read_file(path, document_bytes_max));
    auto json = wire::parse_json(text);
    if (json) return json;
    return fail(Fault::corrupt, fmt::format("{} is not what was written", name), std::string(name),
                fmt::format("spark optimize verify {}", id));
}

Result<std::shared_ptr<OpenTrials>> kept_trials(OptimizationDesk& desk, const Optimization& optimization) {
    SPARK_TRY(std::shared_ptr<OpenTrials> trials, desk.trials_of(optimization.id));
    if (trials != nullptr) return trials;
    return fail(Fault::not_found, fmt::format("{} has no set yet", optimization.id), {},
                fmt::format("GET /api/v1/optimizations/{} says how it stands", optimization.id));
}

Result<Json> optimization_json(House& house, OptimizationDesk& desk, const Optimization& optimization) {
    SPARK_TRY(const OptimizationDesk::State state, desk.state_of(optimization));
    Json json = Json::object().set("schema", "spark.optimization/1");
    const Json head = head_json(optimization, state);
    const auto members = head.as_object().value();
    for (const wire::JsonMember& member : members) json.set(member.key, member.value);
    SPARK_TRY(Json order, wire::parse_json(optimization.order));
    SPARK_TRY(Json standing, standing_of(house, desk, optimization, state));
    SPARK_TRY(Json document, folder_json(desk, optimization.id, optimizer::document_name));
    SPARK_TRY(Json assessment, folder_json(desk, optimization.id, optimizer::assessment_name));
    if (assessment.is_null()) assessment = or_null(document.find("assessment"));
    json.set("order", std::move(order)).set("standing", std::move(standing));
    if (!state.job.problem.is_null()) json.set("problem", state.job.problem);
    json.set("document", std::move(document)).set("assessment", std::move(assessment));
    return json.set("links", links_of(optimization));
}

void add_optimization_operations(House& house, http::Operations& operations) {
    const auto desk = std::make_shared<OptimizationDesk>(house);
    // A kill costs the sets under way and nothing more, so it may happen often; past that something kills it for good.
    constexpr std::int64_t attempts_max = 100;
    const auto places = static_cast<std::size_t>(house.context.settings.integer("optimizer.jobs_max"));
    house.kinds.add("optimize", [&house, desk](JobRun& job) { return run_optimization(house, *desk, job); },
                    {.attempts_max = attempts_max, .places = places});
    operations.add("optimizations.list",
                   [&house, desk](Call& call) { return http::answered(list(house, *desk, call)); });
    operations.add("optimizations.show", [&house, desk](Call& call) -> http::Answered {
        const auto found = named_optimization(*desk, call);
        if (!found) return http::problem_of(found.error());
        return http::answered(optimization_json(house, *desk, *found));
    });
    add_optimization_changes(house, desk, operations);
    add_optimization_sets(house, desk, operations);
    add_optimization_preview(house, operations);
}

}  // namespace spark::server
