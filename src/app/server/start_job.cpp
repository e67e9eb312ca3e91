#include "app/server/start_job.hpp"

#include <chrono>
#include <utility>

#include "app/server/job_json.hpp"
#include "foundation/base/assert.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using http::Outcome;
using wire::Json;

/// What somebody who waited is told at the job's end.
std::variant<Outcome, http::Problem> outcome_of(House& house, const jobs::JobRecord& job, int status) {
    if (job.status != jobs::Status::succeeded) return http::problem_of(job_error(job));
    auto made = house.take_out(job.id);
    Json document = made && made->document ? std::move(*made->document) : job.result;
    const Json* const location = job.result.find("location");
    Outcome outcome = Outcome::of(std::move(document), status).with("Preference-Applied", "wait");
    if (location != nullptr && location->is_string() && !location->as_string()->empty())
        outcome = std::move(outcome).with("Location", *location->as_string());
    return outcome;
}

}  // namespace

http::Answered start_job(House& house, const http::Call& call, std::string_view kind, Json request,
                         const std::function<void(const jobs::JobRecord&)>& when_submitted) {
    SPARK_ASSERT(house.kinds.find(kind) != nullptr);
    const auto wait = call.wanted_wait();
    const std::string* const key = call.request.header("Idempotency-Key");
    // Somebody waits in front of it. Not of work that has its own places and takes hours: there who waits would only
    // push aside who does not.
    const bool is_interactive = wait && house.kinds.terms(kind).places == 0;
    JobOrder order{.kind = std::string(kind),
                   .owner = call.caller.owner(call.address),
                   .priority = is_interactive ? jobs::Priority::interactive : jobs::Priority::normal,
                   .request = std::move(request),
                   .idempotency_key = key == nullptr ? std::string() : *key};
    auto submitted = house.jobs->submit(std::move(order));
    if (!submitted) {
        http::Problem problem = http::problem_of(submitted.error());
        if (submitted.error().fault != Fault::exhausted) return problem;
        return http::Problem{
            .kind = http::problem_kind("busy"), .detail = submitted.error().message, .fix = submitted.error().remedy};
    }
    if (when_submitted) when_submitted(*submitted);
    const std::string id = submitted->id;
    http::Later later;
    later.wait_max = wait.value_or(std::chrono::milliseconds(0));
    later.late =
        Outcome::of(job_json(*submitted, house.jobs->position(id)), 202).with("Location", "/api/v1/jobs/" + id);
    if (!wait) return std::move(later.late);
    const auto deadline = std::chrono::steady_clock::now() + later.wait_max;
    later.begin = [&house, id, deadline, status = call.route->status](const http::Later::Done& done) {
        house.jobs->when_over(id, deadline, [&house, done, status](Result<jobs::JobRecord> job) {
            if (!job) return done(http::problem_of(job.error()));
            if (jobs::is_over(job->status)) return done(outcome_of(house, *job, status));
            done(Outcome::of(job_json(*job, house.jobs->position(job->id)), 202)
                     .with("Location", "/api/v1/jobs/" + job->id));
        });
    };
    return later;
}

}  // namespace spark::server
