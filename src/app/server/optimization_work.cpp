#include "app/server/optimization_work.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "app/optimizer/identity.hpp"
#include "app/server/call_context.hpp"
#include "app/server/job_json.hpp"
#include "app/server/optimization_rows.hpp"

namespace spark::server {
namespace {

using optimizer::Bench;
using optimizer::Standing;
using trials::TrialRow;
using wire::Json;

/// Above the API's threads' 0: a sweep takes what they leave.
constexpr int work_niceness = 10;
constexpr std::size_t rows_an_event = 100;
constexpr std::chrono::milliseconds event_every{200};

using Counter = telemetry::SeriesKey<telemetry::MetricType::counter>;

/// An executor whose figures are taken.
class Metered final : public optimizer::Executor {
  public:
    Metered(std::unique_ptr<Executor> inner, House& house, OptimizationDesk& desk)
        : inner_(std::move(inner)), house_(house), desk_(desk), workers_(static_cast<std::int64_t>(inner_->workers())) {
        desk_.workers += workers_;
        show_workers();
    }
    ~Metered() override {
        desk_.workers -= workers_;
        show_workers();
    }

    std::size_t appetite() const override { return inner_->appetite(); }
    Result<void> give(std::vector<optimizer::Task> tasks) override { return inner_->give(std::move(tasks)); }
    Result<std::vector<optimizer::TaskResult>> take(int wait_ms) override {
        auto results = inner_->take(wait_ms);
        if (!results || results->empty()) return results;
        const double cpu_ms = inner_->cpu_ms();
        const auto count = static_cast<double>(results->size());
        house_.context.metrics.observe("spark_optimizer_step_ms", std::max(0.0, cpu_ms - cpu_ms_) / count);
        house_.context.metrics.add("spark_optimizer_sets_total", results->size());
        cpu_ms_ = cpu_ms;
        return results;
    }
    std::size_t under_way() const override { return inner_->under_way(); }
    void stop() override { inner_->stop(); }
    std::size_t workers() const override { return inner_->workers(); }
    double cpu_ms() const override { return inner_->cpu_ms(); }

  private:
    void show_workers() const {
        house_.context.metrics.set("spark_optimizer_workers_running", static_cast<double>(desk_.workers.load()));
    }

    std::unique_ptr<Executor> inner_;
    House& house_;
    OptimizationDesk& desk_;
    const std::int64_t workers_;
    double cpu_ms_ = 0;
};

/// Tells job, desk and stream how an optimization gets on. Used by the thread that runs it.
class News {
  public:
    News(House& house, OptimizationDesk& desk, JobRun& job, std::string id, trials::TrialHeader header)
        : house_(house), desk_(desk), job_(job), id_(std::move(id)), header_(std::move(header)) {
        // Rows of earlier attempts were told then, or can be fetched.
        const auto trials = desk_.trials_of(id_);
        if (!trials || *trials == nullptr) return;
        const std::lock_guard lock((*trials)->mutex);
        told_ = (*trials)->folder->count();
    }

    void standing(const Standing& standing) {
        if (standing.phase != phase_) {
            phase_ = standing.phase;
            job_.log("info", fmt::format("{}: {} of {} sets", phase_, standing.done, standing.expected));
        }
        desk_.stand(id_, standing);
        if (phase_ == "search" && standing.expected > 0) {
            // The search is most of it; what comes after has no count.
            constexpr double search_share = 0.95;
            job_.progress(search_share * static_cast<double>(standing.done) / static_cast<double>(standing.expected));
        }
        publish(standing_json(standing, &header_));
        tell_rows(false);
    }

    void trials(std::span<const TrialRow> rows) {
        count_ += rows.size();
        for (const TrialRow& row : rows) {
            if (rows_.size() == rows_an_event) break;
            rows_.push_back(trial_list(header_, row));
        }
        tell_rows(false);
    }

    /// Rows that were not told yet: all of them when they are few, else that they are there to be fetched.
    void tell_rows(bool is_last) {
        const auto now = house_.context.steady_now();
        if (count_ == 0 || (!is_last && now - told_at_ < event_every)) return;
        told_at_ = now;
        Json event = Json::object();
        event.set("id", id_).set("after", told_).set("count", count_).set("columns", trial_columns(header_));
        Json rows = Json::array();
        const bool has_all = count_ == rows_.size();
        for (Json& row : rows_) {
            if (has_all) rows.push(std::move(row));
        }
        event.set("rows", std::move(rows)).set("is_whole", has_all);
        told_ += count_;
        count_ = 0;
        rows_.clear();
        // A topic of the table, and at most a hundred rows of a few numbers: cannot be refused.
        static_cast<void>(house_.hub->publish_lossless(value(), "trials", event).has_value());
    }

