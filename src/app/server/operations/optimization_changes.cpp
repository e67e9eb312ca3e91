#include <fmt/format.h>

#include <utility>

#include "app/optimizer/assessment.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/server/call_context.hpp"
#include "app/server/job_json.hpp"
#include "app/server/operations/optimization_answers.hpp"
#include "app/server/optimization_work.hpp"
#include "app/server/start_job.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using wire::Json;
using Desk = std::shared_ptr<OptimizationDesk>;

/// What cannot be run is refused before there is a job: the order is read, everything it names opened, and the search
/// begun far enough to know that it has a set.
Answered create(House& house, const Desk& desk, Call& call) {
    CallContext context(house.context);
    optimizer::Bench bench;
    if (const auto ready = set_up_bench(*context, call.request.body, bench); !ready)
        return http::problem_of(ready.error());
    if (const auto sampler = sampler_of(bench); !sampler) return http::problem_of(sampler.error());
    // As it was understood, with the versions of strategy and data sets that are there now.
    bench.pin_strategy(*context);
    Json request = Json::object().set("body", wire::to_text(bench.order.json()));
    return start_job(house, call, "optimize", std::move(request), [&](const jobs::JobRecord& job) {
        desk->note(job);
        call.object = OptimizationDesk::id_of(job);
    });
}

/// One's own; an admin's are all.
Result<Optimization> own_optimization(OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(Optimization optimization, named_optimization(desk, call));
    if (call.caller.rights.holds(identity::Right::administer)) return optimization;
    if (optimization.owner == call.caller.owner(call.address)) return optimization;
    return fail(Fault::denied, fmt::format("{} is somebody else's", optimization.id), {}, "ask its owner, or an admin");
}

Result<Json> answer(House& house, OptimizationDesk& desk, const std::string& id) {
    SPARK_TRY(const Optimization now, desk.find(id));
    return optimization_json(house, desk, now);
}

/// Ends the job, at once when it waits; one at work sees it within 200 ms and keeps what is done.
Result<Json> cancel(House& house, OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const Optimization optimization, own_optimization(desk, call));
    const std::lock_guard lock(desk.change_mutex());
    SPARK_TRY(const OptimizationDesk::State state, desk.state_of(optimization));
    // Also a mark that a kill between a resume's job and its end left: what is canceled is not paused.
    SPARK_TRY(desk.unmark_paused(optimization.id));
    if (!state.is_over()) SPARK_TRY(house.jobs->cancel(optimization.job));
    return answer(house, desk, optimization.id);
}

/// A pause gives the place back: its job ends, and resume makes another on the same folder.
Result<Json> pause(House& house, OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const Optimization optimization, own_optimization(desk, call));
    const std::lock_guard lock(desk.change_mutex());
    SPARK_TRY(const OptimizationDesk::State state, desk.state_of(optimization));
    if (state.is_over() && state.name != "paused")
        return fail(Fault::conflict, fmt::format("{} is {}: nothing is under way", optimization.id, state.name), {},
                    "only what waits or runs can be paused");
    if (!state.is_over()) {
        SPARK_TRY(desk.mark_paused(optimization.id));
        SPARK_TRY(house.jobs->cancel(optimization.job));
    }
    return answer(house, desk, optimization.id);
}

Answered resume(House& house, const Desk& desk, const Call& call) {
    const auto optimization = own_optimization(*desk, call);
    if (!optimization) return http::problem_of(optimization.error());
    const std::lock_guard lock(desk->change_mutex());
    const auto state = desk->state_of(*optimization);
    if (!state) return http::problem_of(state.error());
    if (!state->is_over() || state->name == "succeeded") {
        const Error error{.fault = Fault::conflict,
                          .message = fmt::format("{} is {}", optimization->id, state->name),
                          .remedy = "only what was paused, canceled, interrupted or failed can go on"};
        return http::problem_of(error);
    }
    Json request = Json::object().set("body", optimization->order).set("optimization", optimization->id);
    // It stays paused when there is no room for the job. A mark that cannot be removed counts only for one that is
    // canceled later, and cancel removes it, too.
    return start_job(house, call, "optimize", std::move(request), [&desk](const jobs::JobRecord& job) {
        desk->note(job);
        static_cast<void>(desk->unmark_paused(OptimizationDesk::id_of(job)).has_value());
    });
}

/// The holdout is seen once more, and counted before anything of it is shown.
Result<Json> look(House& house, OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const Optimization optimization, own_optimization(desk, call));
    const std::lock_guard lock(desk.change_mutex());
    SPARK_TRY(const Json assessment, folder_json(desk, optimization.id, optimizer::assessment_name));
    if (assessment.is_null())
        return fail(Fault::conflict, fmt::format("{} has no assessment yet", optimization.id), {},
                    "wait for its end; --no-assessment leaves it out");
    CallContext context(house.context);
    optimizer::Bench bench;
    SPARK_TRY(set_up_bench(*context, optimization.order, bench));
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(desk.folder_of(optimization.id)));
    const optimizer::Follower follower;
    SPARK_TRY(Json looked, optimizer::look(*context, bench, optimization.id, trials, &assessment, follower));
    SPARK_TRY(optimizer::replace_assessment(desk.folder_of(optimization.id), looked));
    desk.forget_brief(optimization.id);
    return looked;
}

}  // namespace

void add_optimization_changes(House& house, const Desk& desk, http::Operations& operations) {
    operations.add("optimizations.create", [&house, desk](Call& call) { return create(house, desk, call); });
    operations.add("optimizations.cancel",
                   [&house, desk](Call& call) { return http::answered(cancel(house, *desk, call)); });
    operations.add("optimizations.pause",
                   [&house, desk](Call& call) { return http::answered(pause(house, *desk, call)); });
    operations.add("optimizations.resume", [&house, desk](Call& call) { return resume(house, desk, call); });
    operations.add("optimizations.look",
                   [&house, desk](Call& call) { return http::answered(look(house, *desk, call)); });
}

}  // namespace spark::server
