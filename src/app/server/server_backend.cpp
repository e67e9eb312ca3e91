#include "app/server/server_backend.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "app/server/server_order.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_run.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/evidence_document.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using wire::Json;

/// A context for one call on any thread: its own ids and nonces, its own words, and no signal ends it half-way.
class CallContext {
  public:
    explicit CallContext(const verbs::Context& parent)
        : terminal_(parent.terminal.options(), STDERR_FILENO, STDERR_FILENO),
          rng_(seed_from_system()),
          ids_(rng_.split(0)),
          nonces_(rng_.split(1)),
          context_{.terminal = terminal_,
                   .settings = parent.settings,
                   .settings_problem = parent.settings_problem,
                   .environment = parent.environment,
                   .metrics = parent.metrics,
                   .cancel = never_,
                   .ids = ids_,
                   .nonces = nonces_,
                   .command_line = parent.command_line,
                   .wall_clock = parent.wall_clock,
                   .steady_clock = parent.steady_clock} {}
    CallContext(const CallContext&) = delete;
    CallContext& operator=(const CallContext&) = delete;

    verbs::Context& operator*() { return context_; }

  private:
    cli::Terminal terminal_;
    Rng rng_;
    UlidMaker ids_;
    Rng nonces_;
    verbs::CancelToken never_{0};
    verbs::Context context_;
};

/// Resident pages of /proc/self/statm, in bytes; 0 where it cannot be read.
std::int64_t resident_bytes() {
    const auto text = read_file("/proc/self/statm", 256);
    if (!text) return 0;
    const std::size_t blank = text->find(' ');
    if (blank == std::string::npos) return 0;
    std::int64_t pages = 0;
    std::from_chars(text->data() + blank + 1, text->data() + text->size(), pages);
    return pages * ::sysconf(_SC_PAGESIZE);
}

/// The row of the INDEX before which a page ends; past the last one without a cursor.
Result<std::uint64_t> row_of_cursor(std::string_view cursor) {
    if (cursor.empty()) return std::numeric_limits<std::uint64_t>::max();
    std::uint64_t row = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), row);
    if (read.ec == std::errc{} && read.ptr == cursor.data() + cursor.size() && row > 0) return row;
    return fail(Fault::invalid_input,
                fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
}

}  // namespace

ServerBackend::ServerBackend(verbs::Context& context, AdminToken token)
    : context_(context), token_(std::move(token)), started_at_(context.now()), begun_(context.steady_now()) {}

std::vector<http::Readiness> ServerBackend::readiness() const {
    const bool can_write = ::access(folder().c_str(), W_OK | X_OK) == 0;
    const bool stays = !is_draining || !is_draining();
    return {{"data_folder", can_write, can_write ? "can be written" : "cannot be written"},
            {"accepting", stays, stays ? "takes requests" : "is stopping"}};
}

Json ServerBackend::status() const {
    const BuildInfo& build = build_info();
    const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(context_.steady_now() - begun_);
    return Json::object()
        .set("schema", "spark.status/1")
        .set("version", build.version)
        .set("commit", build.commit)
        .set("env", "paper")
        .set("started_at", format_iso8601(started_at_))
        .set("uptime_ms", uptime.count());
}

std::string ServerBackend::metrics_text() const {
    context_.metrics.set("spark_written_at_seconds", static_cast<double>(ms_of(context_.now())) / 1000.0);
    context_.metrics.set("spark_process_resident_bytes", static_cast<double>(resident_bytes()));
    return context_.metrics.render();
}

void ServerBackend::log(const Json& line) {
    // One write a line: lines of several threads do not mix. A log nobody reads is not worth the server.
    const std::string text = wire::to_text(line) + "\n";
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

Result<std::vector<Json>> ServerBackend::data_sets() {
    CallContext call(context_);
    SPARK_TRY(const store::DataFolder data, open_data_folder(*call, false));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, data.list());
    std::vector<Json> rows;
    for (const store::DataSetEntry& entry : entries) rows.push_back(verbs::entry_json(entry));
    return rows;
}

Result<std::vector<Json>> ServerBackend::strategies() {
    CallContext call(context_);
    std::vector<Json> rows;
    for (const strategy::BuiltInDocument& built_in : strategy::built_ins()) {
        SPARK_TRY(const strategy::Definition definition, strategy::find_built_in(built_in.name));
        rows.push_back(verbs::strategy_row_json(definition, "built_in"));
    }
    SPARK_TRY(const std::vector<verbs::StrategyFile> files, strategy_files(*call));
    for (const verbs::StrategyFile& file : files) {
        SPARK_TRY(const strategy::Definition definition, verbs::load_strategy_file(file.path));
        rows.push_back(verbs::strategy_row_json(definition, "data_folder"));
    }
    return rows;
}

Result<Json> ServerBackend::strategy(std::string_view name) {
    CallContext call(context_);
    SPARK_TRY(const strategy::Definition definition, load_strategy(*call, name));
    return verbs::strategy_json(definition);
}

Result<http::Page> ServerBackend::backtests(std::size_t limit, std::string_view cursor) {
    SPARK_TRY(const std::uint64_t end, row_of_cursor(cursor));
    SPARK_TRY(const store::EvidenceFolder evidence, store::EvidenceFolder::open(folder() / "evidence"));
    SPARK_TRY(const store::EvidenceList list, evidence.list("backtest"));
    http::Page page;
    for (auto entry = list.entries.rbegin(); entry != list.entries.rend(); ++entry) {
        if (entry->sequence >= end) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = std::to_string(std::prev(entry)->sequence);
            break;
        }
        SPARK_TRY(const store::StoredEvidence stored, evidence.read(entry->id));
        SPARK_TRY(Json row, verbs::backtest_brief(stored.document));
        page.rows.push_back(std::move(row));
    }
    return page;
}

Result<Json> ServerBackend::backtest(std::string_view id) {
    SPARK_TRY(const store::EvidenceFolder evidence, store::EvidenceFolder::open(folder() / "evidence"));
    SPARK_TRY(store::StoredEvidence stored, verbs::read_backtest(evidence, id));
    return std::move(stored.document);
}

Result<Json> ServerBackend::evidence(std::string_view id) {
    SPARK_TRY(const store::EvidenceFolder evidence, store::EvidenceFolder::open(folder() / "evidence"));
    SPARK_TRY(const store::StoredEvidence stored, evidence.read(id));
    return verbs::stored_json(stored);
}

Result<http::MadeBacktest> ServerBackend::run_backtest(const http::BacktestOrder& order) {
    CallContext call(context_);
    verbs::Context& context = *call;
    verbs::Stopwatch watch(context);
    auto ordered = case_of_order(context, order);
    context.metrics.add(ordered
                            ? telemetry::SeriesKey<telemetry::MetricType::counter>("spark_backtests_total", "ok")
                            : telemetry::SeriesKey<telemetry::MetricType::counter>("spark_backtests_total", "refused"));
    SPARK_TRY(ordered);
    context.command_line = std::move(ordered->command_line);
    verbs::BacktestRun run;
    SPARK_TRY(make_backtest(context, std::move(ordered->request), false, watch, run));
    SPARK_TRY(keep_backtest(context, folder(), watch, run));
    return http::MadeBacktest{.id = run.id, .document = std::move(run.document)};
}

}  // namespace spark::server