    std::string topic() const { return "optimization." + id_; }

  private:
    stream::Value value() {
        topic_ = topic();
        return {.topic = topic_, .at = house_.now()};
    }
    void publish(Json json) {
        static_cast<void>(house_.hub->publish_conflated(value(), json.set("id", id_)).has_value());
    }

    House& house_;
    OptimizationDesk& desk_;
    JobRun& job_;
    const std::string id_;
    const trials::TrialHeader header_;
    std::string phase_;
    std::string topic_;
    std::uint64_t told_ = 0;   ///< Rows told, or that were there before.
    std::uint64_t count_ = 0;  ///< Rows kept since.
    std::vector<Json> rows_;   ///< The first of them.
    std::chrono::nanoseconds told_at_{0};
};

/// The same fault with a place in the order instead of a flag of the command line.
std::unexpected<Error> refused(Error error, std::string pointer) {
    error.place = std::move(pointer);
    return fail(std::move(error));
}

std::string pointer_of(std::string_view place) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> flags{
        {{"--param", "/parameters"},
         {"--where", "/where"},
         {"--objective", "/objective"},
         {"--constraint", "/constraints"},
         {"--max-trials", "/trials_max"},
         {"--batch", "/batch"},
         {"--oos", "/oos"},
         {"--walk-forward", "/walk_forward"},
         {"--dataset", "/backtest/dataset"},
         {"--with", "/backtest/with"},
         {"STRATEGY", "/backtest/strategy"}}};
    for (const auto& [flag, pointer] : flags) {
        if (place.starts_with(flag)) return std::string(pointer);
    }
    // What the order's backtest holds is said relative to it.
    if (place.starts_with('/')) return fmt::format("/backtest{}", place);
    return {};
}

/// Finds the text that was refused among those that have a column only as their place.
std::string pointer_of_text(const Bench& bench) {
    const auto specs = bench.definition().parameters();
    const std::vector<std::string>& where = bench.order.where;
    for (std::size_t index = 0; index < where.size(); ++index) {
        if (!search::Condition::compile(where[index], specs)) return fmt::format("/where/{}", index);
    }
    if (!bench.objective) return "/objective";
    return fmt::format("/constraints/{}", bench.constraints.size());
}

/// What became of an attempt, as the figures count it; empty when the server stopped it.
std::string_view outcome_of(House& house, OptimizationDesk& desk, const std::string& id, const JobRun& job,
                            const Result<optimizer::Finished>& finished) {
    if (finished && !finished->is_cancelled) return "done";
    const auto record = house.jobs->find(job.id());
    if (job.is_cancelled()) {
        if (!record || !record->cancel_asked) return {};
        return desk.is_paused(id) ? "paused" : "cancelled";
    }
    return "failed";
}

void count_outcome(House& house, std::string_view outcome) {
    telemetry::Metrics& metrics = house.context.metrics;
    if (outcome == "done") metrics.add(Counter("spark_optimizer_jobs_total", "done"));
    if (outcome == "cancelled") metrics.add(Counter("spark_optimizer_jobs_total", "cancelled"));
    if (outcome == "paused") metrics.add(Counter("spark_optimizer_jobs_total", "paused"));
    if (outcome == "failed") metrics.add(Counter("spark_optimizer_jobs_total", "failed"));
}

/// Runs it on a thread that stands behind those of the API; threads that it starts stand there too.
Result<optimizer::Finished> run_behind(House& house, OptimizationDesk& desk, Bench& bench, const std::string& id,
                                       const optimizer::Follower& follower) {
    CallContext context(house.context);
    (*context).command_line = {"spark", "optimize", "resume", id};
    std::packaged_task<Result<optimizer::Finished>()> task([&]() -> Result<optimizer::Finished> {
        // Linux: of this thread alone. Refused only where a sandbox forbids it, and then all run alike.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), work_niceness));
        bench.threads = optimizer_threads(house);
        Metered executor(optimizer::local_executor(bench, bench.threads), house, desk);
        return optimizer::run_order(*context, bench, id, desk.folder_of(id), executor, follower);
    });
    auto result = task.get_future();
    std::thread worker(std::move(task));
    worker.join();
    return result.get();
}

}  // namespace

std::size_t optimizer_threads(const House& house) {
    const auto wanted = static_cast<std::size_t>(house.context.settings.integer("optimizer.threads"));
    if (wanted > 0) return wanted;
    return std::max<std::size_t>(std::thread::hardware_concurrency(), 2) - 1;
}

