#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/listings.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/report_operations.hpp"
#include "app/server/operations/run_list.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_order.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_run.hpp"
#include "app/verbs/case_order.hpp"
#include "app/verbs/data_report.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using wire::Json;

/// The row of the INDEX before which a page ends; past the last one without a cursor.
Result<std::uint64_t> row_of_cursor(std::string_view cursor) {
    if (cursor.empty()) return std::numeric_limits<std::uint64_t>::max();
    std::uint64_t row = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), row);
    if (read.ec == std::errc{} && read.ptr == cursor.data() + cursor.size() && row > 0) return row;
    return fail(Fault::invalid_input,
                fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
}

Result<Json> show(RunShelves& shelves, const std::string& id) {
    SPARK_TRY(store::StoredEvidence stored, shelves.open(id));
    return std::move(stored.document);
}

/// What an attempt that was cut off has left: its evidence is there whole, or not at all.
std::optional<JobResult> made_before(const House& house, const std::string& id) {
    const auto evidence = store::EvidenceFolder::open(house.folder() / "evidence");
    if (!evidence) return std::nullopt;
    auto stored = evidence->read(id);
    if (!stored) return std::nullopt;
    return JobResult{.id = id, .location = "/api/v1/backtests/" + id, .document = std::move(stored->document)};
}

/// A backtest as a job. Its run has the job's own number, so that a job that was cut off leaves one run and not two.
/// The request holds the order's body as it came: exact numbers stay text.
Result<JobResult> run(const House& house, const JobRun& job) {
    const auto begun = house.context.steady_now();
    const std::string id = "bt_" + job.id().substr(job.id().find('_') + 1);
    if (job.attempt() > 1) {
        if (auto made = made_before(house, id)) return std::move(*made);
    }
    SPARK_TRY(const std::string body, job.request().string_at("body"));
    SPARK_TRY(const verbs::BacktestOrder order, verbs::read_backtest_body(body));
    CallContext call(house.context);
    verbs::Context& context = *call;
    verbs::Stopwatch watch(context);
    auto ordered = verbs::case_of_order(context, order);
    context.metrics.add(ordered
                            ? telemetry::SeriesKey<telemetry::MetricType::counter>("spark_backtests_total", "ok")
                            : telemetry::SeriesKey<telemetry::MetricType::counter>("spark_backtests_total", "refused"));
    SPARK_TRY(ordered);
    context.command_line = std::move(ordered->command_line);
    verbs::BacktestRun made;
    made.id = id;
    made.attached = std::move(ordered->attached);
    SPARK_TRY(make_backtest(context, std::move(ordered->request), ordered->has_band, watch, made));
    SPARK_TRY(keep_backtest(context, house.folder(), watch, made));
    const std::chrono::duration<double, std::milli> took = house.context.steady_now() - begun;
    context.metrics.observe("spark_backtest_latency_ms", took.count());
    return JobResult{.id = made.id, .location = "/api/v1/backtests/" + made.id, .document = std::move(made.document)};
}

/// What can be refused at once is not promised as a job: strategy, parameters, costs, period, and that the data sets
/// are there. Opens the data sets' heads, reads no row.
Result<void> check_order(const House& house, const Call& call) {
    SPARK_TRY(const verbs::BacktestOrder order, verbs::read_backtest_body(call.request.body));
    CallContext context(house.context);
    SPARK_TRY(const verbs::OrderedCase ordered, verbs::case_of_order(*context, order));
    SPARK_TRY(const store::DataFolder folder, verbs::open_data_folder(*context, false));
    const auto is_there = [&folder](const std::string& id, const char* pointer) -> Result<void> {
        auto opened = folder.open_data_set(id);
        if (opened) return {};
        Error error = std::move(opened).error();
        error.place = pointer;
        return fail(std::move(error));
    };
    for (const std::string& id : ordered.request.data_sets) SPARK_TRY(is_there(id, "/dataset"));
    for (const std::string& id : ordered.request.watched) SPARK_TRY(is_there(id, "/with"));
    for (const verbs::AskedStrategy& asked : ordered.request.strategies) {
        if (const auto good = asked.definition.check(asked.values); !good) {
            Error error = good.error();
            error.place = "/params";
            return fail(std::move(error));
        }
    }
    return {};
}

Answered create(House& house, const Call& call) {
    const auto checked = check_order(house, call);
    if (!checked) {
        house.context.metrics.add(
            telemetry::SeriesKey<telemetry::MetricType::counter>("spark_backtests_total", "refused"));
        return http::problem_of(checked.error());
    }
    return start_job(house, call, "backtest", Json::object().set("body", call.request.body));
}

}  // namespace

Result<http::Page> run_page(const House& house, std::size_t limit, std::string_view cursor) {
    SPARK_TRY(const std::uint64_t end, row_of_cursor(cursor));
    SPARK_TRY(const store::EvidenceFolder evidence, store::EvidenceFolder::open(house.folder() / "evidence"));
    SPARK_TRY(const store::EvidenceList list, evidence.list("backtest"));
    http::Page page;
    for (auto entry = list.entries.rbegin(); entry != list.entries.rend(); ++entry) {
        if (entry->sequence >= end) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = std::to_string(std::prev(entry)->sequence);
            break;
        }
        // The first page of status shows what can be read; the list of runs says what cannot.
        const auto stored = evidence.read_entry(*entry);
        if (!stored) continue;
        SPARK_TRY(Json row, verbs::backtest_brief(stored->document));
        page.rows.push_back(std::move(row));
    }
    return page;
}

void add_backtest_operations(House& house, http::Operations& operations) {
    house.kinds.add("backtest", [&house](JobRun& job) { return run(house, job); });
    const auto shelves = std::make_shared<RunShelves>(house);
    operations.add("backtests.list", [shelves](Call& call) { return http::answered(run_rows(*shelves, call)); });
    operations.add("backtests.show",
                   [shelves](Call& call) { return http::answered(show(*shelves, call.path_part(0))); });
    add_report_operations(house, shelves, operations);
    add_repeat_operations(house, shelves, operations);
    operations.add("backtests.create", [&house](Call& call) { return create(house, call); });
    operations.add("backtests.start", [&house](Call& call) { return create(house, call); });
}

}  // namespace spark::server
