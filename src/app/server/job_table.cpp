#include "app/server/job_table.hpp"

#include <algorithm>
#include <utility>

namespace spark::server {
namespace {

using wire::Json;

std::string_view to_text(JobStatus status) {
    switch (status) {
        case JobStatus::queued: return "queued";
        case JobStatus::running: return "running";
        case JobStatus::succeeded: return "succeeded";
        case JobStatus::failed: return "failed";
    }
    return "";
}

Json time_json(const std::optional<WallTime>& time) { return time ? Json(format_iso8601(*time)) : Json(nullptr); }

bool is_over(JobStatus status) { return status == JobStatus::succeeded || status == JobStatus::failed; }

}  // namespace

JobTable::Job* JobTable::look_up(std::string_view id) {
    const auto found = std::ranges::find(jobs_, id, &Job::id);
    return found == jobs_.end() ? nullptr : &*found;
}

void JobTable::add(std::string id, WallTime now) {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= jobs_max) {
        const auto oldest = std::ranges::find_if(jobs_, [](const Job& job) { return is_over(job.status); });
        if (oldest != jobs_.end()) jobs_.erase(oldest);
    }
    jobs_.push_back({.id = std::move(id), .created_at = now});
}

void JobTable::start(std::string_view id, WallTime now) {
    const std::lock_guard lock(mutex_);
    if (Job* const job = look_up(id)) {
        job->status = JobStatus::running;
        job->started_at = now;
    }
}

void JobTable::succeed(std::string_view id, std::string result_id, WallTime now) {
    const std::lock_guard lock(mutex_);
    if (Job* const job = look_up(id)) {
        job->status = JobStatus::succeeded;
        job->result_id = std::move(result_id);
        job->ended_at = now;
    }
}

void JobTable::fail(std::string_view id, std::string problem, WallTime now) {
    const std::lock_guard lock(mutex_);
    if (Job* const job = look_up(id)) {
        job->status = JobStatus::failed;
        job->problem = std::move(problem);
        job->ended_at = now;
    }
}

void JobTable::forget(std::string_view id) {
    const std::lock_guard lock(mutex_);
    std::erase_if(jobs_, [&](const Job& job) { return job.id == id; });
}

std::optional<Json> JobTable::find(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(jobs_, id, &Job::id);
    if (found == jobs_.end()) return std::nullopt;
    const Job& job = *found;
    const auto ahead =
        std::count_if(jobs_.begin(), found, [](const Job& one) { return one.status == JobStatus::queued; });
    Json links = Json::object().set("self", "/api/v1/jobs/" + job.id);
    if (!job.result_id.empty()) links.set("result", "/api/v1/backtests/" + job.result_id);
    Json json = Json::object();
    json.set("schema", "spark.job/1").set("id", job.id).set("object", "job").set("kind", "backtest");
    json.set("status", to_text(job.status)).set("progress", is_over(job.status) ? 1.0 : 0.0).set("eta_ms", nullptr);
    json.set("queue_position", job.status == JobStatus::queued ? Json(ahead + 1) : Json(nullptr));
    json.set("created_at", format_iso8601(job.created_at)).set("started_at", time_json(job.started_at));
    json.set("ended_at", time_json(job.ended_at));
    if (!job.problem.empty()) {
        const auto problem = wire::parse_json(job.problem);
        json.set("problem", problem ? *problem : Json(job.problem));
    }
    return json.set("links", std::move(links));
}

}  // namespace spark::server
