#include "app/server/start_job.hpp"

#include <chrono>
#include <memory>
#include <utility>

#include "foundation/base/assert.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using http::Outcome;
using wire::Json;

/// A job of this process, in memory.
class TableRun final : public JobRun {
  public:
    TableRun(std::string id, Json request, std::string owner)
        : id_(std::move(id)), request_(std::move(request)), owner_(std::move(owner)) {}
    const std::string& id() const override { return id_; }
    const Json& request() const override { return request_; }
    const std::string& owner() const override { return owner_; }
    void progress(double) override {}
    void log(std::string_view, std::string_view) override {}
    bool is_cancelled() const override { return false; }

  private:
    std::string id_;
    Json request_;
    std::string owner_;
};

void run(House& house, const JobWork& work, TableRun& job, int status, const http::Later::Done& done) {
    house.jobs.start(job.id(), house.context.now());
    auto made = work(job);
    if (!made) {
        const http::Problem problem = http::problem_of(made.error());
        const std::string place = "/api/v1/jobs/" + job.id();
        house.jobs.fail(job.id(), http::problem_text(problem, {.instance = place, .request_id = {}}),
                        house.context.now());
        house.context.metrics.add({"spark_jobs_total", "failed"});
        return done(problem);
    }
    house.jobs.succeed(job.id(), made->id, house.context.now());
    house.context.metrics.add({"spark_jobs_total", "done"});
    Json document = made->document ? std::move(*made->document) : Json::object().set("id", made->id);
    done(Outcome::of(std::move(document), status).with("Location", made->location).with("Preference-Applied", "wait"));
}

}  // namespace

http::Answered start_job(House& house, const http::Call& call, std::string_view kind, Json request) {
    const JobWork* const work = house.kinds.find(kind);
    SPARK_ASSERT(work != nullptr);
    const auto job = std::make_shared<TableRun>(house.new_id("job"), std::move(request), call.caller.user_id);
    house.jobs.add(job->id(), house.context.now());
    http::Later later;
    later.wait_max = call.wanted_wait().value_or(std::chrono::milliseconds(0));
    later.late = Outcome::of(house.jobs.find(job->id()).value_or(Json::object()), 202)
                     .with("Location", "/api/v1/jobs/" + job->id());
    later.begin = [&house, work, job, status = call.route->status](http::Later::Done done) {
        const bool is_taken =
            house.job_pool.try_submit([&house, work, job, status, done] { run(house, *work, *job, status, done); });
        if (is_taken) return;
        house.jobs.forget(job->id());
        house.context.metrics.add({"spark_jobs_total", "refused"});
        done(http::Problem{.kind = http::problem_kind("busy"), .detail = "all places of the job queue are taken"});
    };
    return later;
}

}  // namespace spark::server