Json standing_json(const Standing& standing, const trials::TrialHeader* header) {
    Json json = Json::object();
    json.set("done", standing.done).set("expected", standing.expected).set("sets_per_s", standing.sets_per_s);
    json.set("eta_s", standing.eta_s ? Json(*standing.eta_s) : Json(nullptr)).set("workers", standing.workers);
    json.set("phase", standing.phase);
    return json.set("best", standing.best && header != nullptr ? trial_json(*header, *standing.best) : Json(nullptr));
}

Result<void> set_up_bench(verbs::Context& context, std::string_view order_text, Bench& bench) {
    SPARK_TRY(optimizer::Order order, optimizer::Order::parse(order_text));
    optimizer::Order asked = order;
    const auto done = Bench::set_up(context, std::move(order), bench);
    if (done) return {};
    Error error = done.error();
    const bool is_loaded = !bench.loaded.asked().books.empty();
    // A name there is not, inside an order, is a mistake in the order; a strategy or data set there is not is an
    // address.
    if (is_loaded && error.fault == Fault::not_found) error.fault = Fault::invalid_input;
    std::string pointer = pointer_of(error.place);
    if (pointer.empty() && is_loaded) {
        bench.order = std::move(asked);
        if (!error.place.empty()) error.message = fmt::format("{}: {}", error.place, error.message);
        pointer = bench.space ? pointer_of_text(bench) : "/parameters";
    }
    return refused(std::move(error), pointer.empty() ? "/backtest" : std::move(pointer));
}

Result<std::unique_ptr<search::Sampler>> sampler_of(const Bench& bench) {
    std::vector<search::Condition> conditions;
    for (const std::string& text : bench.order.where) {
        SPARK_TRY(search::Condition condition, search::Condition::compile(text, bench.definition().parameters()));
        conditions.push_back(std::move(condition));
    }
    search::SearchOptions options;
    options.method = bench.order.method;
    options.seed = bench.order.seed;
    options.trials_max = bench.order.trials_max;
    options.batch = bench.order.batch;
    auto sampler = search::make_sampler(*bench.space, std::move(conditions), options);
    if (sampler) return sampler;
    std::string pointer = pointer_of(sampler.error().place);
    return refused(std::move(sampler).error(), pointer.empty() ? "/parameters" : std::move(pointer));
}

Result<JobResult> run_optimization(House& house, OptimizationDesk& desk, JobRun& job) {
    const auto named = job.request().string_at("optimization");
    const std::string id = named ? *named : OptimizationDesk::id_of_first_job(job.id());
    if (job.attempt() == 1) {
        const std::chrono::duration<double, std::milli> waited = house.now() - job.created_at();
        house.context.metrics.observe("spark_optimizer_queue_wait_ms", std::max(0.0, waited.count()));
    }
    SPARK_TRY(const std::string body, job.request().string_at("body"));
    CallContext context(house.context);
    Bench bench;
    SPARK_TRY(set_up_bench(*context, body, bench));
    News news(house, desk, job, id, optimizer::header_of(bench, id));
    optimizer::Follower follower;
    follower.standing = [&news](const Standing& standing) { news.standing(standing); };
    follower.trials = [&news](std::span<const TrialRow> rows) { news.trials(rows); };
    follower.is_cancelled = [&job] { return job.is_cancelled(); };
    auto finished = run_behind(house, desk, bench, id, follower);
    news.tell_rows(true);
    const auto last = desk.standing_of(id);
    desk.leave(id);
    desk.forget_brief(id);
    const std::string_view outcome = outcome_of(house, desk, id, job, finished);
    count_outcome(house, outcome);
    if (!finished) return fail(std::move(finished).error());
    if (finished->is_cancelled) {
        const std::string kept =
            fmt::format("{} of {} sets are done and kept", last ? last->done : 0, last ? last->expected : 0);
        job.log("info", fmt::format("{}: {}", outcome.empty() ? "interrupted" : outcome, kept));
        return fail(Fault::unavailable, kept, {}, fmt::format("POST /api/v1/optimizations/{}/resume", id));
    }
    Json report = Json::object().set("id", id);
    for (const char* const key : {"sets", "refused", "objective", "ended"}) {
        if (const Json* const value = finished->document.find(key)) report.set(key, *value);
    }
    return JobResult{.id = id,
                     .location = "/api/v1/optimizations/" + id,
                     .report = std::move(report),
                     .document = std::move(finished->document)};
}

}  // namespace spark::server
