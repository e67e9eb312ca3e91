#include <fmt/format.h>

#include "app/server/call_context.hpp"
#include "app/server/operations/report_operations.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/backtest_reconcile.hpp"
#include "app/verbs/backtest_run.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using wire::Json;

constexpr std::size_t reconciled_max = 200;

Result<JobResult> reconcile(const House& house, RunShelves& shelves, const JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("id"));
    SPARK_TRY(const store::StoredEvidence stored, shelves.open(id));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(shelves.index.root()));
    CallContext context(house.context);
    Json found = reconcile_backtest(*context, folder, stored);
    {
        const std::lock_guard lock(shelves.reconciled_mutex);
        if (shelves.reconciled.size() >= reconciled_max) shelves.reconciled.clear();
        shelves.reconciled[stored.entry.id] = found;
    }
    const std::string location = fmt::format("/api/v1/backtests/{}/reconcile", stored.entry.id);
    return JobResult{.id = stored.entry.id, .location = location, .document = std::move(found)};
}

/// The run's own arguments, with what came with it: files its command names are kept with the new run too.
Result<JobResult> rerun(const House& house, RunShelves& shelves, const JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("id"));
    SPARK_TRY(const store::StoredEvidence stored, shelves.open(id));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(shelves.index.root()));
    SPARK_TRY(verbs::CaseRequest request, verbs::request_of_evidence(stored));
    CallContext call(house.context);
    verbs::Context& context = *call;
    verbs::BacktestRun made;
    for (const char* const name : {"strategy.json", "costs.json"}) {
        auto text = folder.read_file_of(stored, name);
        if (text) made.attached.push_back({name, *std::move(text)});
    }
    verbs::Stopwatch watch(context);
    context.command_line = verbs::words_of_command(stored.manifest.inputs.command);
    SPARK_TRY(make_backtest(context, std::move(request), stored.document.find("band") != nullptr, watch, made));
    SPARK_TRY(keep_backtest(context, house.folder(), watch, made));
    SPARK_TRY(const std::string before, stored.document.string_at("result_hash"));
    SPARK_TRY(const std::string now, made.document.string_at("result_hash"));
    Json json = Json::object().set("schema", "spark.backtest_rerun/1").set("id", made.id).set("of", stored.entry.id);
    json.set("equal", before == now).set("result_hash", now).set("result_hash_before", before);
    return JobResult{.id = made.id, .location = "/api/v1/backtests/" + made.id, .document = std::move(json)};
}

Result<Json> reconciliation(RunShelves& shelves, const Call& call) {
    SPARK_TRY(const audit::IndexEntry entry, shelves.index.find(call.path_part(0)));
    const std::lock_guard lock(shelves.reconciled_mutex);
    const auto found = shelves.reconciled.find(entry.id);
    if (found != shelves.reconciled.end()) return found->second;
    return fail(Fault::not_found, fmt::format("{} was not reconciled since this server started", entry.id), {},
                fmt::format("POST /api/v1/backtests/{}/reconcile", entry.id));
}

}  // namespace

void add_repeat_operations(House& house, const std::shared_ptr<RunShelves>& shelves, http::Operations& operations) {
    house.kinds.add("reconcile", [&house, shelves](JobRun& job) { return reconcile(house, *shelves, job); });
    house.kinds.add("rerun", [&house, shelves](JobRun& job) { return rerun(house, *shelves, job); });
    for (const char* const kind : {"reconcile", "rerun"}) {
        operations.add(fmt::format("backtests.{}", kind), [&house, shelves, kind](Call& call) -> Answered {
            // What there is not is said at once, not by a job.
            const auto stored = shelves->open(call.path_part(0));
            if (!stored) return http::problem_of(stored.error());
            return start_job(house, call, kind, Json::object().set("id", stored->entry.id));
        });
    }
    operations.add("backtests.reconciliation",
                   [shelves](Call& call) { return http::answered(reconciliation(*shelves, call)); });
}

}  // namespace spark::server
