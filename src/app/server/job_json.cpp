#include "app/server/job_json.hpp"

#include <string>
#include <utility>

#include "app/server/house.hpp"
#include "app/server/optimization_desk.hpp"

namespace spark::server {
namespace {

using wire::Json;

Json time_json(const std::optional<WallTime>& time) { return time ? Json(format_iso8601(*time)) : Json(nullptr); }

std::string text_at(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    return value != nullptr && value->is_string() ? *value->as_string() : std::string();
}

/// A JobAttempt as the kinds' work sees it.
class AttemptRun final : public JobRun {
  public:
    explicit AttemptRun(JobAttempt& attempt) : attempt_(attempt) {}
    const std::string& id() const override { return attempt_.job().id; }
    std::int64_t attempt() const override { return attempt_.job().attempt; }
    WallTime created_at() const override { return attempt_.job().created_at; }
    const Json& request() const override { return attempt_.job().request; }
    const std::string& owner() const override { return attempt_.job().owner; }
    void progress(double part) override { attempt_.progress(part); }
    void log(std::string_view level, std::string_view text) override {
        attempt_.log(jobs::log_level_of(level).value_or(jobs::LogLevel::info), text);
    }
    bool is_cancelled() const override { return attempt_.is_cancelled(); }

  private:
    JobAttempt& attempt_;
};

}  // namespace

Json job_json(const jobs::JobRecord& job, std::optional<std::size_t> position) {
    Json links = Json::object().set("self", "/api/v1/jobs/" + job.id).set("log", "/api/v1/jobs/" + job.id + "/log");
    if (const std::string result = text_at(job.result, "location"); !result.empty()) links.set("result", result);
    Json json = Json::object();
    json.set("schema", "spark.job/1").set("id", job.id).set("object", "job").set("kind", job.kind);
    json.set("owner", job.owner).set("priority", jobs::priority_name(job.priority));
    json.set("status", jobs::status_name(job.status)).set("progress", job.progress_ratio);
    json.set("eta_ms", job.eta_ms ? Json(*job.eta_ms) : Json(nullptr));
    json.set("queue_position", position ? Json(*position) : Json(nullptr));
    json.set("attempt", job.attempt).set("cancel_asked", job.cancel_asked);
    json.set("created_at", format_iso8601(job.created_at)).set("started_at", time_json(job.started_at));
    json.set("ended_at", time_json(job.ended_at));
    if (!job.problem.is_null()) json.set("problem", job.problem);
    if (const Json* const report = job.result.find("report")) json.set("result", *report);
    return json.set("links", std::move(links));
}

Error job_error(const jobs::JobRecord& job) {
    if (job.status == jobs::Status::canceled) return {.fault = Fault::conflict, .message = "the job was cancelled"};
    Error error{.fault = Fault::unavailable,
                .message = text_at(job.problem, "detail"),
                .place = text_at(job.problem, "place"),
                .remedy = text_at(job.problem, "remedy")};
    const std::string name = text_at(job.problem, "code");
    for (const FaultRule& rule : fault_rules) {
        if (rule.name == name) error.fault = rule.fault;
    }
    return error;
}

Result<Json> run_attempt(House& house, const JobWork& work, JobAttempt& attempt) {
    AttemptRun run(attempt);
    SPARK_TRY(JobResult made, work(run));
    Json kept = Json::object().set("id", made.id).set("location", made.location);
    if (made.report) kept.set("report", *made.report);
    if (made.document) house.lay_out(attempt.job().id, std::move(made));
    return kept;
}

void publish_job_event(stream::Hub& hub, const JobEvent& event) {
    const jobs::JobRecord& job = event.job;
    const std::string topic = "job." + job.id;
    const stream::Audience audience{.user = job.owner};
    // Topics of the table, and documents that are small: cannot be refused.
    const auto said = [](const Result<void>& published) { static_cast<void>(published.has_value()); };
    if (event.line) {
        const jobs::JobLogLine& line = *event.line;
        said(hub.publish_lossless({.topic = topic, .at = line.time, .audience = audience}, "log",
                                  Json::object()
                                      .set("sequence", line.sequence)
                                      .set("level", jobs::log_level_name(line.level))
                                      .set("text", line.text)));
        return;
    }
    const WallTime at = job.ended_at.value_or(job.started_at.value_or(job.created_at));
    const Json json = job_json(job, std::nullopt);
    const bool is_change = job.status != jobs::Status::running || job.progress_ratio == 0;
    for (const std::string_view one : {std::string_view("jobs"), std::string_view(topic)}) {
        if (is_change)
            said(hub.publish_lossless({.topic = one, .at = at, .audience = audience}, "job", json));
        else
            said(hub.publish_conflated({.topic = one, .at = at, .audience = audience}, json));
    }
    if (!jobs::is_over(job.status)) return;
    hub.forget(topic);
    if (job.kind != "optimize") return;
    // To all who may read it, whose job it was or not; from here on GET says how it stands.
    const std::string id = OptimizationDesk::id_of(job);
    const std::string its_topic = "optimization." + id;
    said(hub.publish_lossless(
        {.topic = its_topic, .at = at}, "ended",
        Json::object().set("id", id).set("job", job.id).set("status", jobs::status_name(job.status))));
    hub.forget(its_topic);
}

}  // namespace spark::server
